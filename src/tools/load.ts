import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {parse, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import type {ToolFunction} from './call.js';
import {unusable, type WantedFunction} from './function-place.js';
import {isSameName} from './same-name.js';
import {prepareTypeScript} from './strip-types.js';

/** A module that cannot be imported: the end of a sentence that begins with its file. */
export class ImportFailure extends Error {
  readonly line: number | undefined;

  constructor(message: string, {line, cause}: {readonly line?: number | undefined; readonly cause?: unknown} = {}) {
    super(message, {cause});
    this.line = line;
  }
}

/**
 * Imports the module of a function in JavaScript or TypeScript, which runs it, and returns the function.
 * @throws AgacError TOOL_INVALID with the file and the cause
 */
export async function loadFunction(root: string, wanted: WantedFunction): Promise<ToolFunction> {
  const {name: impl, file} = wanted;
  const exports = await importModule(root, file).catch((error: unknown) => {
    if (!(error instanceof ImportFailure)) throw error;
    const line = error.line === undefined ? '' : `, line ${error.line},`;
    throw unusable(wanted, `${file}${line} ${error.message}`, error.cause);
  });
  const value = exportOf(exports, impl, parse(file).name);
  if (value === undefined) throw unusable(wanted, `${file} exports ${exportList(exports)}, and no \`${impl}\`.`);
  if (!isFunction(value)) {
    throw unusable(wanted, `what ${file} exports as \`${impl}\` is no function but ${typeof value}.`);
  }
  return value;
}

type Exports = Readonly<Record<string, unknown>>;

/**
 * Imports a module of the project, which runs it.
 * @throws ImportFailure
 */
export async function importModule(root: string, file: string): Promise<Exports> {
  const path = resolve(root, file);
  if (!existsSync(path)) throw new ImportFailure('is not there.');
  if (/\.m?ts$/.test(file) && !prepareTypeScript()) {
    throw new ImportFailure(
      `cannot be run: Node ${process.versions.node} takes no TypeScript; Node 22.18 and later do, and all take JavaScript.`,
    );
  }
  try {
    return await import(pathToFileURL(path).href);
  } catch (cause) {
    throw new ImportFailure(`does not load: ${sentence(cause)}`, {line: lineOf(cause, path), cause});
  }
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
function lineOf(error: unknown, path: string): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const isPlainSyntaxError = error instanceof SyntaxError && /^SyntaxError: /.test(error.stack ?? '');
  const checked = isPlainSyntaxError ? spawnSync(process.execPath, ['--check', path], {encoding: 'utf8'}).stderr : '';
  const places = `${checked}\n${error.stack ?? ''}`.split('\n');
  const ours = [path, pathToFileURL(path).href];
  const line = places
    .flatMap((place) => ours.map((name) => place.split(`${name}:`)[1]))
    .find((rest) => rest !== undefined);
  return line === undefined ? undefined : Number.parseInt(line, 10);
}
