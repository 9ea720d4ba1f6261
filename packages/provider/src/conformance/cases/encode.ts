import {deepEqual, equal, ok} from 'node:assert/strict';
import type {ModelCard} from '../../contract/card.js';
import type {Encoded, ModelRequest, ParameterName, Parameters} from '../../contract/request.js';
import {type Case, defineCase} from '../case.js';
import {expectFault} from '../expect-fault.js';
import {requestOf} from '../part.js';
import {modelsOf} from '../subject.js';

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

/** A. The encoding. */
export const ENCODE_CASES: readonly Case[] = [
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
    run: async ({levers, part, provider, send, subject}) => {
      const {lineBytes = 1_000_000} = provider.describe(subject.model).limits;
      const long = 'x'.repeat(Math.min(lineBytes, 1_000_000) / 2);
      const texts = ['plain', 'näïve 🙂🙂 中文', 'line\u2028separator "quoted" \\ \n\t\u0001', long];
      const id = (ordinal: number) => `L${String(ordinal).padStart(63, '0')}`;
      const receipt = await send(part({count: texts.length, id, text: (ordinal) => texts[ordinal]!}));
      const received = await levers.received(receipt.id);
      deepEqual(
        texts.map((text) => provider.encode(requestOf(subject.model, text)).bytes),
        received.map(({bytes}) => bytes),
      );
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
];

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

function deepFrozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFrozen(inner);
    Object.freeze(value);
  }
  return value;
}

function differs(one: Encoded, other: Encoded): boolean {
  return JSON.stringify([one.body, one.notes]) !== JSON.stringify([other.body, other.notes]);
}
