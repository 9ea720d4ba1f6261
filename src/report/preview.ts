import type {Json, JsonObject} from '@agac/provider';
import type {Output, Rejection} from '../domain/record.js';
import type {Preview, PreviewPage} from '../verbs/preview-action.js';
import {visible} from './errors.js';
import {digits} from './words.js';

/** Longer texts are cut: this is for looking, `--json` has all of it. */
const LONGEST = 400;
const NOTHING: Readonly<Record<PreviewPage['kind'], string>> = {
  outputs: 'no outputs',
  contents: 'no outputs',
  rejections: 'no rejections',
};

/** What `agac preview` prints: every record with its place, one line a field. */
export function previewLines({page, offset}: Preview): string[] {
  const blocks = blocksOf(page);
  return blocks.flatMap(({head, fields}, i) => {
    const title = [`${offset + i + 1}`, ...head].join('  ');
    return [visible(title), ...fieldLines(fields).map((line) => visible(line))];
  });
}

/** Which of how many these are; for whoever is watching. */
export function pageLine({workflow, run, action, offset, total, more, page}: Preview): string {
  const {length} = page.entries;
  const of = total === undefined ? '' : ` of ${digits(total)}`;
  const kind = page.kind === 'rejections' ? 'rejections' : 'outputs';
  const place = length === 0 ? `${NOTHING[page.kind]} here${of}` : `${kind} ${offset + 1} to ${offset + length}${of}`;
  const next = more ? ` For the next: --offset ${offset + length}` : '';
  return `${action} of ${workflow}, ${run}: ${place}.${next}`;
}

interface Block {
  readonly head: readonly string[];
  readonly fields: JsonObject;
}

function blocksOf(page: PreviewPage): readonly Block[] {
  switch (page.kind) {
    case 'outputs':
      return page.entries.map(({file, output}) => ({head: [file, ...outputWords(output)], fields: output.content}));
    case 'contents':
      return page.entries.map((fields) => ({head: [], fields}));
    case 'rejections':
      return page.entries.map(rejectionBlock);
  }
}

function outputWords({source_guid, metadata, _recovery}: Output): string[] {
  const {retries = 0, reprompts = 0, repaired_json, validation} = _recovery ?? {};
  const words = [
    ...(metadata.simulated ? ['simulated'] : []),
    ...(metadata.skipped ? ['skipped'] : []),
    ...(repaired_json ? ['JSON repaired'] : []),
    ...(retries > 0 ? [`retried ${retries}`] : []),
    ...(reprompts > 0 ? [`reprompted ${reprompts}`] : []),
    ...(validation ? ['failed its validation'] : []),
  ];
  return [source_guid, ...(words.length === 0 ? [] : [`(${words.join(', ')})`])];
}

function rejectionBlock({file, source_guid, reason, message, attempts, raw}: Rejection): Block {
  return {head: [file, source_guid, reason], fields: {message, attempts, ...(raw !== undefined && {raw})}};
}

function fieldLines(fields: JsonObject): string[] {
  const entries = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [{name, value}]));
  if (entries.length === 0) return ['   (nothing)'];
  // A field with a very long name does not push the others out of sight.
  const width = Math.min(24, Math.max(...entries.map(({name}) => name.length)));
  return entries.map(({name, value}) => `   ${oneLine(name).padEnd(width)}  ${shown(value)}`);
}

/** A text as it is, anything else as JSON; on one line. */
function shown(value: Json): string {
  const text = typeof value === 'string' ? oneLine(value) : JSON.stringify(value);
  if (text.length <= LONGEST) return text;
  // Not in the middle of a character that takes two.
  const cut = text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '');
  return `${cut}… (${digits(text.length)} characters)`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
