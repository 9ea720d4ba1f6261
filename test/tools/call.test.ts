import {getEventListeners} from 'node:events';
import type {Json} from '@agac/provider';
import {expect} from 'chai';
import fc from 'fast-check';
import {callTool, type ToolFunction} from '../../src/tools/call.js';

const INFO = {action: 'score', record: 'g'};
const NEVER = 2 ** 31 - 1;

async function outcome(tool: ToolFunction, input: Json = {source: {a: 1}}) {
  return callTool(tool, input, {signal: new AbortController().signal, info: INFO, limitMs: NEVER});
}

async function error(tool: ToolFunction): Promise<string> {
  const result = await outcome(tool);
  return 'error' in result ? result.error : expect.fail(`returned ${JSON.stringify(result.value)}`);
}

describe('callTool', () => {
  it('gives the function the context and where it comes from, and waits for it', async () => {
    const echo: ToolFunction = async (input, info) => [input, {...info}];
    expect(await outcome(echo)).to.deep.equal({value: [{source: {a: 1}}, INFO]});
    expect(await outcome((input) => input, 'x')).to.deep.equal({value: 'x'});
    expect(await outcome(() => null)).to.deep.equal({value: null});
    expect(await outcome(() => [])).to.deep.equal({value: []});
  });

  it('gives the function a copy', async () => {
    const input = {source: {a: 1}};
    await outcome((given) => {
      (given as {source: {a: number}}).source.a = 2;
      return 1;
    }, input);
    expect(input).to.deep.equal({source: {a: 1}});
  });

  it('makes a sentence of what it throws, with the place in its own file', async () => {
    const thrown = await error(() => {
      throw new TypeError('no luck');
    });
    expect(thrown).to.match(/^The tool threw TypeError: no luck \(test\/tools\/call\.test\.ts:\d+\)\.$/);
    expect(await error(() => Promise.reject('just so'))).to.equal('The tool threw just so.');
    expect(await error(() => Promise.reject({a: 1}))).to.equal('The tool threw {"a":1}.');
    expect(await error(() => Promise.reject(undefined))).to.equal('The tool threw undefined.');
    const hostile = {toJSON: () => expect.fail(), toString: () => expect.fail()};
    expect(await error(() => Promise.reject(hostile))).to.equal('The tool threw something that cannot be shown.');
  });

  const cycle: {inner?: object[]} = {};
  cycle.inner = [cycle];
  let deep: object = {};
  for (let i = 0; i < 100_000; i += 1) deep = {deep};
  const NOT_JSON: readonly (readonly [returned: unknown, problem: string])[] = [
    [undefined, 'nothing (undefined)'],
    [{a: {b: undefined}}, 'nothing (undefined) at `a.b`'],
    [[1, () => 1], 'a function at `[1]`'],
    [new Array(1), 'nothing (undefined) at `[0]`'],
    [{n: Number.NaN}, 'the number NaN at `n`'],
    [{n: Number.POSITIVE_INFINITY}, 'the number Infinity at `n`'],
    [{n: 1n}, 'a BigInt at `n`'],
    [{s: Symbol('s')}, 'a symbol at `s`'],
    [{m: new Map()}, 'a Map at `m`'],
    [new Set([1]), 'a Set'],
    [{e: new Error('x')}, 'an Error at `e`'],
    [{b: new Uint8Array(2)}, 'binary data at `b`'],
    [{p: Promise.resolve(1)}, 'a Promise at `p`'],
    [cycle, 'something that contains itself at `inner[0]`'],
    [deep, 'something nested too deeply'],
  ];
  for (const [returned, problem] of NOT_JSON) {
    it(`refuses ${problem}`, async () => {
      expect(await error(() => returned)).to.equal(`The tool returned ${problem}.`);
    });
  }

  it('refuses what cannot be read', async () => {
    const returned = {
      get a() {
        throw new Error('no');
      },
    };
    expect(await error(() => returned)).to.contain('cannot be read: Error: no');
  });

  it('takes dates, objects without a prototype, and one object in two places', async () => {
    const shared = {x: 1};
    const bare = Object.assign(Object.create(null), {d: new Date(0), a: shared, b: shared});
    expect(await outcome(() => bare)).to.deep.equal({value: {d: '1970-01-01T00:00:00.000Z', a: {x: 1}, b: {x: 1}}});
  });

  it('hands any JSON through unchanged, both ways', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const input: Json = JSON.parse(JSON.stringify(value));
        expect(JSON.stringify(await outcome((given) => given, input))).to.equal(JSON.stringify({value: input}));
      }),
    );
  });

  it('gives up what takes too long', async () => {
    const call = {signal: new AbortController().signal, info: INFO};
    const late = await callTool(() => new Promise(() => {}), {}, {...call, limitMs: 1});
    expect(late).to.deep.equal({error: 'The tool took longer than 0.001 seconds, and is waited for no longer.'});
    const soon = await callTool(async () => 1, {}, {...call, limitMs: NEVER});
    expect(soon).to.deep.equal({value: 1});
  });

  it('stops waiting when the signal fires, and leaves no listener behind', async () => {
    const controller = new AbortController();
    const call = {signal: controller.signal, info: INFO, limitMs: NEVER};
    await callTool(() => 1, {}, call);
    expect(getEventListeners(controller.signal, 'abort')).to.have.length(0);
    const never = callTool(() => new Promise(() => {}), {}, call);
    controller.abort(new Error('interrupted'));
    expect(await never.catch((reason: Error) => reason.message)).to.equal('interrupted');
    expect(await callTool(() => 1, {}, call).catch((reason: Error) => reason.message)).to.equal('interrupted');
  });
});
