import type {Decision} from '../domain/decision.js';
import {LinesFile} from '../store/lines-file.js';
import {parseStored} from '../store/parse-stored.js';
import {positionedLines} from '../store/positioned-lines.js';
import {StoredLineReader} from '../store/stored-line-reader.js';
import type {DecisionLine} from './stored-lines.js';

/** Which groups the ordinals of a decisions file stand for. */
export interface Groups {
  readonly count: number;
  readonly ofOrdinal: (ordinal: number) => number | undefined;
  readonly ordinalOf: (group: number) => number;
}

/**
 * What a person has decided, on disk before it is told. A later word on a group replaces an earlier one, and none is
 * erased; 12 bytes a group are held.
 */
export class DecisionLog {
  readonly #file: LinesFile<DecisionLine>;
  readonly #path: string;
  readonly #groups: Groups;
  readonly #reader: StoredLineReader;
  readonly #offsets: Float64Array;
  /** 0: it has not been decided on. */
  readonly #lengths: Uint32Array;
  #decided = 0;

  private constructor(path: string, file: LinesFile<DecisionLine>, groups: Groups) {
    this.#path = path;
    this.#file = file;
    this.#groups = groups;
    this.#reader = new StoredLineReader(path);
    this.#offsets = new Float64Array(groups.count);
    this.#lengths = new Uint32Array(groups.count);
  }

  static async open(path: string, groups: Groups): Promise<DecisionLog> {
    const log = new DecisionLog(path, await LinesFile.open<DecisionLine>(path), groups);
    for await (const {text, offset, length} of positionedLines(path)) {
      const {ordinal, decision} = parseStored<DecisionLine>(text, path);
      const group = groups.ofOrdinal(ordinal);
      if (group !== undefined) log.#note(group, {offset, length: decision === null ? 0 : length});
    }
    return log;
  }

  /** How many groups have been decided on. */
  get decided(): number {
    return this.#decided;
  }

  isDecided(group: number): boolean {
    return this.#lengths[group] !== 0;
  }

  get(group: number): Decision | undefined {
    const length = this.#lengths[group];
    if (length === undefined || length === 0) return undefined;
    const line = parseStored<DecisionLine>(this.#reader.read(this.#offsets[group]!, length), this.#path);
    return line.decision ?? undefined;
  }

  /** Durable when this returns. Undefined takes a decision back. */
  set(group: number, decision: Decision | undefined): void {
    this.add(group, decision);
    this.sync();
  }

  /** The same, durable at the next {@link sync}. */
  add(group: number, decision: Decision | undefined): void {
    const offset = this.#file.bytes;
    this.#file.append({ordinal: this.#groups.ordinalOf(group), decision: decision ?? null});
    this.#note(group, {offset, length: decision === undefined ? 0 : this.#file.bytes - offset - 1});
  }

  sync(): void {
    this.#file.sync();
  }

  close(): void {
    this.#reader.close();
    this.#file.close();
  }

  #note(group: number, {offset, length}: {offset: number; length: number}): void {
    this.#decided += Number(length !== 0) - Number(this.isDecided(group));
    this.#offsets[group] = offset;
    this.#lengths[group] = length;
  }
}
