import {type Call, type Fault, fault, isFault, type ModelRequest, type Provider} from '@agac/provider';
import {expect} from 'chai';
import {redacting} from '../../../src/providers/wrap/redacting.js';
import {collect} from '../../store/collect.js';
import {LOST, listening, PART, plainProvider, RECEIPT} from '../plain-provider.js';

const KEY = 'a-very-secret-key/of=acme';
const REQUEST: ModelRequest = {model: 'm', messages: [], parameters: {}};

/** Everything that can be read of a value, also what is not enumerable. */
function allOf(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (seen.has(value)) return '';
  seen.add(value);
  return Reflect.ownKeys(value)
    .map((key) => allOf(Reflect.get(value, key), seen))
    .join('\n');
}

/** A provider every verb of which logs the key and fails with what is given. */
function leaking(failure: unknown): Provider {
  const verb = async (_: unknown, call: Call): Promise<never> => {
    call.log(`using ${KEY}`);
    throw failure;
  };
  return plainProvider({
    submit: verb,
    status: verb,
    find: verb,
    cancel: verb,
    discard: verb,
    complete: verb,
    async *results(_, call) {
      yield {text: `an answer that repeats ${KEY}`};
      await verb(_, call);
    },
  });
}

/** What every verb logs and throws. */
async function troubles(provider: Provider): Promise<{lines: string[]; errors: unknown[]}> {
  const call = listening();
  const verbs = [
    () => provider.submit(PART, call),
    () => provider.status(RECEIPT, call),
    () => provider.find!(LOST, call),
    () => provider.cancel!(RECEIPT, call),
    () => provider.discard!(RECEIPT, call),
    () => provider.complete!(REQUEST, call),
    () => collect(provider.results(RECEIPT, call)),
  ];
  const errors: unknown[] = [];
  for (const verb of verbs) {
    try {
      await verb();
    } catch (error) {
      errors.push(error);
    }
  }
  expect(errors).to.have.length(verbs.length);
  return {lines: call.lines, errors};
}

describe('providers/wrap/redacting', () => {
  it('takes the key out of faults, whatever verb they come from and however deep it is, and out of the log', async () => {
    const deep = new Error(`refused ${encodeURIComponent(KEY)}`, {cause: `Bearer ${KEY}`});
    const several = new AggregateError([new Error(`first ${KEY}`)], KEY, {cause: deep});
    const failure = fault({code: 'auth', message: `bad ${KEY}`, hint: `not ${KEY}`, retry: 'never', cause: several});
    failure.stack += `\n    at ${KEY}`;
    expect(allOf(failure)).to.contain(KEY);
    const {lines, errors} = await troubles(redacting(leaking(failure), [KEY]));
    expect(lines).to.deep.equal(Array(7).fill('using ***'));
    for (const error of errors) {
      expect(error).to.equal(failure);
      expect(isFault(error)).to.equal(true);
      expect(allOf(error)).not.to.contain(KEY).and.not.to.contain(encodeURIComponent(KEY));
    }
    expect(failure.message).to.equal('bad ***');
    expect(failure.hint).to.equal('not ***');
  });

  it('takes it out of what is no fault, or a fault that is no Error', async () => {
    const plain: Fault & object = {
      [Symbol.for('agac.fault')]: true,
      code: 'auth',
      message: KEY,
      hint: KEY,
      retry: 'never',
    } as Fault;
    const circular: Error & {cause?: unknown} = new TypeError(KEY);
    circular.cause = circular;
    for (const failure of [plain, circular, KEY]) {
      const {errors} = await troubles(redacting(leaking(failure), [KEY]));
      for (const error of errors) expect(allOf(error)).to.contain('***').and.not.to.contain(KEY);
    }
  });

  it('takes it out of what is thrown before any promise is made', async () => {
    const verb = (): never => {
      throw new Error(KEY);
    };
    const provider = plainProvider({
      submit: verb,
      status: verb,
      results: verb,
      find: verb,
      cancel: verb,
      discard: verb,
      complete: verb,
    });
    const {errors} = await troubles(redacting(provider, [KEY]));
    for (const error of errors) expect(allOf(error)).not.to.contain(KEY);
  });

  it("takes it out of the vendor's sentences that are stored, and leaves result lines as they came", async () => {
    const provider = redacting(
      plainProvider({
        status: async () => ({phase: 'ended', end: 'failed', word: 'failed', message: `bad key ${KEY}`}),
        complete: async () => ({kind: 'fault', id: 'a', fault: {code: 'auth', message: KEY, retry: 'never'}}),
        async *results() {
          yield {text: KEY};
        },
      }),
      [KEY],
    );
    const call = listening();
    expect(await provider.status(RECEIPT, call)).to.include({end: 'failed', message: 'bad key ***'});
    expect(await provider.complete!(REQUEST, call)).to.have.nested.property('fault.message', '***');
    expect(await collect(provider.results(RECEIPT, call))).to.deep.equal([{text: KEY}]);
  });

  it('lacks what the provider lacks, and closes a download when its reader stops', async () => {
    let isClosed = false;
    const provider = redacting(
      plainProvider({
        async *results() {
          try {
            yield {text: 'a'};
            yield {text: 'b'};
          } finally {
            isClosed = true;
          }
        },
      }),
      [KEY],
    );
    expect([provider.find, provider.cancel, provider.discard, provider.complete]).to.deep.equal(
      Array(4).fill(undefined),
    );
    for await (const _ of provider.results(RECEIPT, listening())) break;
    expect(isClosed).to.equal(true);
  });
});
