import type {Call, PartStatus, Provider, Result} from '@agac/provider';
import {redact} from '@agac/provider/kit';
import {traitsOf} from './traits.js';

/**
 * The same provider with the key taken out of everything it says: faults, however deep their cause, debug lines, and
 * the vendor's sentences, which are stored and shown. Result lines are stored untouched.
 */
export function redacting(provider: Provider, secrets: readonly string[]): Provider {
  const {find, cancel, discard, complete, probe} = provider;
  const clean = (text: string) => redact(text, secrets);
  const quiet = <C extends Call>(call: C): C => ({...call, log: (line: string) => call.log(clean(line))});
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw cleaned(error, clean);
    }
  };
  return {
    ...traitsOf(provider),
    describe: (model) => provider.describe(model),
    encode: (request) => provider.encode(request),
    decode: (text) => provider.decode(text),
    submit: (part, call) => guarded(() => provider.submit(part, quiet(call))),
    status: (receipt, call) => guarded(async () => cleanStatus(await provider.status(receipt, quiet(call)), clean)),
    async *results(receipt, call) {
      try {
        yield* provider.results(receipt, quiet(call));
      } catch (error) {
        throw cleaned(error, clean);
      }
    },
    ...(find && {find: (lost, call) => guarded(() => find.call(provider, lost, quiet(call)))}),
    ...(cancel && {cancel: (receipt, call) => guarded(() => cancel.call(provider, receipt, quiet(call)))}),
    ...(discard && {discard: (receipt, call) => guarded(() => discard.call(provider, receipt, quiet(call)))}),
    ...(probe && {probe: (call) => guarded(() => probe.call(provider, quiet(call)))}),
    ...(complete && {
      complete: (request, call) =>
        guarded(async () => cleanResult(await complete.call(provider, request, quiet(call)), clean)),
    }),
  };
}

type Clean = (text: string) => string;

function cleanStatus(status: PartStatus, clean: Clean): PartStatus {
  return status.message === undefined ? status : {...status, message: clean(status.message)};
}

function cleanResult(result: Result, clean: Clean): Result {
  if (result.kind === 'answer' && result.note !== undefined) return {...result, note: clean(result.note)};
  if (result.kind !== 'fault') return result;
  return {...result, fault: {...result.fault, message: clean(result.fault.message)}};
}

/** Cleans an error in place, since its identity and its brand matter; a fault of a plugin need not be an Error. */
function cleaned(error: unknown, clean: Clean, seen = new Set<unknown>()): unknown {
  if (typeof error === 'string') return clean(error);
  if (typeof error !== 'object' || error === null || seen.has(error)) return error;
  seen.add(error);
  const said = error as {message?: unknown; stack?: unknown; hint?: unknown; cause?: unknown; errors?: unknown};
  for (const key of ['message', 'stack', 'hint'] as const) {
    const text = said[key];
    if (typeof text === 'string') said[key] = clean(text);
  }
  if (said.cause !== undefined) said.cause = cleaned(said.cause, clean, seen);
  if (Array.isArray(said.errors)) said.errors = said.errors.map((each) => cleaned(each, clean, seen));
  return error;
}
