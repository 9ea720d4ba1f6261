import type {Provider, Result} from '@agac/provider';
import type {Reuse, RoundRef} from '../domain/run.js';
import type {LlmAction} from '../domain/workflow.js';
import {fingerprint} from '../requests/fingerprint.js';
import type {MadeRequest} from './asker.js';
import {connectionOf} from './connection.js';
import type {EarlierAnswers} from './earlier-answers.js';
import type {Ports} from './ports.js';
import {type AskedRecord, roundOf} from './round-records.js';

/** Tells the requests of a round that an earlier run has an answer of from those that must be asked, and counts. */
export class Reuser {
  readonly #earlier: EarlierAnswers;
  readonly #provider: Provider;
  readonly #action: string;
  readonly #isFirst: boolean;
  #tally: Reuse = {reused: 0, isNew: 0, changed: 0};

  private constructor(earlier: EarlierAnswers, provider: Provider, round: {action: string; isFirst: boolean}) {
    this.#earlier = earlier;
    this.#provider = provider;
    this.#action = round.action;
    this.#isFirst = round.isFirst;
  }

  /** Undefined where there is no earlier run. */
  static async open(ports: Ports, ref: RoundRef, action: LlmAction): Promise<Reuser | undefined> {
    const earlier = await ports.earlier();
    if (earlier === undefined) return undefined;
    const provider = await ports.provider(connectionOf(action));
    const isFirst = roundOf(ports.store.state, ref).kind === 'first';
    return new Reuser(earlier, provider, {action: ref.action, isFirst});
  }

  get tally(): Reuse {
    return this.#tally;
  }

  async answerTo(made: MadeRequest, {record, ask}: AskedRecord): Promise<Result | undefined> {
    // Where the user or `retry` wants the same asked again, another answer is wanted.
    if (!this.#isFirst && ask.repair === undefined) return undefined;
    const body = made.encoded?.body ?? this.#provider.encode(made.request).body;
    const answer = this.#earlier.take(fingerprint(made.connection, made.request.model, body));
    const {reused, isNew, changed} = this.#tally;
    if (answer !== undefined) this.#tally = {isNew, changed, reused: reused + 1};
    else if (await this.#earlier.had(this.#action, record.guid)) this.#tally = {isNew, reused, changed: changed + 1};
    else this.#tally = {reused, changed, isNew: isNew + 1};
    return answer;
  }
}
