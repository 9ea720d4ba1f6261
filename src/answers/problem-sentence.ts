import type {ErrorObject} from 'ajv';

const LONGEST_VALUE = 80;

/** What a keyword wants, given its parameters; the rest of the sentence is `<field> must … ; it was <value>.` */
const WANTED: Readonly<Record<string, (error: ErrorObject) => string>> = {
  type: ({params}) => `be ${typeNames([params['type']].flat())}`,
  enum: ({params}) => `be one of ${list(params['allowedValues'])}`,
  const: ({params}) => `be ${shown(params['allowedValue'])}`,
  minimum: limit('be', 'or more'),
  maximum: limit('be', 'or less'),
  exclusiveMinimum: ({params}) => `be more than ${params['limit']}`,
  exclusiveMaximum: ({params}) => `be less than ${params['limit']}`,
  multipleOf: ({params}) => `be a multiple of ${params['multipleOf']}`,
  minLength: ({params}) => `have at least ${count(params['limit'], 'character')}`,
  maxLength: ({params}) => `have at most ${count(params['limit'], 'character')}`,
  pattern: ({params}) => `match the pattern ${params['pattern']}`,
  format: ({params}) => `have the format ${params['format']}`,
  minItems: ({params}) => `have at least ${count(params['limit'], 'item')}`,
  maxItems: ({params}) => `have at most ${count(params['limit'], 'item')}`,
  uniqueItems: () => 'have no item twice',
  minProperties: ({params}) => `have at least ${count(params['limit'], 'field')}`,
  maxProperties: ({params}) => `have at most ${count(params['limit'], 'field')}`,
  anyOf: () => 'fit one of the shapes that the schema allows',
  oneOf: () => 'fit exactly one of the shapes that the schema allows',
  not: () => 'not fit the shape that the schema excludes',
  'false schema': () => 'not be there',
};

/** One sentence in plain words from the errors that Ajv gives for the first thing it finds wrong; needs `verbose`. */
export function problemSentence(errors: readonly ErrorObject[]): string {
  const error = decisive(errors);
  const {instancePath, keyword, params, data} = error;
  const at = fieldPath(instancePath);
  if (keyword === 'required') return `${field([...at, params['missingProperty']])} is missing.`;
  if (keyword === 'dependentRequired' || keyword === 'dependencies') {
    return `${field([...at, params['missingProperty']])} is missing; ${field([...at, params['property']])} needs it.`;
  }
  const extra: unknown = params['additionalProperty'] ?? params['unevaluatedProperty'] ?? params['propertyName'];
  if (typeof extra === 'string') return `${field([...at, extra])} is not a field of the schema.`;
  const wanted = WANTED[keyword]?.(error) ?? `fit the schema: it ${error.message ?? keyword}`;
  return `${field(at)} must ${wanted}; it was ${shown(data)}.`;
}

/**
 * For a choice of shapes Ajv lists the errors of each before that of the choice itself, which says most; an `if` only
 * says that one before it counts.
 */
function decisive(errors: readonly ErrorObject[]): ErrorObject {
  return errors.findLast(({keyword}) => keyword !== 'if') ?? errors[0]!;
}

/** `/a/0/b~1c` → a, 0, b/c */
function fieldPath(instancePath: string): readonly string[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function field(path: readonly string[]): string {
  if (path.length === 0) return 'The answer';
  const steps = path.map((part) => {
    if (/^\d+$/.test(part)) return `[${part}]`;
    return /^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
  });
  return `\`${steps.join('').replace(/^\./, '')}\``;
}

function limit(before: string, after: string): (error: ErrorObject) => string {
  return ({params}) => `${before} ${params['limit']} ${after}`;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

function typeNames(types: readonly string[]): string {
  return types.map((type) => TYPES[type] ?? type).join(' or ');
}

function list(values: readonly unknown[]): string {
  return values.map((value) => (typeof value === 'string' ? value : shown(value))).join(', ');
}

function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
