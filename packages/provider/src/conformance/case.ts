import type {ModelCard} from '../contract/card.js';
import type {Provider} from '../contract/provider.js';
import type {Subject} from './subject.js';
import type {FullTrial, Trial} from './trial.js';
import type {LeverName, Vendor} from './vendor.js';

/** What a provider may lack: the optional methods and marks of the contract. */
export type Ability = 'cancel' | 'complete' | 'discard' | 'find' | 'idempotent';

/** One obligation of every adapter, and how to check it. */
export interface Case {
  /** Section and number, such as `B9`; stable. */
  readonly id: string;
  /** What must be true. */
  readonly title: string;
  /** Why the case says nothing about this subject; undefined: it applies. */
  leftOut(subject: Subject, provider: Provider, vendor: Vendor): string | undefined;
  run(trial: FullTrial): Promise<void>;
}

interface CaseInit<L extends LeverName, A extends Ability> {
  readonly id: string;
  readonly title: string;
  /** Levers that the case pulls. */
  readonly levers?: readonly L[];
  /** Abilities without which it says nothing. */
  readonly abilities?: readonly A[];
  /** Another declared reason to leave it out, as a sentence. */
  readonly unless?: (subject: Subject, card: ModelCard) => string | false;
  readonly run: (trial: Trial<L, A>) => Promise<void> | void;
}

/** Makes a {@link Case}; `run` is handed the levers and abilities that were named, and no others. */
export function defineCase<L extends LeverName = never, A extends Ability = never>(init: CaseInit<L, A>): Case {
  const {id, title, levers = [], abilities = [], unless, run} = init;
  return {
    id,
    title,
    leftOut: (subject, provider, vendor) =>
      levers.map((name) => vendor[name]).find((lever) => typeof lever === 'string') ??
      abilities.filter((name) => provider[name] === undefined).map((name) => `no ${name}`)[0] ??
      (unless?.(subject, provider.describe(subject.model)) || undefined),
    run: async (trial) => run(trial),
  };
}

/** The reason of a case that concerns keys, for subjects that take none. */
export function takesNoKey({keyEnv}: Subject): string | false {
  return keyEnv === undefined && 'takes no key';
}
