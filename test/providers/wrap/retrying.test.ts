import {type Fault, fault, isFault, type ModelRequest, type Provider, type ResultLine} from '@agac/provider';
import {expect} from 'chai';
import fc from 'fast-check';
import {retrying} from '../../../src/providers/wrap/retrying.js';
import {collect} from '../../store/collect.js';
import {LOST, listening, PART, plainProvider, RECEIPT} from '../plain-provider.js';

const POLICY = {tries: 4, sleep: async () => {}};
const REQUEST: ModelRequest = {model: 'm', messages: [], parameters: {}};

function cut(change: Partial<Fault> = {}): Error & Fault {
  return fault({code: 'unreachable', message: 'cut', retry: 'later', ...change});
}

/** Fails so many times before it gives an answer; counts the calls. */
function failing<T>(times: number, failure: () => Error, answer: T): {count: number; work: () => Promise<T>} {
  const calls = {
    count: 0,
    work: async () => {
      calls.count += 1;
      if (calls.count <= times) throw failure();
      return answer;
    },
  };
  return calls;
}

/**
 * A download of lines of which some carry a cursor, and whose first tries are cut after so many lines. Like a vendor's:
 * with a cursor only what follows it, without one everything.
 */
function download(lines: readonly ResultLine[], cuts: readonly number[]): Pick<Provider, 'results'> {
  let tries = 0;
  return {
    async *results(_receipt, {cursor}) {
      const after = cursor === undefined ? 0 : lines.findIndex((line) => line.cursor === cursor) + 1;
      const end = cuts[tries];
      tries += 1;
      for (const [i, line] of lines.slice(after).entries()) {
        if (i === end) throw cut();
        yield line;
      }
      if (end !== undefined) throw cut();
    },
  };
}

/** Lines of which each has a cursor, some have, or none has. */
const downloads = fc
  .array(fc.boolean(), {maxLength: 12})
  .map((cursors) => cursors.map((has, i): ResultLine => ({text: `line ${i}`, ...(has && {cursor: `c${i}`})})));

