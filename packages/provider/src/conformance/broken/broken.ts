import type {OpenProvider, Provider, Settings} from '../../contract/provider.js';
import {type Fault, fault, isFault} from '../../fault.js';

/** A way for an adapter to be wrong, and the case that must notice. */
export interface Broken {
  /** What it does. */
  readonly name: string;
  /** Id of the case. */
  readonly caughtBy: string;
  /** Makes a good adapter wrong in this way and in no other. */
  readonly spoil: (open: OpenProvider) => OpenProvider;
}

/** Puts methods in the place of a good provider's own. */
export function replacing(replace: (good: Provider, settings: Settings) => Partial<Provider>): Broken['spoil'] {
  return (open) => (settings) => {
    const good = open(settings);
    const replaced = replace(good, settings);
    return new Proxy(good, {
      get: (target, name) => {
        if (Object.hasOwn(replaced, name)) return Reflect.get(replaced, name);
        const own: unknown = Reflect.get(target, name);
        return typeof own === 'function' ? own.bind(target) : own;
      },
    });
  };
}

/** Changes the settings on their way to a good provider. */
export function settingOff(change: (settings: Settings) => Partial<Settings>): Broken['spoil'] {
  return (open) => (settings) => open({...settings, ...change(settings)});
}

/** The same promise, whose fault says something else. */
export function restated<Value>(promised: Promise<Value>, restate: (error: Fault) => Partial<Fault>): Promise<Value> {
  return promised.catch((error: unknown) => {
    if (!isFault(error)) throw error;
    const {message, cause} = error; // which a spread does not copy
    throw fault({...error, message, cause, ...restate(error)});
  });
}
