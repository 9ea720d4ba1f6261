import {type Call, isFault, type Provider} from '@agac/provider';
import {redact} from '@agac/provider/kit';

/** The same provider with the key taken out of everything it says: faults, however deep their cause, and debug lines. */
export function redacting(provider: Provider, secrets: readonly string[]): Provider {
  const {find, cancel, discard, complete} = provider;
  const clean = (text: string) => redact(text, secrets);
  const quiet = <C extends Call>(call: C): C => ({...call, log: (line: string) => call.log(clean(line))});
  const guarded = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw cleaned(error, clean);
    }
  };
  return {
    ...provider,
    describe: (model) => provider.describe(model),
    encode: (request) => provider.encode(request),
    decode: (text) => provider.decode(text),
    submit: (part, call) => guarded(provider.submit(part, quiet(call))),
    status: (receipt, call) => guarded(provider.status(receipt, quiet(call))),
    async *results(receipt, call) {
      try {
        yield* provider.results(receipt, quiet(call));
      } catch (error) {
        throw cleaned(error, clean);
      }
    },
    ...(find && {find: (key, call) => guarded(find.call(provider, key, quiet(call)))}),
    ...(cancel && {cancel: (receipt, call) => guarded(cancel.call(provider, receipt, quiet(call)))}),
    ...(discard && {discard: (receipt, call) => guarded(discard.call(provider, receipt, quiet(call)))}),
    ...(complete && {complete: (request, call) => guarded(complete.call(provider, request, quiet(call)))}),
  };
}

function cleaned(error: unknown, clean: (text: string) => string): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? clean(error) : error;
  error.message = clean(error.message);
  if (error.stack !== undefined) error.stack = clean(error.stack);
  if (isFault(error) && error.hint !== undefined) Object.assign(error, {hint: clean(error.hint)});
  if (error.cause !== undefined) error.cause = cleaned(error.cause, clean);
  return error;
}
