import type {ToolLook} from '../verbs/list-tools.js';
import {visible} from './errors.js';

/** What `agac tools list` prints: a line for each function. */
export function toolLines(tools: readonly ToolLook[]): string[] {
  const rows = tools.map(({name, language, file, line, role, granularity, usedBy}) => [
    name,
    language,
    line === undefined ? file : `${file}:${line}`,
    role === 'validator' ? 'validator' : (granularity ?? ''),
    usedBy.length === 0 ? 'not used' : `used by ${usedBy.map((use) => `${use.workflow}/${use.action}`).join(', ')}`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  return rows.map((row) => visible(row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')));
}
