import type {DryRun} from '../verbs/dry-run.js';
import type {PlannedPart} from '../verbs/planned.js';
import {estimateWords} from './cost.js';
import {visible} from './errors.js';
import {bytes, count, guardWords, list} from './words.js';

/** What `agac run --dry-run` prints. */
export function dryRunLines({workflow, actions, parts, later, estimate, unprobed, prompts}: DryRun): string[] {
  const batch = parts.filter((part) => part.mode === 'batch');
  const size = batch.reduce((sum, part) => sum + (part.bytes ?? 0), 0);
  const requests = parts.reduce((sum, part) => sum + part.requests, 0);
  return [
    `${workflow} would send ${count(requests, 'request')} in ${count(parts.length, 'part')}, ${bytes(size)}. Nothing was sent.`,
    ...actions.flatMap(({action, requests: asked, refused, estimate: tokens, ...guarded}) => {
      const left = refused === 0 ? [] : [`${count(refused, 'record')} cannot be sent`];
      const line = `  ${action}: ${[count(asked, 'request'), ...guardWords(guarded), ...left].join(', ')}`;
      // With one action, it would only be said twice.
      return tokens === undefined || actions.length === 1 ? [line] : [line, `    ${estimateWords(tokens)}`];
    }),
    ...parts.map(partLine),
    ...(estimate === undefined ? [] : [`An estimate: ${estimateWords(estimate)}`]),
    ...(later.length === 0 ? [] : [`Not counted, as they need answers first or ask a person: ${list(later)}.`]),
    ...unprobed.map(
      (vendor) => `Whether ${vendor} has a batch lane is found out by the run; without one, it is asked one by one.`,
    ),
    ...prompts.flatMap(({action, source_guid, messages}) => [
      '',
      `--- ${action}, record ${source_guid}`,
      ...messages.map(({role, text}) => `[${role}]\n${visible(text)}`),
    ]),
  ];
}

function partLine({provider, model, requests, bytes: size, closedBy}: PlannedPart, number: number): string {
  const shown = size === undefined ? 'online' : bytes(size);
  const line = `  part ${number}  ${provider}/${model}  ${count(requests, 'request')}  ${shown}`;
  if (closedBy === undefined) return line;
  const most = closedBy.limit === 'requests' ? count(closedBy.most, 'request') : bytes(closedBy.most);
  return `${line}  (full: a job takes ${most})`;
}
