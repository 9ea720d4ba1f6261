import type {Provider} from '../contract/provider.js';
import {collect, requestOf} from './part.js';
import type {Trial} from './trial.js';
import type {Operation} from './vendor.js';

/** One method of the contract, made ready to be called, and a request at the vendor that it cannot do without. */
export interface Verb {
  readonly on: Operation;
  readonly run: (signal?: AbortSignal) => Promise<unknown>;
}

/**
 * Every method that asks the vendor, of the trial's provider or another instance of it; each works when it is called.
 * A submit is there once for each of its effects, as far as this vendor has them.
 */
export async function verbsOf(
  trial: Trial<'finish' | 'seen'>,
  provider: Provider = trial.provider,
): Promise<readonly Verb[]> {
  for (const {run} of await allVerbs(trial, trial.provider)) await run();
  const asked = new Set(trial.levers.seen().map(({on}) => on));
  return (await allVerbs(trial, provider)).filter(({on}) => asked.has(on));
}

async function allVerbs(trial: Trial<'finish'>, provider: Provider): Promise<readonly Verb[]> {
  const {call, part, subject, submitting} = trial;
  const [kept, doomed] = [await trial.send(), await trial.send()];
  for (const {id} of [kept, doomed]) await trial.levers.finish(id);
  const request = requestOf(subject.model, 'Hello');
  // Of another size than the rest, for vendors at which nothing else tells two jobs apart.
  const [lostPart, lostSubmit] = [part({count: 2}), submitting()];
  await trial.provider.submit(lostPart, lostSubmit);
  const lost = trial.lost({...lostPart, key: 'Kunknown'}, lostSubmit);
  const submit: Verb['run'] = (signal) => provider.submit(part(), submitting(signal && {signal}));
  return [
    {on: 'upload', run: submit},
    {on: 'create', run: submit},
    {on: 'status', run: (signal) => provider.status(kept, call(signal))},
    {on: 'results', run: (signal) => collect(provider.results(kept, call(signal)))},
    {on: 'list', run: async (signal) => provider.find?.(lost, call(signal))},
    {on: 'cancel', run: async (signal) => provider.cancel?.(kept, call(signal))},
    {on: 'complete', run: async (signal) => provider.complete?.(request, call(signal))},
    {on: 'discard', run: async (signal) => provider.discard?.(doomed, call(signal))},
  ];
}
