import type {ActionLook} from '../engine/progress.js';
import type {PartInFlight, RequestCounts, RunStatus} from '../engine/run-status.js';
import type {WorkflowStatus} from '../verbs/workflow-status.js';
import {spentLine} from './cost.js';
import {visible} from './errors.js';
import {nextCommand} from './run.js';
import {count, digits, duration, guardWords, list, minuteOf} from './words.js';

const WAITS_FOR: Readonly<Record<PartInFlight['waitsFor'], string>> = {
  vendor: 'waits for the vendor',
  'look-up': 'may have been sent: the next command looks it up',
  'your-word': 'waits for your word whether it was sent',
  fetching: 'has ended, its results are to be fetched',
};

/** What `agac status -a` prints: the run, its actions in waves, and what is in flight. */
export function runLines({workflow, run}: WorkflowStatus, now: Date): string[] {
  if (run === undefined) return [`${workflow} has not been run yet.`];
  const {inFlight} = run;
  const spent = spentLine(run.look);
  return [
    headLine(run, now),
    ...(spent === undefined ? [] : [spent]),
    ...run.waves.flatMap((names, i) => [`wave ${i + 1}`, ...actionLines(run, names)]),
    ...(inFlight.length === 0 ? [] : ['in flight', ...inFlight.map((part) => inFlightLine(part, now))]),
    ...(inFlight.length === 0 ? [] : [asOfLine(run)]),
  ].map(visible);
}

/** One line a workflow of the project. */
export function overviewLines(workflows: readonly WorkflowStatus[]): string[] {
  const width = Math.max(0, ...workflows.map(({workflow}) => workflow.length));
  return workflows.map((status) => visible(`${status.workflow.padEnd(width)}  ${overview(status)}`));
}

/** What to type next, of one workflow; undefined where nothing is left to do, or can be until its run is mended. */
export function nextOf({workflow, run, damaged}: WorkflowStatus): string | undefined {
  if (damaged !== undefined) return undefined;
  return run === undefined ? `agac run -a ${workflow}` : nextCommand(run.look, run.batch);
}

function headLine({look}: RunStatus, now: Date): string {
  const {workflow, run, state, startedAt} = look;
  return `${workflow}: ${state}  ${run}, begun ${minuteOf(startedAt)} (${duration(startedAt, now)} ago)`;
}

function overview({run, damaged}: WorkflowStatus): string {
  if (damaged !== undefined) return `damaged    ${damaged} cannot be read`;
  if (run === undefined) return 'not run yet';
  const {look, inFlight} = run;
  const done = look.actions.filter(({state}) => state === 'done').length;
  const rejected = look.actions.reduce((sum, action) => sum + action.rejected, 0);
  const words = [
    `${done} of ${count(look.actions.length, 'action')} done`,
    ...(rejected > 0 ? [`${digits(rejected)} rejected`] : []),
    ...(inFlight.length > 0 ? [`${count(inFlight.length, 'part')} in flight`] : []),
  ];
  return `${look.state.padEnd(9)}  ${words.join(', ')}  begun ${minuteOf(look.startedAt)}`;
}

function actionLines({look, requests}: RunStatus, names: readonly string[]): string[] {
  const width = Math.max(...look.actions.map(({action}) => action.length));
  return names.map((name) => {
    const action = look.actions.find((each) => each.action === name)!;
    const asked = requests.find((each) => each.action === name)!;
    const state = action.state.replace('_', ' ');
    const numbers = action.state === 'waiting' ? '' : `  ${numberWords(action, asked).join(', ')}`;
    return `  ${name.padEnd(width)}  ${action.mode.padEnd(6)}  ${state}${numbers}`;
  });
}

function numberWords(action: ActionLook, {asked, answered, accepted}: RequestCounts): string[] {
  const {records, rejected, again, keptOut, reuse, simulated} = action;
  const numbers: readonly (readonly [number, string])[] = [
    [reuse?.reused ?? 0, 'reused'],
    [accepted, 'accepted'],
    [again, 'to be asked again'],
    [rejected, 'rejected'],
    [keptOut, 'kept out'],
  ];
  const some = numbers.flatMap(([number, word]) => (number > 0 ? [`${digits(number)} ${word}`] : []));
  return [
    count(records, 'record'),
    `${digits(asked)} asked`,
    ...(answered === undefined ? [] : [`${digits(answered)} answered`]),
    ...some,
    ...guardWords(action),
    ...(simulated ? ['simulated answers'] : []),
  ];
}

function inFlightLine({batch, actions, part, since, waitsFor}: PartInFlight, now: Date): string {
  const job = part.id ?? 'no job id yet';
  const age = since === undefined ? '' : `${part.id === undefined ? 'tried' : 'sent'} ${duration(since, now)} ago, `;
  const what = `${part.provider}/${part.model}  ${job}  ${count(part.requests, 'request')} of ${list(actions)}`;
  return `  ${batch}  part ${part.part}  ${what}  ${age}${WAITS_FOR[waitsFor]}`;
}

function asOfLine({asOf, batch}: RunStatus): string {
  const known = asOf === undefined ? 'As the journal has it' : `As of ${minuteOf(asOf)}`;
  return `${known}: no vendor was asked. To ask: agac batch status${batch === undefined ? '' : ` --batch-id ${batch}`}`;
}
