import {type Located, placed} from '../../project/located.js';

/** One property of an object. */
export interface Field {
  readonly name: string;
  readonly required: boolean;
  /** Its JSON Schema. */
  readonly schema: Located;
}

/** The JSON Schema of an object that has these fields and no others. `about` are keywords to stand before the rest. */
export function objectSchema(
  at: Located,
  fields: readonly Field[],
  about: readonly (readonly [string, Located])[],
): Located {
  const required = fields.filter((field) => field.required);
  const value = new Map<string, Located>([
    ...about,
    ['type', placed(at, 'object')],
    ['properties', placed(at, new Map(fields.map(({name, schema}) => [name, schema])))],
    [
      'required',
      placed(
        at,
        required.map(({name, schema}) => placed(schema, name)),
      ),
    ],
    ['additionalProperties', placed(at, false)],
  ]);
  return {...at, value};
}