describe('providers/wrap/retrying', () => {
  it('asks again what changes nothing, and gives up with the last fault', async () => {
    for (const [times, isAnswered] of [
      [0, true],
      [3, true],
      [4, false],
    ] as const) {
      const status = failing(times, cut, {phase: 'queued', word: 'q'} as const);
      const found = failing(times, cut, RECEIPT);
      const cancelled = failing(times, cut, undefined);
      const discarded = failing(times, cut, undefined);
      const provider = retrying(
        plainProvider({
          status: status.work,
          find: found.work,
          cancel: cancelled.work,
          discard: discarded.work,
        }),
        POLICY,
      );
      const call = listening();
      const asked = [
        provider.status(RECEIPT, call),
        provider.find!(LOST, call),
        provider.cancel!(RECEIPT, call),
        provider.discard!(RECEIPT, call),
      ];
      const outcomes = await Promise.allSettled(asked);
      expect(outcomes.map((outcome) => outcome.status === 'fulfilled')).to.deep.equal(Array(4).fill(isAnswered));
      const counts = [status, found, cancelled, discarded].map((each) => each.count);
      expect(counts).to.deep.equal(Array(4).fill(Math.min(times + 1, POLICY.tries)));
    }
  });

  it('does not ask again what cannot help, nor after a bug of the provider', async () => {
    for (const failure of [() => cut({retry: 'never'}), () => cut({retry: 'same'}), () => new TypeError('bug')]) {
      const status = failing(1, failure, {phase: 'queued', word: 'q'} as const);
      const provider = retrying(plainProvider({status: status.work}), POLICY);
      const error: unknown = await provider.status(RECEIPT, listening()).catch((caught: unknown) => caught);
      expect((error as Error).message).to.equal(failure().message);
      expect(status.count).to.equal(1);
    }
  });

  it('never submits again, whatever came of it', async () => {
    for (const outcome of ['not-sent', 'refused', 'unknown', undefined] as const) {
      const submit = failing(1, () => cut({outcome}), RECEIPT);
      const provider = retrying(plainProvider({submit: submit.work}), POLICY);
      const error: unknown = await provider.submit(PART, listening()).catch((caught: unknown) => caught);
      expect(isFault(error) && error.outcome).to.equal(outcome);
      expect(submit.count).to.equal(1);
    }
  });

  it('asks a request again at once only where surely no answer was made', async () => {
    for (const [outcome, count] of [
      ['not-sent', 2],
      ['refused', 2],
      ['unknown', 1],
      [undefined, 1],
    ] as const) {
      const complete = failing(1, () => cut({outcome}), {kind: 'unreadable', message: ''} as const);
      const provider = retrying(plainProvider({complete: complete.work}), POLICY);
      const error: unknown = await provider.complete!(REQUEST, listening()).catch((caught: unknown) => caught);
      expect(complete.count, String(outcome)).to.equal(count);
      if (count === 1) expect(isFault(error) && error.retry).to.equal('same');
    }
  });

  it('leaves a fault of a request that cannot be helped as it is', async () => {
    const complete = failing(1, () => cut({retry: 'never'}), {kind: 'unreadable', message: ''} as const);
    const provider = retrying(plainProvider({complete: complete.work}), POLICY);
    const error: unknown = await provider.complete!(REQUEST, listening()).catch((caught: unknown) => caught);
    expect(isFault(error) && error.retry).to.equal('never');
  });

  it('hands on every line exactly once, wherever the connection is cut, with cursors and without', async () => {
    await fc.assert(
      fc.asyncProperty(downloads, fc.array(fc.nat(12), {maxLength: 3}), async (lines, cuts) => {
        const provider = retrying(plainProvider(download(lines, cuts)), POLICY);
        expect(await collect(provider.results(RECEIPT, listening()))).to.deep.equal(lines);
      }),
      {numRuns: 300},
    );
  });

  it('goes on behind the cursor that it was given, whether the lines have cursors or not', async () => {
    await fc.assert(
      fc.asyncProperty(downloads, fc.nat(11), fc.array(fc.nat(12), {maxLength: 3}), async (lines, at, cuts) => {
        fc.pre(lines[at]?.cursor !== undefined);
        const provider = retrying(plainProvider(download(lines, cuts)), POLICY);
        const call = {...listening(), cursor: lines[at]!.cursor!};
        expect(await collect(provider.results(RECEIPT, call))).to.deep.equal(lines.slice(at + 1));
      }),
      {numRuns: 200},
    );
  });

  it('gives up a download that breaks again and again at the same line, having handed on those before', async () => {
    const lines = [{text: 'a'}, {text: 'b'}];
    const provider = retrying(plainProvider(download(lines, Array(9).fill(1))), POLICY);
    const seen: string[] = [];
    let failure: unknown;
    try {
      for await (const {text} of provider.results(RECEIPT, listening())) seen.push(text);
    } catch (error) {
      failure = error;
    }
    expect(seen).to.deep.equal(['a']);
    expect(isFault(failure)).to.equal(true);
  });

  it('closes the download when its reader stops', async () => {
    let isClosed = false;
    const provider = retrying(
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
      POLICY,
    );
    for await (const _ of provider.results(RECEIPT, listening())) break;
    expect(isClosed).to.equal(true);
  });

  it('lacks what the provider lacks, and is what it is, a class with getters too', () => {
    const lacking = retrying(plainProvider());
    expect([lacking.find, lacking.cancel, lacking.discard, lacking.complete]).to.deep.equal(Array(4).fill(undefined));
    const wrapped = retrying(new Classy());
    const {contract, name, settleMs, idempotent} = wrapped;
    expect({contract, name, settleMs, idempotent}).to.deep.equal({
      contract: 1,
      name: 'classy',
      settleMs: 5,
      idempotent: true,
    });
    expect(wrapped.describe('m').model).to.equal('m by classy');
  });
});

class Classy implements Provider {
  readonly contract = 1;
  readonly submit = plainProvider().submit;
  readonly status = plainProvider().status;
  readonly results = plainProvider().results;
  readonly encode = plainProvider().encode;
  readonly decode = plainProvider().decode;

  get name(): string {
    return 'classy';
  }

  get settleMs(): number {
    return 5;
  }

  get idempotent(): true {
    return true;
  }

  describe(model: string): ReturnType<Provider['describe']> {
    return {...plainProvider().describe(model), model: `${model} by ${this.name}`};
  }
}
