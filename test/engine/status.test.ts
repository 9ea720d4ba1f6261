import type {Counts, PartStatus} from '@agac/provider';
import {expect} from 'chai';
import fc from 'fast-check';
import type {BatchState, PartState, RunState} from '../../src/domain/run-state.js';
import {hasEnded, lookAtBatch, type StatusWord} from '../../src/engine/status.js';
import {AT} from '../store/events.js';

const COUNTS: Counts = {total: 2, succeeded: 1, failed: 1};

function part(change: Partial<PartState> = {}): PartState {
  const connection = {vendor: 'acme', options: {}};
  const plan = {part: 0, mode: 'batch', key: 'k', count: 2, bytes: 9, rounds: [], connection, model: 'm-1'} as const;
  return {...plan, phase: 'planned', batch: 'batch_1', ...change};
}

function look(parts: readonly PartState[], answers: ReadonlyMap<number, PartStatus> = new Map()) {
  const numbered = parts.map((each, number) => ({...each, part: number}));
  const batch: BatchState = {
    id: 'batch_1',
    plannedAt: AT,
    parts: [...numbered.keys()],
    actions: ['a'],
    requests: 2 * parts.length,
    refused: 1,
  };
  const state: RunState = {
    run: 'run_1',
    workflow: 'wf',
    startedAt: AT,
    digest: 'd',
    actions: [],
    parts: numbered,
    batches: [batch],
    lanes: [],
  };
  return lookAtBatch(state, batch, answers);
}

/** A part of which this word is said. */
const WORDS: Readonly<Record<StatusWord, PartState>> = {
  validating: part(),
  queued: part({phase: 'sent'}),
  in_progress: part({phase: 'sent'}),
  finalizing: part({phase: 'sent'}),
  completed: part({phase: 'fetched', end: 'completed'}),
  failed: part({phase: 'fetched', end: 'failed'}),
  expired: part({phase: 'ended', end: 'expired'}),
  cancelling: part({phase: 'sent', stopping: true}),
  cancelled: part({phase: 'fetched', end: 'cancelled'}),
};
const ANSWERS: Partial<Record<StatusWord, PartStatus>> = {
  queued: {phase: 'queued', word: 'q'},
  finalizing: {phase: 'finalizing', word: 'f'},
};

function overall(words: readonly StatusWord[]): StatusWord {
  const answers = words.flatMap((word, i) => (ANSWERS[word] === undefined ? [] : [[i, ANSWERS[word]] as const]));
  const found = look(
    words.map((word) => WORDS[word]),
    new Map(answers),
  );
  expect(found.parts.map((each) => each.status)).to.deep.equal(words);
  return found.status;
}

describe('engine/status of a part', () => {
  for (const [phase, word] of [
    ['planned', 'validating'],
    ['sending', 'validating'],
    ['uncertain', 'validating'],
    ['unfound', 'validating'],
    ['sent', 'in_progress'],
  ] as const) {
    it(`says ${word} while it is ${phase} and nobody was asked`, () => {
      expect(look([part({phase})]).parts[0]?.status).to.equal(word);
    });
  }

  for (const [phase, word] of [
    ['validating', 'validating'],
    ['queued', 'queued'],
    ['running', 'in_progress'],
    ['finalizing', 'finalizing'],
    ['stopping', 'cancelling'],
  ] as const) {
    it(`says ${word} when the vendor says ${phase}`, () => {
      const answer: PartStatus = {phase, word: 'their word', counts: COUNTS, message: 'their sentence'};
      const found = look([part({phase: 'sent', receipt: {id: 'job'}})], new Map([[0, answer]]));
      expect(found.parts[0]).to.deep.include({status: word, word: 'their word', counts: COUNTS, id: 'job'});
      expect(found.parts[0]?.message).to.equal('their sentence');
    });
  }

  for (const end of ['completed', 'failed', 'expired', 'cancelled'] as const) {
    it(`says ${end} when it has ended so, on record or by a fresh answer, also after it was to be stopped`, () => {
      const stopping = true;
      expect(look([part({phase: 'fetched', end})]).parts[0]?.status).to.equal(end);
      expect(look([part({phase: 'ended', end, stopping})]).parts[0]?.status).to.equal(end);
      const answer: PartStatus = {phase: 'ended', end, word: 'w'};
      expect(look([part({phase: 'sent', stopping})], new Map([[0, answer]])).parts[0]?.status).to.equal(end);
    });
  }

  it('says cancelling once it was asked to stop, whatever the vendor still says', () => {
    const answer: PartStatus = {phase: 'running', word: 'w'};
    const stopping = look([part({phase: 'sent', stopping: true})], new Map([[0, answer]]));
    expect(stopping.parts[0]?.status).to.equal('cancelling');
  });

  it('tells when nobody knows whether it was sent, and when its results are here', () => {
    const [uncertain, unfound, sent, fetched] = look([
      part({phase: 'uncertain'}),
      part({phase: 'unfound'}),
      part({phase: 'sent'}),
      part({phase: 'fetched', end: 'completed'}),
    ]).parts;
    expect([uncertain, unfound, sent].map((each) => each?.uncertain)).to.deep.equal([true, true, undefined]);
    expect([sent, fetched].map((each) => each?.fetched)).to.deep.equal([undefined, true]);
  });

  it('leaves out what is not known', () => {
    expect(look([part()]).parts[0]).to.deep.equal({
      part: 0,
      provider: 'acme',
      model: 'm-1',
      status: 'validating',
      requests: 2,
    });
  });
});

describe('engine/status of a batch', () => {
  const ended = ['completed', 'failed', 'expired', 'cancelled'] as const;

  for (const [words, word] of [
    [['completed', 'completed'], 'completed'],
    [['completed', 'cancelled'], 'cancelled'],
    [['cancelled', 'expired', 'completed'], 'expired'],
    [['cancelled', 'expired', 'failed'], 'failed'],
    [['validating', 'validating'], 'validating'],
    [['queued', 'queued'], 'queued'],
    [['validating', 'queued'], 'in_progress'],
    [['completed', 'queued'], 'in_progress'],
    [['completed', 'validating'], 'in_progress'],
    [['completed', 'finalizing'], 'finalizing'],
    [['in_progress', 'finalizing'], 'in_progress'],
    [['completed', 'cancelling'], 'cancelling'],
    [['in_progress', 'cancelling'], 'cancelling'],
  ] as const) {
    it(`is ${word} when its parts are ${words.join(', ')}`, () => {
      expect(overall(words)).to.equal(word);
    });
  }

  it('has ended exactly when all of its parts have', () => {
    const words = Object.keys(WORDS) as StatusWord[];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), {minLength: 1, maxLength: 4}), (parts) => {
        expect(hasEnded(overall(parts))).to.equal(parts.every((word) => ended.some((each) => each === word)));
      }),
    );
  });

  it('adds up the counts of its parts, or tells none when one is not known', () => {
    const counted = part({phase: 'fetched', end: 'completed', counts: COUNTS});
    expect(look([counted, counted]).counts).to.deep.equal({total: 4, succeeded: 2, failed: 2});
    expect(look([counted, part()])).not.to.have.property('counts');
    const answers = new Map([[1, {phase: 'running', word: 'w', counts: COUNTS} as const]]);
    expect(look([counted, part({phase: 'sent'})], answers).counts?.total).to.equal(4);
  });
});
