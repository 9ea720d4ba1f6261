import type {PartStatus} from '@agac/provider';
import {requireAffordable} from './afford.js';
import {decide, type Effect, type Goal, isUndecided} from './decide.js';
import {Pace} from './pace.js';
import {answer} from './perform/answer.js';
import {ask} from './perform/ask.js';
import {callTool} from './perform/call-tool.js';
import {fetchResults} from './perform/fetch.js';
import {judgeRound} from './perform/judge.js';
import {lookUp} from './perform/look-up.js';
import {plan} from './perform/plan.js';
import {review} from './perform/review.js';
import {send} from './perform/send.js';
import {take} from './perform/take.js';
import {writeAction} from './perform/write.js';
import type {Ports} from './ports.js';

export interface LoopGoal extends Omit<Goal, 'putOff'> {
  /** Ask the vendor again and again until the jobs have ended, or until this moment (ms since the epoch). */
  readonly wait?: {readonly until: number};
  /** US dollars: nothing is sent that could take the run beyond them. */
  readonly maxCost?: number | undefined;
}

/** Why the loop came to rest. The state tells the rest. */
export type Rest =
  /** Nothing more can be done for this goal. */
  | 'idle'
  /** A vendor is still working. */
  | 'pending';

/**
 * Decides and performs until there is nothing left to do, or only a vendor or a person to wait for. Running, resuming,
 * retrieving and waiting are this loop, entered at another state or with another goal.
 */
export async function loop(ports: Ports, goal: LoopGoal): Promise<Rest> {
  const sent = new Set<number>();
  const putOff = new Set<number>();
  const pace = new Pace(ports.random);
  /** What the vendors said when they were last asked; undefined: since then something has been done. */
  let said: readonly PartStatus[] | undefined;
  /** How many parts have been found affordable; more may have been planned since. */
  let affordable = 0;
  for (;;) {
    ports.signal.throwIfAborted();
    const effects = decide(ports.store.state, {...goal, putOff});
    const [first] = effects;
    if (first === undefined) return 'idle';
    const parts = ports.store.state.parts.length;
    if (goal.maxCost !== undefined && (first.kind === 'send' || first.kind === 'answer') && parts > affordable) {
      await requireAffordable(ports, goal.maxCost);
      affordable = parts;
    }
    if (first.kind === 'send') sent.add(first.part);
    if (first.kind !== 'ask') {
      await performAll(ports, effects);
      if (first.kind === 'review' && isUndecided(ports.store.state.parts[first.part]!)) putOff.add(first.part);
      said = undefined;
      pace.restart();
      continue;
    }
    const isNews = first.parts.some((part) => !sent.has(part));
    if (said !== undefined || (goal.wait === undefined && !isNews)) {
      // Only when all that has ended is here, so that what can go together does.
      const [early] = decide(ports.store.state, {...goal, putOff, early: true});
      if (early !== undefined && early.kind !== 'ask') {
        await perform(ports, early);
        continue;
      }
      if (goal.wait === undefined) return 'pending';
      const left = goal.wait.until - ports.now().getTime();
      if (left <= 0) return 'pending';
      await ports.sleep(Math.min(pace.next(said ?? []), left), ports.signal);
    }
    said = [...(await ask(ports, first.parts)).values()];
  }
}

/** Does steps side by side. When one fails the others are stopped, and nothing goes on behind the caller's back. */
async function performAll(ports: Ports, effects: readonly Effect[]): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([ports.signal, failed.signal]);
  await Promise.all(
    effects.map((effect) => perform({...ports, signal}, effect).catch((error: unknown) => failed.abort(error))),
  );
  failed.signal.throwIfAborted();
}

/** Does one step, and puts what came of it into the journal. */
export async function perform(ports: Ports, effect: Effect): Promise<void> {
  switch (effect.kind) {
    case 'look-up':
      return lookUp(ports, effect.part);
    case 'send':
      return send(ports, effect.part);
    case 'fetch':
      return fetchResults(ports, effect.part);
    case 'answer':
      return answer(ports, effect.part);
    case 'call-tool':
      return callTool(ports, effect.part);
    case 'review':
      return review(ports, effect.part);
    case 'judge':
      return judgeRound(ports, effect);
    case 'write':
      return writeAction(ports, effect.action);
    case 'take':
      return take(ports, effect.action);
    case 'plan':
      return plan(ports, effect);
    case 'ask':
      await ask(ports, effect.parts);
  }
}
