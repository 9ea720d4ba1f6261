import {deepEqual, equal, match, ok} from 'node:assert/strict';
import {setTimeout as delay} from 'node:timers/promises';
import type {ModelCard, ModelRequest, ParameterName, Parameters, Provider} from '../../contract.js';
import type {JsonObject} from '../../json.js';
import {type Case, defineCase} from '../case.js';
import {expectFault} from '../expect-fault.js';
import {outgoing} from '../outgoing.js';
import {partOf, requestOf} from '../part.js';
import {newKey, type Trial} from '../trial.js';

const UNKNOWN_MODEL = 'no-such-model-0';
const SCHEMA: NonNullable<ModelRequest['schema']> = {
  name: 'page',
  json: {
    type: 'object',
    properties: {canarySummary: {type: 'string'}},
    required: ['canarySummary'],
    additionalProperties: false,
  },
};
const VALUES: Required<Parameters> = {
  temperature: 0.5,
  maxTokens: 321,
  topP: 0.25,
  stop: ['HALT'],
  seed: 4711,
  presencePenalty: 0.75,
  frequencyPenalty: 0.125,
};
const PARAMETERS = Object.keys(VALUES) as readonly ParameterName[];
/** What vendors call the id of a request. */
const ID_FIELDS = ['id', 'custom_id', 'customId', 'recordId', 'record_id', 'request_id', 'batch_request_id', 'key'];

