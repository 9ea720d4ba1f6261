import type {Json} from '@agac/provider';
import type {RenderedWorkflow} from '../verbs/render-workflow.js';

type Value = RenderedWorkflow['values'][number];

/** A text that YAML takes for itself without quotes. */
const PLAIN = /^[A-Za-z$][\w$./*!;-]*(?:,? [\w$./*!;()'-]+)*$/;
const WORDS = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

/** The values of a workflow as YAML: a line each, which says at its end where the value comes from. */
export function renderedLines(values: readonly Value[]): string[] {
  let last: Value['path'] = [];
  return values.flatMap((value) => {
    const lines = linesOf(value, last);
    last = value.path;
    return lines;
  });
}

/** What opens the maps and lists that the value is in and the one before was not, and the value itself. */
function linesOf({path, value, ...origin}: Value, last: Value['path']): string[] {
  const shared = path.findIndex((step, i) => step !== last[i]);
  const lines: string[] = [];
  let line = '';
  for (const [depth, step] of path.entries()) {
    if (depth < shared) continue;
    if (line === '') line = '  '.repeat(depth);
    if (typeof step === 'number') line += '- ';
    else {
      line += `${scalar(step)}:`;
      if (depth < path.length - 1) {
        lines.push(line);
        line = '';
      } else line += ' ';
    }
  }
  const note = `  # ${originText(origin)}`;
  if (typeof value !== 'string' || !isBlock(value)) return [...lines, line + scalar(value) + note];
  const indent = '  '.repeat(path.length);
  const body = value.replace(/\n+$/, '').split('\n');
  return [...lines, `${line}|${chomping(value)}${note}`, ...body.map((each) => (each === '' ? '' : indent + each))];
}

/** Blocks show a text of several lines as it is; where white space would be lost, quotes do. */
function isBlock(text: string): boolean {
  return text.includes('\n') && !/^\s|[ \t]\n|[ \t]$|[^\n\P{Cc}]|[\u2028\u2029\ufeff]/u.test(text);
}

function chomping(text: string): string {
  if (!text.endsWith('\n')) return '-';
  return text.endsWith('\n\n') ? '+' : '';
}

function scalar(value: Json): string {
  return typeof value === 'string' && PLAIN.test(value) && !WORDS.test(value) ? value : JSON.stringify(value);
}

function originText({file, line}: Omit<Value, 'path' | 'value'>): string {
  if (file === undefined) return 'built-in default';
  return line === undefined ? file : `${file}:${line}`;
}
