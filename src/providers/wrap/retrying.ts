import {type Call, isFault, type Provider, type Receipt, type ResultLine} from '@agac/provider';
import {type RetryPolicy, withRetries} from '@agac/provider/kit';
import {traitsOf} from './traits.js';

/**
 * The same provider with its questions asked again when the vendor is busy or out of reach. `submit` is left alone: a
 * create is never repeated. Downloads go on after the last cursor, or from the start where there is none; lines that
 * were already handed on are then skipped.
 */
export function retrying(provider: Provider, policy: RetryPolicy = {}): Provider {
  const {find, cancel, discard, complete, probe} = provider;
  return {
    ...traitsOf(provider),
    // A provider may be a class: methods keep their `this`.
    describe: (model) => provider.describe(model),
    encode: (request) => provider.encode(request),
    decode: (text) => provider.decode(text),
    submit: (part, call) => provider.submit(part, call),
    status: (receipt, call) => withRetries(call, policy, () => provider.status(receipt, call)),
    results: (receipt, call) => resumed(provider, receipt, {call, policy}),
    ...(find && {find: (lost, call) => withRetries(call, policy, () => find.call(provider, lost, call))}),
    ...(cancel && {cancel: (receipt, call) => withRetries(call, policy, () => cancel.call(provider, receipt, call))}),
    ...(discard && {
      discard: (receipt, call) => withRetries(call, policy, () => discard.call(provider, receipt, call)),
    }),
    ...(probe && {probe: (call) => withRetries(call, policy, () => probe.call(provider, call))}),
    ...(complete && {
      complete: (request, call) =>
        withRetries(call, policy, async () => {
          try {
            return await complete.call(provider, request, call);
          } catch (error) {
            throw isFault(error) ? unlessPaid(error) : error;
          }
        }),
    }),
  };
}

/** An answer that may have been made, and paid, is not asked for again here. */
function unlessPaid<F extends {readonly outcome?: unknown; readonly retry: string}>(error: F): F {
  if (error.retry !== 'later' || error.outcome === 'not-sent' || error.outcome === 'refused') return error;
  return Object.assign(error, {retry: 'same'});
}

async function* resumed(
  provider: Provider,
  receipt: Receipt,
  {call, policy}: {call: Call & {readonly cursor?: string}; policy: RetryPolicy},
): AsyncGenerator<ResultLine> {
  let cursor = call.cursor;
  /** Lines handed on since the one that carried the cursor. */
  let handed = 0;
  let skip = 0;
  let lines = provider.results(receipt, call)[Symbol.asyncIterator]();
  const next = async (): Promise<IteratorResult<ResultLine>> => {
    try {
      for (; skip > 0; skip -= 1) await lines.next();
      return await lines.next();
    } catch (error) {
      // The iterator is spent. The next try begins anew, behind what has been handed on.
      lines = provider.results(receipt, cursor === undefined ? call : {...call, cursor})[Symbol.asyncIterator]();
      skip = handed;
      throw error;
    }
  };
  try {
    for (let line = await withRetries(call, policy, next); !line.done; line = await withRetries(call, policy, next)) {
      handed = line.value.cursor === undefined ? handed + 1 : 0;
      cursor = line.value.cursor ?? cursor;
      yield line.value;
    }
  } finally {
    await lines.return?.();
  }
}