/** A. The card and the encoding. */
export const CARD_CASES: readonly Case[] = [
  defineCase({
    id: 'A1',
    title: 'contract is 1, the name is lower-kebab, opening sends nothing',
    run: async ({open, subject}) => {
      const connections = await outgoing(async () => {
        const provider = open();
        equal(provider.contract, 1);
        equal(provider.name, subject.name);
        match(provider.name, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
        await delay(20);
      });
      deepEqual(connections, []);
    },
  }),
  defineCase({
    id: 'A2',
    title: 'describe is equal on repeat, for known and unknown models; an unknown price is undefined',
    run: ({provider, subject}) => {
      for (const model of [...modelsOf(subject), UNKNOWN_MODEL, 'constructor']) {
        const card = provider.describe(model);
        equal(card.model, model);
        deepEqual(provider.describe(model), card);
        for (const limit of Object.values(card.limits)) ok(limit === undefined || limit > 0, `a limit is ${limit}`);
      }
      const {price} = provider.describe(UNKNOWN_MODEL);
      ok(price === undefined || price.inputPerMillion > 0, 'the price of an unknown model is zero');
    },
  }),
  defineCase({
    id: 'A3',
    title: 'every price has a source and a date, and the batch rate is a share of it',
    run: ({provider, subject}) => {
      for (const model of modelsOf(subject)) {
        const {price} = provider.describe(model);
        if (price === undefined) continue;
        ok(price.source.length > 0, 'the price has no source');
        match(price.asOf, /^\d{4}-\d{2}-\d{2}$/);
        const {batchRate = 1} = price;
        ok(batchRate > 0 && batchRate <= 1, `the batch rate is ${batchRate}`);
      }
    },
  }),
  defineCase({
    id: 'A4',
    title: 'encode leaves a frozen request untouched and says the same twice',
    run: ({provider, subject}) => {
      const request = deepFrozen(fullRequest(provider.describe(subject.model)));
      equal(JSON.stringify(provider.encode(request)), JSON.stringify(provider.encode(request)));
    },
  }),
  defineCase({
    id: 'A5',
    title: 'encode().bytes is the length of the wire line with an id of 64 characters',
    levers: ['received'],
    run: async (trial) => {
      const {lineBytes = 1_000_000} = trial.provider.describe(trial.subject.model).limits;
      const texts = [
        'plain',
        'näïve 🙂🙂 中文',
        'line\u2028separator "quoted" \\ \n\t\u0001',
        'x'.repeat(lineBytes / 2),
      ];
      for (const text of texts) await expectExactBytes(trial, text);
    },
  }),
  defineCase({
    id: 'A6',
    title: 'what the card declares impossible makes encode throw `unsupported`, naming the field',
    run: async ({provider, subject}) => {
      for (const model of modelsOf(subject)) {
        const card = provider.describe(model);
        const attempt = async (more: Partial<ModelRequest>) => provider.encode(requestOf(model, 'Hello', more));
        const unsupported = (field: string) => ({
          code: 'unsupported',
          retry: 'never' as const,
          message: new RegExp(field),
        });
        if (card.schema === 'none') await expectFault(attempt({schema: SCHEMA}), unsupported('schema'));
        for (const name of PARAMETERS.filter((known) => !card.parameters.includes(known))) {
          await expectFault(attempt({parameters: {[name]: VALUES[name]}}), unsupported(name));
        }
      }
    },
  }),
  defineCase({
    id: 'A7',
    title: 'nothing that was asked for is dropped: it is in the body or in the notes',
    run: ({provider, subject}) => {
      const card = provider.describe(subject.model);
      const bare = provider.encode(requestOf(subject.model, 'Hello'));
      for (const name of card.parameters) {
        const encoded = provider.encode(requestOf(subject.model, 'Hello', {parameters: {[name]: VALUES[name]}}));
        ok(differs(encoded, bare), `${name} was dropped`);
      }
      const {body, notes} = provider.encode(fullRequest(card));
      for (const text of ['canary system', 'canary question', 'canary answer', 'canary repair']) {
        ok(JSON.stringify(body).includes(text), `the message "${text}" was dropped`);
      }
      if (card.schema === 'strict') ok(JSON.stringify(body).includes('canarySummary'), 'the schema was dropped');
      if (card.schema === 'hint')
        ok(JSON.stringify({body, notes}).includes('canarySummary') || notes.length > 0, 'the schema was dropped');
    },
  }),
  defineCase({
    id: 'A8',
    title: "the user's own options cannot take the place of model or messages, and a body holds no id",
    run: ({open, provider, subject}) => {
      const options = {
        ...subject.options,
        model: 'hijacked',
        messages: 'hijacked',
        contents: 'hijacked',
        input: 'hijacked',
      };
      const request = requestOf(subject.model, 'Hello');
      const plain = provider.encode(request).body;
      const {body} = open({options}).encode(request);
      for (const name of Object.keys(plain)) deepEqual(body[name], plain[name], `${name} was replaced`);
      for (const name of ID_FIELDS) equal(plain[name], undefined, `the body has a field ${name}`);
    },
  }),
  defineCase({
    id: 'C28',
    title: 'an ability that is lacking is a method that is absent; find comes with settleMs',
    run: ({provider}) => {
      const abilities: readonly (keyof Provider)[] = ['find', 'cancel', 'discard', 'complete'];
      for (const name of abilities)
        ok(['function', 'undefined'].includes(typeof provider[name]), `${name} is no method`);
      if (provider.find !== undefined) ok((provider.settleMs ?? -1) >= 0, 'find without settleMs');
    },
  }),
];

function modelsOf({model, otherModels = []}: Trial['subject']): readonly string[] {
  return [model, ...otherModels];
}

/** A request that uses all that the card allows. */
function fullRequest({model, parameters, schema}: ModelCard): ModelRequest {
  return {
    model,
    messages: [
      {role: 'system', text: 'canary system'},
      {role: 'user', text: 'canary question'},
      {role: 'assistant', text: 'canary answer'},
      {role: 'user', text: 'canary repair'},
    ],
    parameters: Object.fromEntries(parameters.map((name) => [name, VALUES[name]])),
    ...(schema !== 'none' && {schema: SCHEMA}),
  };
}

async function expectExactBytes({levers, provider, send, subject}: Trial<'received'>, text: string): Promise<void> {
  const id = `L${'0'.repeat(63)}`;
  const part = partOf(provider, {key: newKey(), model: subject.model, count: 1, id: () => id, text: () => text});
  const receipt = await send(part);
  const [line] = await levers.received(receipt.id);
  const {bytes} = provider.encode(requestOf(subject.model, text));
  equal(bytes, line?.bytes, `bytes of a request of ${text.length} characters`);
}

function deepFrozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFrozen(inner);
    Object.freeze(value);
  }
  return value;
}

function differs(one: {body: JsonObject; notes: readonly string[]}, other: typeof one): boolean {
  return JSON.stringify([one.body, one.notes]) !== JSON.stringify([other.body, other.notes]);
}
