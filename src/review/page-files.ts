import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Reply} from './reply.js';

const FOLDER = join(import.meta.dirname, '..', '..', 'pages', 'review');

/** The files of the page by the path they are asked for; nothing else of the disk can be. */
const FILES: ReadonlyMap<string, {readonly name: string; readonly type: Reply['type']}> = new Map([
  ['', {name: 'index.html', type: 'text/html'}],
  ['review.css', {name: 'review.css', type: 'text/css'}],
  ['review.js', {name: 'review.js', type: 'text/javascript'}],
]);

export function pageFile(path: string): Reply | undefined {
  const file = FILES.get(path);
  return file && {status: 200, type: file.type, body: readFileSync(join(FOLDER, file.name))};
}
