import {AgacError} from '../../domain/errors.js';
import type {RoundPlan, RoundRef} from '../../domain/run.js';
import type {HitlAction, LlmAction} from '../../domain/workflow.js';
import {newId} from '../../store/ids.js';
import {asker} from '../asker.js';
import {carryDecisions} from '../carry-decisions.js';
import {PartFiles} from '../part-files.js';
import type {Ports} from '../ports.js';
import {Reuser} from '../reuser.js';
import {askedRecords, roundOf} from '../round-records.js';

/** Makes the requests of some rounds and packs them into parts, all on disk before a word of it is in the journal. */
export async function plan(
  ports: Ports,
  {rounds, batch}: {rounds: readonly RoundRef[]; batch: boolean},
): Promise<void> {
  const {store, now} = ports;
  const files = new PartFiles(store);
  const planned: RoundPlan[] = [];
  try {
    for (const ref of rounds) {
      planned.push(await planRound(ports, files, ref));
      files.endRound();
    }
    const parts = files.commit();
    const isSent = parts.some(({mode}) => mode === 'batch');
    const id = batch && isSent ? {batch: newId('batch', now())} : {};
    store.append({type: 'parts-planned', at: now().toISOString(), ...id, rounds: planned, parts});
    const asked = parts.filter(({mode}) => mode === 'batch' || mode === 'online');
    const requests = asked.reduce((sum, part) => sum + part.count, 0);
    if (asked.length > 0) ports.notify({kind: 'planned', ...id, requests, parts: asked.length});
  } catch (error) {
    files.discard();
    throw error;
  }
}

async function planRound(ports: Ports, files: PartFiles, ref: RoundRef): Promise<RoundPlan> {
  const action = ports.plan.actions.find((each) => each.name === ref.action)!;
  const requests = roundOf(ports.store.state, ref).records;
  if (requests === 0) return {...ref, requests, refused: 0};
  if (action.kind === 'hitl') return {...ref, requests, refused: 0, ...(await planReview(ports, files, {ref, action}))};
  if (action.kind === 'tool') {
    files.addInHouse(ref, 'tool', requests);
    return {...ref, requests, refused: 0};
  }
  return planRequests(ports, files, {ref, action});
}

async function planReview(
  ports: Ports,
  files: PartFiles,
  {ref, action}: {ref: RoundRef; action: HitlAction},
): Promise<Pick<RoundPlan, 'reuse'>> {
  const {kind, records} = roundOf(ports.store.state, ref);
  // Where the user wants a person asked again, another decision is wanted.
  const earlier = kind === 'first' ? await ports.earlier() : undefined;
  if (earlier === undefined) {
    files.addInHouse(ref, 'hitl', records);
    return {};
  }
  const reuse = await carryDecisions(ports, {ref, action, earlier}, files.addDecided(ref, records));
  ports.notify({kind: 'reused', action: action.name, mode: 'hitl', ...reuse});
  return {reuse};
}

async function planRequests(
  ports: Ports,
  files: PartFiles,
  {ref, action}: {ref: RoundRef; action: LlmAction},
): Promise<RoundPlan> {
  const {ask, simulated} = await asker(ports, ref, action);
  const reuser = await Reuser.open(ports, ref, action);
  const notes = new Set<string>();
  let requests = 0;
  let refused = 0;
  let why = '';
  for await (const asked of askedRecords(ports.store, ref)) {
    ports.signal.throwIfAborted();
    const made = await ask(asked);
    const answer = made.kind === 'request' ? await reuser?.answerTo(made, asked) : undefined;
    if (made.kind === 'request' && answer !== undefined) {
      files.reuse(ref, made, answer);
      continue;
    }
    const refusal = made.kind === 'refused' ? made.message : files.add(ref, made);
    if (refusal === undefined) requests += 1;
    else {
      refused += 1;
      why ||= refusal;
      files.refuse(ref, {id: made.id, message: refusal});
    }
    if (made.kind === 'request') for (const note of made.notes) notes.add(note);
  }
  for (const message of notes) ports.notify({kind: 'warning', message: `${action.name}: ${message}`});
  // Further on, answers have been paid for: there the records are rejected one by one, and the rest goes on.
  const isBeginning = ref.round === 0 && action.dependencies.length === 0;
  if (requests === 0 && refused > 0 && isBeginning && !reuser?.tally.reused) throw noneRendered(action, {refused, why});
  if (refused > 0) ports.notify({kind: 'warning', message: `${action.name}: ${refused} not sent: ${why}`});
  const {weight} = files;
  const reuse = reuser?.tally;
  if (reuse !== undefined) ports.notify({kind: 'reused', action: action.name, mode: action.runMode, ...reuse});
  const told = {...(simulated && {simulated}), ...(weight && {weight}), ...(reuse && {reuse})};
  return {...ref, requests, refused, ...told};
}

/** Nothing has been sent: a prompt that fits no record at all is a mistake in the workflow, not in the records. */
function noneRendered({name, prompt}: LlmAction, {refused, why}: {refused: number; why: string}): AgacError {
  const message = `No request could be made for any of the ${refused} records of ${name}. The first: ${why}`;
  return new AgacError('TEMPLATE_INVALID', message, {
    actions: [`Look at ${prompt.file}:${prompt.line} and at the action's context_scope.`],
    data: {action: name, prompt: prompt.name, refused},
  });
}
