import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Ajv2020, type AnySchemaObject, type ValidateFunction} from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import {expect} from 'chai';

const FOLDER = join(import.meta.dirname, '..', 'schemas');
const SUFFIX = '.schema.json';

// Strict, so that a keyword with a slip of the pen is an error; types need not be repeated beside every `if`.
const ajv = new Ajv2020({allErrors: true, strict: true, strictTypes: false});
formats.default(ajv);
for (const file of schemaFiles()) ajv.addSchema(readSchema(file));

/** Names of all published schema files, sorted. */
export function schemaFiles(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(SUFFIX))
    .sort();
}

/** One published schema as it lies on disk. */
export function readSchema(file: string): AnySchemaObject {
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as AnySchemaObject;
}

/** The file that describes what a command (`batch:status` or `batch status`) prints with `--json`. */
export function schemaFileOf(commandId: string): string {
  return `${commandId.replaceAll(/[: ]/g, '-')}${SUFFIX}`;
}

/** What checks the `--json` document of a command. */
export function schemaFor(commandId: string): ValidateFunction {
  return compiled(schemaFileOf(commandId));
}

/** Fails with every place where a parsed `--json` document is not what the command's schema says. */
export function expectValid(commandId: string, document: unknown): void {
  if (schemaFor(commandId)(document)) return;
  // The errors of both kinds of document at once would hide those that matter.
  const kind = (document as {status?: unknown} | null)?.status === 0 ? 'success' : 'failure';
  const check = compiled(`${schemaFileOf(commandId)}#/$defs/${kind}`);
  check(document);
  const errors = (check.errors ?? []).map((error) => {
    return `  ${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`;
  });
  const shown = JSON.stringify(document, undefined, 2);
  expect.fail(`\`agac ${commandId}\` printed no ${kind} document:\n${errors.join('\n')}\n${shown}`);
}

function compiled(reference: string): ValidateFunction {
  const validate = ajv.getSchema(reference);
  if (validate === undefined) throw new Error(`schemas/ has no ${reference}.`);
  return validate;
}
