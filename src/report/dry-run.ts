import type {DryRun} from '../verbs/dry-run.js';
import {visible} from './errors.js';
import {bytes, count, guardWords, list} from './words.js';

/** What `agac run --dry-run` prints. */
export function dryRunLines({workflow, actions, parts, later, unprobed, prompts}: DryRun): string[] {
  const batch = parts.filter((part) => part.mode === 'batch');
  const size = batch.reduce((sum, part) => sum + (part.bytes ?? 0), 0);
  const requests = parts.reduce((sum, part) => sum + part.requests, 0);
  return [
    `${workflow} would send ${count(requests, 'request')} in ${count(parts.length, 'part')}, ${bytes(size)}. Nothing was sent.`,
    ...actions.map(({action, requests: asked, refused, ...guarded}) => {
      const left = refused === 0 ? [] : [`${count(refused, 'record')} cannot be sent`];
      return `  ${action}: ${[count(asked, 'request'), ...guardWords(guarded), ...left].join(', ')}`;
    }),
    ...parts.map((part, i) => {
      const shown = part.bytes === undefined ? 'online' : bytes(part.bytes);
      return `  part ${i}  ${part.provider}/${part.model}  ${count(part.requests, 'request')}  ${shown}`;
    }),
    ...(later.length === 0 ? [] : [`Not counted, as they need answers first: ${list(later)}.`]),
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
