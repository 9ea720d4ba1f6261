import {join} from 'node:path';
import type {Decision} from '../domain/decision.js';
import {parseStored} from '../store/parse-stored.js';
import {positionedLines} from '../store/positioned-lines.js';
import {resultsFile} from '../store/run-files.js';
import {StoredLineReader} from '../store/stored-line-reader.js';
import type {StoredRun} from './earlier-answers.js';
import {HashIndex, hashOf} from './hash-index.js';
import type {DecidedOn, HitlResultLine} from './stored-lines.js';

/** Bytes of a hash that fit into a number. */
const NUMBER_BYTES = 6;

/**
 * What persons decided on the records of one action in an earlier run, found by what they were shown: 64 bytes a decision
 * are held. What was approved while nobody looked is none of it.
 */
export class EarlierDecisions {
  /** By whom a decision was about, and what was shown of it. */
  readonly #own: HashIndex;
  /** By what was shown alone. */
  readonly #shown: HashIndex;
  readonly #readers: readonly StoredLineReader[];
  readonly #paths: readonly string[];
  readonly #part: Uint32Array;
  readonly #offset: Float64Array;
  readonly #length: Uint32Array;
  /** Equal where the same was said. */
  readonly #said: Float64Array;
  #count = 0;

  private constructor(paths: readonly string[], most: number) {
    this.#paths = paths;
    this.#readers = paths.map((path) => new StoredLineReader(path));
    this.#own = new HashIndex(most);
    this.#shown = new HashIndex(most);
    this.#part = new Uint32Array(most);
    this.#offset = new Float64Array(most);
    this.#length = new Uint32Array(most);
    this.#said = new Float64Array(most);
  }

  static async open({folder, state}: StoredRun, action: string): Promise<EarlierDecisions> {
    const isOf = (round: {readonly action: string}) => round.action === action;
    const parts = state.parts.filter(
      ({mode, phase, rounds}) => mode === 'hitl' && phase === 'fetched' && rounds.some(isOf),
    );
    const most = parts.reduce((sum, {count}) => sum + count, 0);
    const paths = parts.map(({part}) => join(folder, resultsFile(part)));
    const decisions = new EarlierDecisions(paths, most);
    for (const part of paths.keys()) await decisions.#index(part);
    return decisions;
  }

  /**
   * What was decided on the same. Where others were shown the same, the record's own decision counts, and of two about one
   * record the one in which it was asked about again. Undefined: there is none, or they do not agree.
   */
  find(on: DecidedOn): Decision | undefined {
    const own = [...this.#own.find(ownHash(on))];
    const last = this.#part[own.at(-1) ?? 0];
    if (own.length > 0) return this.#agreed(own.filter((entry) => this.#part[entry] === last));
    return this.#agreed([...this.#shown.find(hashOf(on.shown))]);
  }

  close(): void {
    for (const reader of this.#readers) reader.close();
  }

  async #index(part: number): Promise<void> {
    const path = this.#paths[part]!;
    for await (const {text, offset, length} of positionedLines(path)) {
      const line = parseStored<HitlResultLine>(text, path);
      if (!('decision' in line) || line.on === undefined || line.decision.by === 'auto-approve') continue;
      this.#own.add(ownHash(line.on));
      this.#shown.add(hashOf(line.on.shown));
      this.#part[this.#count] = part;
      this.#offset[this.#count] = offset;
      this.#length[this.#count] = length;
      this.#said[this.#count] = hashOf(whatIsSaid(line.decision)).readUIntBE(0, NUMBER_BYTES);
      this.#count += 1;
    }
  }

  #agreed(entries: readonly number[]): Decision | undefined {
    const [first] = entries;
    if (first === undefined || entries.some((entry) => this.#said[entry] !== this.#said[first])) return undefined;
    const part = this.#part[first]!;
    const text = this.#readers[part]!.read(this.#offset[first]!, this.#length[first]!);
    const line = parseStored<HitlResultLine>(text, this.#paths[part]!);
    return 'decision' in line ? line.decision : undefined;
  }
}

function ownHash({about, shown}: DecidedOn): Buffer {
  return hashOf(JSON.stringify([about, shown]));
}

function whatIsSaid({status, comment, content}: Decision): string {
  return JSON.stringify([status, comment, content]);
}
