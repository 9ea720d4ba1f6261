import {createHash} from 'node:crypto';
import type {InputRecord} from '../domain/record.js';
import type {RoundRef} from '../domain/run.js';
import type {HitlAction} from '../domain/workflow.js';
import {type Reviewable, reviewable} from '../requests/reviewable.js';
import {parseStored} from '../store/parse-stored.js';
import {positionedLines} from '../store/positioned-lines.js';
import {asksFile, intakeFile} from '../store/run-files.js';
import type {RunStore} from '../store/run-store.js';
import {StoredLineReader} from '../store/stored-line-reader.js';
import {Numbers} from './numbers.js';
import {OrdinalSet} from './ordinal-set.js';
import {roundOf} from './round-records.js';
import type {Ask, DecidedOn} from './stored-lines.js';

export interface ReviewedRecord extends Omit<Reviewable, 'kind'> {
  readonly input: InputRecord;
}

/**
 * The records of a round that can be shown to a person, by position, read from disk one at a time: 24 bytes of each are
 * held. They stand in groups, of which each is decided on as a whole: single records, or those of one input file.
 */
export class ReviewRecords {
  readonly #path: string;
  readonly #action: HitlAction;
  readonly #reader: StoredLineReader;
  readonly #offsets = new Numbers();
  readonly #lengths = new Numbers();
  readonly #ordinals = new Numbers();
  /** Position of the first record of each group; undefined: every record is a group. */
  readonly #starts: Numbers | undefined;

  private constructor(path: string, action: HitlAction) {
    this.#path = path;
    this.#action = action;
    this.#starts = action.granularity === 'file' ? new Numbers() : undefined;
    this.#reader = new StoredLineReader(path);
  }

  static async open(store: RunStore, ref: RoundRef, action: HitlAction): Promise<ReviewRecords> {
    const {intake, kind} = roundOf(store.state, ref);
    const asked = kind === 'first' ? undefined : new OrdinalSet();
    if (asked !== undefined) {
      for await (const {ordinal} of store.read<Ask>(asksFile(ref.action, ref.round))) asked.add(ordinal);
    }
    const records = new ReviewRecords(store.path(intakeFile(ref.action, intake)), action);
    await records.#index(asked);
    return records;
  }

  async #index(asked: OrdinalSet | undefined): Promise<void> {
    let file: string | undefined;
    for await (const {text, offset, length} of positionedLines(this.#path)) {
      const record = parseStored<InputRecord>(text, this.#path);
      if (record.byGuard !== undefined || asked?.has(record.ordinal) === false) continue;
      if (reviewable(this.#action, record).kind === 'problem') continue;
      if (record.file !== file) this.#starts?.push(this.count);
      file = record.file;
      this.#offsets.push(offset);
      this.#lengths.push(length);
      this.#ordinals.push(record.ordinal);
    }
  }

  get count(): number {
    return this.#offsets.length;
  }

  get groups(): number {
    return this.#starts?.length ?? this.count;
  }

  at(position: number): InputRecord {
    const text = this.#reader.read(this.#offsets.at(position), this.#lengths.at(position));
    return parseStored<InputRecord>(text, this.#path);
  }

  /** As the person sees it. */
  reviewed(position: number): ReviewedRecord {
    const input = this.at(position);
    const found = reviewable(this.#action, input);
    if (found.kind === 'problem') throw new Error(found.message);
    return {input, fields: found.fields, beside: found.beside};
  }

  /** What a decision on a group is recognised by in another run. */
  decidedOn(group: number): DecidedOn {
    const {granularity, instructions} = this.#action;
    const {first, count} = this.rangeOf(group);
    const {guid, file} = this.at(first);
    const hash = createHash('sha256').update(JSON.stringify([granularity, instructions]));
    for (let position = first; position < first + count; position += 1) {
      const {fields, beside} = this.reviewed(position);
      hash.update(JSON.stringify([fields, beside]));
    }
    return {about: granularity === 'file' ? file : guid, shown: hash.digest('hex')};
  }

  groupOf(position: number): number {
    return this.#starts?.lastAtMost(position) ?? position;
  }

  /** The group whose records begin with, or hold, this ordinal; undefined: the record is none of these. */
  groupOfOrdinal(ordinal: number): number | undefined {
    const position = this.#ordinals.lastAtMost(ordinal);
    return position === -1 || this.#ordinals.at(position) !== ordinal ? undefined : this.groupOf(position);
  }

  /** Positions of a group: of its first record, and how many there are. */
  rangeOf(group: number): {readonly first: number; readonly count: number} {
    if (this.#starts === undefined) return {first: group, count: 1};
    const first = this.#starts.at(group);
    const end = group + 1 < this.groups ? this.#starts.at(group + 1) : this.count;
    return {first, count: end - first};
  }

  /** Ordinal of a group's first record: by it the group is known on disk. */
  ordinalOf(group: number): number {
    return this.#ordinals.at(this.rangeOf(group).first);
  }

  close(): void {
    this.#reader.close();
  }
}
