import type {Result} from '@agac/provider';
import type {RoundRef} from '../domain/run.js';
import {parseRequestId} from '../requests/request-id.js';
import {OrdinalSet} from './ordinal-set.js';

/** What a vendor can say of a request. */
type Standing = Exclude<Result['kind'], 'unreadable'>;

interface Round {
  readonly action: number;
  readonly round: number;
  readonly sent: OrdinalSet;
  readonly said: Readonly<Record<Standing, OrdinalSet>>;
}

/** What became of each request of a part: four bits a request. */
export class Standings {
  readonly counts: Record<Standing, number> = {answer: 0, fault: 0, unprocessed: 0};
  readonly #run: string;
  readonly #rounds: readonly Round[];

  /** `actions`: the names of the run's actions, by position. */
  constructor(run: string, rounds: readonly RoundRef[], actions: readonly string[]) {
    this.#run = run;
    this.#rounds = rounds.map(({action, round}) => ({
      action: actions.indexOf(action),
      round,
      sent: new OrdinalSet(),
      said: {answer: new OrdinalSet(), fault: new OrdinalSet(), unprocessed: new OrdinalSet()},
    }));
  }

  /** Notes that a request was sent. */
  send(id: string): void {
    const {round, ordinal} = this.#placeOf(id) ?? {};
    if (ordinal !== undefined) round?.sent.add(ordinal);
  }

  /**
   * Notes a result: `first` of its request; `better`, an answer after what was none; a `duplicate`; or `unknown`, of no
   * request of the part. It is the first that counts, or the better one, as when the round is judged.
   */
  note(id: string, standing: Standing): 'first' | 'better' | 'duplicate' | 'unknown' {
    const place = this.#placeOf(id);
    if (place === undefined || !place.round.sent.has(place.ordinal)) return 'unknown';
    const {said} = place.round;
    const before = (['answer', 'fault', 'unprocessed'] as const).find((each) => said[each].has(place.ordinal));
    if (before !== undefined && (before === 'answer' || standing !== 'answer')) return 'duplicate';
    if (before !== undefined) this.counts[before] -= 1;
    this.counts[standing] += 1;
    said[standing].add(place.ordinal);
    return before === undefined ? 'first' : 'better';
  }

  #placeOf(id: string): {readonly round: Round; readonly ordinal: number} | undefined {
    const parts = parseRequestId(id);
    if (parts === undefined || parts.run !== this.#run) return undefined;
    const round = this.#rounds.find((each) => each.action === parts.action && each.round === parts.round);
    return round && {round, ordinal: parts.ordinal};
  }
}
