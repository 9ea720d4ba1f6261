import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {parse, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import type {ToolFunction} from './call.js';
import {unusable, type WantedFunction} from './function-place.js';
import {isSameName} from './same-name.js';
import {prepareTypeScript} from './strip-types.js';

/**
 * Imports the module of a function in JavaScript or TypeScript, which runs it, and returns the function.
 * @throws AgacError TOOL_INVALID with the file and the cause
 */
export async function loadFunction(root: string, wanted: WantedFunction): Promise<ToolFunction> {
  const {name: impl, file} = wanted;
  const path = resolve(root, file);
  const fail = (why: string, cause?: unknown) => unusable(wanted, why, cause);
  if (!existsSync(path)) throw fail(`there is no file ${file}.`);
  if (/\.m?ts$/.test(file) && !prepareTypeScript()) {
    throw fail(
      `Node ${process.versions.node} does not run TypeScript; Node 22.18 and later do, and all run JavaScript.`,
    );
  }
  const exports = await importModule(path).catch((error: unknown) => {
    throw fail(`${file}${lineOf(error, path)} does not load: ${sentence(error)}`, error);
  });
  const value = exportOf(exports, impl, parse(file).name);
  if (value === undefined) throw fail(`${file} exports ${exportList(exports)}, and no \`${impl}\`.`);
  if (!isFunction(value)) throw fail(`what ${file} exports as \`${impl}\` is no function but ${typeof value}.`);
  return value;
}

type Exports = Readonly<Record<string, unknown>>;

async function importModule(path: string): Promise<Exports> {
  return import(pathToFileURL(path).href);
}

/** As `locateFunction` looks for it. */
function exportOf(exports: Exports, impl: string, stem: string): unknown {
  const names = Object.keys(exports).filter((name) => name !== 'default');
  const name = names.find((each) => each === impl) ?? names.find((each) => isSameName(each, impl));
  if (name !== undefined) return exports[name];
  return isSameName(stem, impl) ? exports['default'] : undefined;
}

function exportList(exports: Exports): string {
  const names = Object.keys(exports).map((name) => `\`${name}\``);
  return names.length === 0 ? 'nothing' : names.join(', ');
}

function isFunction(value: unknown): value is ToolFunction {
  return typeof value === 'function';
}

function sentence(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}.` : `it throws ${String(error)}.`;
}

/** Node says where a syntax error is only when it checks a file by itself, which runs nothing of it. */
function lineOf(error: unknown, path: string): string {
  if (!(error instanceof Error)) return '';
  const isPlainSyntaxError = error instanceof SyntaxError && /^SyntaxError: /.test(error.stack ?? '');
  const checked = isPlainSyntaxError ? spawnSync(process.execPath, ['--check', path], {encoding: 'utf8'}).stderr : '';
  const places = `${checked}\n${error.stack ?? ''}`.split('\n');
  const ours = [path, pathToFileURL(path).href];
  const line = places
    .flatMap((place) => ours.map((name) => place.split(`${name}:`)[1]))
    .find((rest) => rest !== undefined);
  return line === undefined ? '' : `, line ${Number.parseInt(line, 10)},`;
}
