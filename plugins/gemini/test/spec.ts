import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import {expect} from 'chai';

/** Google's description of its API; `test/specs/README.md` says where it is from. */
export const SPEC = join(import.meta.dirname, '../../../test/specs/gemini-batch-subset.prism.json');

/** Compiles parts of the description, read as strictly as Google reads a request: an unknown name is refused. */
export async function checksOfSpec(): Promise<(name: string) => ValidateFunction> {
  const spec = JSON.parse(await readFile(SPEC, 'utf8'));
  for (const schema of Object.values<{properties?: object; additionalProperties?: unknown}>(spec.components.schemas)) {
    if (schema.properties !== undefined) schema.additionalProperties ??= false;
  }
  const ajv = new Ajv2020({strict: false});
  formats.default(ajv);
  ajv.addFormat('google-datetime', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  ajv.addFormat('google-duration', /^\d+(\.\d+)?s$/);
  ajv.addSchema(spec, 'https://gemini.invalid/spec');
  return (name) => {
    const validate = ajv.getSchema(`https://gemini.invalid/spec#/components/schemas/${name}`);
    if (validate === undefined) throw new Error(`There is no ${name}.`);
    return validate;
  };
}

export function expectValid(validate: ValidateFunction, value: unknown): void {
  expect(validate(value), JSON.stringify(validate.errors)).to.equal(true);
}
