import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {fault} from '@agac/provider';
import {expect} from 'chai';
import fc from 'fast-check';
import {writeAction} from '../../src/engine/perform/write.js';
import {lookAtRun} from '../../src/engine/progress.js';
import {temporaryFolder} from '../store/temporary-folder.js';
import {guard} from '../workflow/guards/conditions.js';
import {llm, ref, tool} from './actions.js';
import {type Question, submitFault} from './scripted-vendor.js';
import {numbered, Workbench} from './workbench.js';

/** What becomes of a submit, one after the other; when they have run out, all goes well. */
const SUBMITS = ['well', 'refused', 'busy', 'lost before', 'lost after', 'died before', 'died after'] as const;
type Fate = (typeof SUBMITS)[number];

const luck = fc.record({
  submits: fc.array(fc.constantFrom<Fate>(...SUBMITS), {maxLength: 6}),
  /** Whether a question about a job, or a download, breaks off. */
  breaks: fc.array(fc.boolean(), {maxLength: 8}),
  /** What the model says each time it is asked. */
  answers: fc.array(fc.constantFrom('good', 'missing', 'wrong'), {maxLength: 12}),
});

const RECORDS = 4;
const DIED = new TypeError('the process died here');

function troubled(bench: Workbench, {submits, breaks, answers}: typeof luck extends fc.Arbitrary<infer T> ? T : never) {
  const {vendor} = bench;
  const fates = submits.values();
  let fate: Fate = 'well';
  vendor.beforeCreate = () => {
    fate = fates.next().value ?? 'well';
    if (fate === 'refused') throw submitFault('refused');
    if (fate === 'busy') throw submitFault('not-sent', {retry: 'later'});
    if (fate === 'lost before') throw submitFault('unknown');
    if (fate === 'died before') throw DIED;
  };
  vendor.afterCreate = () => {
    if (fate === 'lost after') throw submitFault('unknown');
    if (fate === 'died after') throw DIED;
  };
  const cuts = breaks.values();
  vendor.status = async () => {
    if (cuts.next().value) throw fault({code: 'unreachable', message: 'no network', retry: 'later'});
    return {phase: 'ended', end: 'completed', word: 'DONE'};
  };
  const moods = answers.values();
  vendor.answer = ({shown}: Question) => {
    const mood = moods.next().value ?? 'good';
    if (mood === 'missing') return undefined;
    return mood === 'wrong' ? '{"wrong":1}' : JSON.stringify({label: JSON.stringify(shown)});
  };
}

describe('engine, whatever goes wrong on the way', () => {
  const folder = temporaryFolder();

  const actions = [
    llm('a', {
      guard: guard('source.n != 2'),
      retry: {maxAttempts: 2, onExhausted: 'return_last'},
      reprompt: {maxAttempts: 1, onExhausted: 'return_last'},
    }),
    tool('split', {dependencies: ['a'], scope: {observe: [ref('a.*')], drop: [], passthrough: [], seed: {}}}),
    llm('b', {
      guard: guard('split.item == 1 or source.n == 0', {onFalse: 'skip'}),
      dependencies: ['split'],
      scope: {observe: [ref('split.*')], drop: [], passthrough: [], seed: {}},
    }),
  ];

  /** Types the command again until there is nothing left to do, each time as another process. */
  async function persist(bench: Workbench): Promise<void> {
    for (let tries = 0; lookAtRun(bench.store.state).state !== 'finished'; tries += 1) {
      expect(tries, bench.story.join(' ')).to.be.lessThan(40);
      await bench.loop().catch(() => {});
      bench.reopen();
      // What the vendor does not know the user says was not sent; here that is true.
      const unfound = bench.store.state.parts.filter((part) => part.phase === 'unfound');
      for (const {part} of unfound) bench.store.append({type: 'part-not-sent', part, message: "the user's word"});
    }
  }

  it('buys every request once, and every record leaves every action once, in order', async () => {
    await fc.assert(
      fc.asyncProperty(luck, async (given) => {
        const root = mkdtempSync(join(folder(), 'run-'));
        const bench = new Workbench(root, actions, numbered(RECORDS));
        bench.vendor.traits.limits = {requests: 3};
        bench.tools['split'] = (input) => [1, 2].map((item) => ({item, of: JSON.stringify(input)}));
        troubled(bench, given);
        await persist(bench);

        expect(bench.vendor.bought).to.have.length(new Set(bench.vendor.bought).size);
        for (const action of bench.store.state.actions) {
          const taken = action.intakes.reduce((sum, {count, filtered = 0}) => sum + count - filtered, 0);
          const outputs = bench.outputs(action.name);
          const perRecord = action.name === 'split' ? 2 : 1;
          expect(outputs.length / perRecord + bench.rejections(action.name).length).to.equal(taken);
          expect(outputs.some(({source_guid}) => source_guid === 'g2')).to.equal(false);
          const skipped = outputs.filter(({metadata}) => metadata.skipped).map(({source_guid}) => source_guid);
          expect(skipped, 'one of the two items, of all sources but the first').to.deep.equal([...new Set(skipped)]);
          expect(skipped).to.not.include('g0');
        }
        await rebuilt(bench);
        bench.store.close();
        rmSync(root, {recursive: true});
      }),
      {numRuns: 8},
    );
  });

  /** The outputs can be made again from the store alone, byte for byte. */
  async function rebuilt(bench: Workbench): Promise<void> {
    for (const {name} of bench.store.state.actions) {
      const path = join(bench.root, 'target', name, 'a.json');
      // An action that took no record has no input file, and so no output file.
      if (bench.outputs(name).length === 0) continue;
      const before = readFileSync(path);
      rmSync(path);
      await writeAction(bench.ports, name);
      expect(readFileSync(path).equals(before)).to.equal(true);
    }
  }
});
