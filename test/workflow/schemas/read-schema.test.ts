import {expect} from 'chai';
import type {ActionSchema} from '../../../src/domain/workflow.js';
import {sound, wrong} from '../temporary-project.js';

/** Lines of the schema begin at line 6. */
function withSchema(schema: string): string {
  const lines = schema.split('\n').map((line) => `      ${line}`);
  return ['name: wf', 'actions:', '  - name: ask', '    prompt: x', '    schema:', ...lines].join('\n');
}

function schemaOf(schema: string): ActionSchema {
  return sound(withSchema(schema)).actions[0]!.schema!;
}

const jsonOf = (schema: string) => schemaOf(schema).json;

/** The JSON Schema of an object of these properties and no others. */
const closed = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

describe('a schema in the short form', () => {
  it('has a type for each field', () => {
    const schema = ['a: string', 'b: number!', 'c: integer', 'd: boolean !', 'e: object', 'f: array'].join('\n');
    expect(jsonOf(schema)).to.deep.equal(
      closed(
        {
          a: {type: 'string'},
          b: {type: 'number'},
          c: {type: 'integer'},
          d: {type: 'boolean'},
          e: {type: 'object'},
          f: {type: 'array', items: {type: 'string'}},
        },
        ['b', 'd'],
      ),
    );
  });

  it('has lists and objects in each other', () => {
    const people = {type: 'array', items: closed({name: {type: 'string'}, age: {type: 'integer'}}, ['name'])};
    expect(jsonOf(`tags: array[integer]!\npeople: array[object:{'name':'string!','age':'integer'}]`)).to.deep.equal(
      closed({tags: {type: 'array', items: {type: 'integer'}}, people}, ['tags']),
    );
    expect(jsonOf(`a: "array[array[string]]"\nb: 'object:{c: object:{d: number!}}!'`)).to.deep.equal(
      closed(
        {
          a: {type: 'array', items: {type: 'array', items: {type: 'string'}}},
          b: closed({c: closed({d: {type: 'number'}}, ['d'])}),
        },
        ['b'],
      ),
    );
    expect(jsonOf(`a: array[object:{"k":'array[string]!'}]`)).to.deep.equal(
      closed({a: {type: 'array', items: closed({k: {type: 'array', items: {type: 'string'}}}, ['k'])}}),
    );
  });

  it('may have fields that are called like keywords', () => {
    expect(jsonOf('type: string\nproperties: string\nitems: array\ndefinitions: string\nname: string!')).to.deep.equal(
      closed(
        {
          type: {type: 'string'},
          properties: {type: 'string'},
          items: {type: 'array', items: {type: 'string'}},
          definitions: {type: 'string'},
          name: {type: 'string'},
        },
        ['name'],
      ),
    );
  });

  const bad: readonly (readonly [string, string])[] = [
    ['a: sting', '6 error: The field "a": "sting" is no type. | Did you mean "string"?'],
    ['a: str', '6 error: The field "a": "str" is no type. | Write string.'],
    ['b: string\na: int!', '7 error: The field "a": "int" is no type. | Write integer.'],
    ['a: array[numbr]', '6 error: The field "a": "numbr" is no type. | Did you mean "number"?'],
    ['a: array[string', '6 error: The field "a": "array[string" is no type: "]" was expected before its end.'],
    ['a: string?', '6 error: The field "a": "string?" is no type: nothing more was expected before "?".'],
    [
      "a: array[object:{'k'}]",
      '6 error: The field "a": "array[object:{\'k\'}]" is no type: ":" was expected before "}]".',
    ],
    ["a: object:{'k':'string','k':'string'}", '6 error: The field "a": The key "k" is there twice.'],
    [
      'a: 3',
      '6 error: The field "a" is the number 3; it should be the name of a type. | Write a type, such as string or array[string]!, or a list under fields:.',
    ],
    [
      'a: {b: string}',
      '6 error: The field "a" is a map; it should be the name of a type. | Write a type, such as string or array[string]!, or a list under fields:.',
    ],
    [
      `a: ${'array['.repeat(20)}string${']'.repeat(20)}`,
      '6 error: The field "a": The type is nested deeper than 16 levels.',
    ],
  ];
  for (const [schema, problem] of bad) {
    it(`is checked: ${schema.slice(0, 40)}`, () => expect(wrong(withSchema(schema))).to.deep.equal([problem]));
  }
});

describe('a schema as a list of fields', () => {
  const FIELDS = `name: Film card
description: A card.
required: [tone]
fields:
  - id: audience
    type: string
    required: true
    description: For whom.
    enum: [all, adults]
    pattern: ^[a-z]+$
  - name: tone
    type: array
    items: {type: string, maxLength: 9}
    minItems: 1
    maxItems: 3
  - {id: score, type: number, minimum: 0, exclusiveMaximum: 10, default: 5}
  - {id: place, type: object, required: true, properties: {town: {type: string, format: hostname}}}
  - {id: words, type: array, items: integer}
  - {id: pairs, type: 'array[array[string]]!', minItems: 2}
  - {id: kind, enum: [1, two, null]}
  - {id: both, type: [string, 'null']}`;

  const JSON_SCHEMA = {
    description: 'A card.',
    ...closed(
      {
        audience: {type: 'string', description: 'For whom.', enum: ['all', 'adults'], pattern: '^[a-z]+$'},
        tone: {type: 'array', items: {type: 'string', maxLength: 9}, minItems: 1, maxItems: 3},
        score: {type: 'number', minimum: 0, exclusiveMaximum: 10, default: 5},
        place: {type: 'object', properties: {town: {type: 'string', format: 'hostname'}}},
        words: {type: 'array', items: {type: 'integer'}},
        pairs: {type: 'array', items: {type: 'array', items: {type: 'string'}}, minItems: 2},
        kind: {enum: [1, 'two', null]},
        both: {type: ['string', 'null']},
      },
      ['audience', 'tone', 'place', 'pairs'],
    ),
  };

  it('keeps everything that fields say', () => {
    expect(schemaOf(FIELDS)).to.deep.equal({name: 'Film_card', json: JSON_SCHEMA, root: 'object'});
  });

  it('may be the list alone', () => {
    expect(schemaOf('- {id: a, type: string, required: true}\n- {name: b, type: integer}')).to.deep.equal({
      name: 'ask',
      json: closed({a: {type: 'string'}, b: {type: 'integer'}}, ['a']),
      root: 'object',
    });
  });

  it('may have an object that requires in turn', () => {
    expect(jsonOf('- {id: a, type: object, properties: {b: {}}, required: [b]}')).to.deep.equal(
      closed({a: {type: 'object', properties: {b: {}}, required: ['b']}}),
    );
  });

  it('may have validators, which all must hold, beside the keywords of the field', () => {
    const validators = '[{not: {pattern: x}, minLength: 2}, {not: {const: abc}}, {minLength: 3}, {}]';
    const field = {type: 'string', minLength: 1, not: {pattern: 'x'}};
    expect(jsonOf(`- {id: a, type: string!, minLength: 1, validators: ${validators}}`)).to.deep.equal(
      closed({a: {...field, allOf: [{minLength: 2}, {not: {const: 'abc'}}, {minLength: 3}]}}, ['a']),
    );
    expect(
      jsonOf('- {id: a, type: string, enum: [b, c], allOf: [{minLength: 1}], validators: [{enum: [c]}]}'),
    ).to.deep.equal(closed({a: {type: 'string', enum: ['b', 'c'], allOf: [{minLength: 1}, {enum: ['c']}]}}));
    expect(jsonOf('- {id: a, type: string, validators: }')).to.deep.equal(closed({a: {type: 'string'}}));
  });

  const JUDGED =
    'a field is judged by keywords of JSON Schema. | Write one of not, enum, const, pattern, format, minLength, maxLength, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, minItems, maxItems, uniqueItems, or judge the whole answer with reprompt: {validation: my_function}';
  const bad: readonly (readonly [string, string])[] = [
    ['- {type: string}', '6 error: The field has no id. | Write id: and the name of the field.'],
    ['- {id: a}', '6 error: The field "a" has no type. | Write type: string, for example.'],
    ['- {id: a, type: sting}', '6 error: The field "a": "sting" is no type. | Did you mean "string"?'],
    ['- a', '6 error: This field is the text "a"; it should be a map. | Write - {id: summary, type: string}'],
    [
      '- {id: a, type: string}\n- {id: a, type: string}',
      '7 error: The field "a" is there a second time. | Remove one of the two.',
    ],
    ['fields:\n  - {id: a, type: string}\nrequired: [b]', '8 error: "b" is required, but is no field. | There are: a.'],
    [
      'fields:\n  - {id: a, type: string}\nfilds: []',
      '8 warning: "filds" is not a key of a schema with fields; it has no effect. | Did you mean "fields"?',
    ],
    [
      '- id: a\n  type: string\n  validators: [{not: x}]',
      '8 error: "not" is the text "x"; it should be the schema that a value must not fit. | Write not: {const: "x"} for what must not be equal, or not: {pattern: …}',
    ],
    [
      '- id: a\n  type: string\n  validators:\n    - {not: [x, y]}',
      '9 error: "not" is a list; it should be the schema that a value must not fit. | Write not: {enum: […]} for what must not be equal, or not: {pattern: …}',
    ],
    [
      '- id: a\n  type: string\n  validators:\n    - maxLength: 3\n    - unlike: b',
      `10 error: "validators" is not supported here with "unlike": ${JUDGED}`,
    ],
    [
      '- {id: a, type: string, validators: [is_good]}',
      `6 error: "validators" is not supported here with the text "is_good": ${JUDGED}`,
    ],
    [
      '- {id: a, type: string, validators: {pattern: x}}',
      '6 error: "validators" is a map; it should be a list of maps. | Write validators: [{not: {const: "n/a"}}]',
    ],
    [
      '- id: a\n  type: string\n  validators:\n    - pattern: (?=x)',
      '9 error: The pattern (?=x) cannot be used: error parsing regexp: invalid or unsupported Perl syntax: `(?=`. | A pattern may not look around or refer back: use several fields, or an enum.',
    ],
    [
      '- {id: a, type: string, mappings: {acme: b}}',
      '6 error: "mappings" is not supported here: a field has one name, whoever answers. | Remove it, and call the field what it should be called in the outputs.',
    ],
    [
      '- {id: a, type: string, enum: []}',
      '6 error: "enum" is an empty list; it should be a list of at least one value.',
    ],
    [
      '- {id: a, type: string, minLength: -1}',
      '6 error: "minLength" is the number -1; it should be a whole number from 0.',
    ],
    [
      '- {id: a, type: string, required: maybe}',
      '6 error: "required" is the text "maybe"; it should be a list of texts.',
    ],
    [
      '- id: a\n  type: string\n  enum:\n    - x\n    - 2',
      '10 error: A string can never be the number 2. | Put it into quotes: "2"',
    ],
  ];
  for (const [schema, problem] of bad) {
    it(`is checked: ${schema}`, () => expect(wrong(withSchema(schema))).to.deep.equal([problem]));
  }

  it('warns of keywords that check nothing', () => {
    expect(wrong(withSchema('- {id: a, type: string, minLenght: 3}'))).to.deep.equal([
      '6 warning: "minLenght" is not a keyword of JSON Schema; it checks nothing. | Did you mean "minLength"?',
    ]);
  });
});

describe('a JSON Schema', () => {
  it('is kept as it is, but for its name and dialect', () => {
    const json = {
      type: 'object',
      title: 'T',
      properties: {
        a: {type: 'object', properties: {b: {type: ['string', 'null'], minLength: 1}}, required: ['b']},
        c: {$ref: '#/$defs/node'},
        __x: {anyOf: [{const: 1}, {type: 'array', prefixItems: [{}, true], items: false, uniqueItems: true}]},
      },
      patternProperties: {'^x-': {type: 'number', multipleOf: 0.5}},
      $defs: {node: {type: 'object', properties: {next: {$ref: '#/$defs/node'}}}},
      'x-note': {any: 'thing'},
    };
    const written = {$schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'urn:x', name: 'my.name', ...json};
    expect(schemaOf(JSON.stringify(written))).to.deep.equal({name: 'my_name', json, root: 'object'});
  });

  it('may be a list: each item is then a record', () => {
    expect(schemaOf('type: array\nitems: {type: object, properties: {a: {}}}')).to.deep.equal({
      name: 'ask',
      json: {type: 'array', items: {type: 'object', properties: {a: {}}}},
      root: 'array',
    });
  });

  it('says what its root is by its properties, items, or what it refers to', () => {
    expect(schemaOf('properties: {a: {}}').json).to.deep.equal({type: 'object', properties: {a: {}}});
    const referring = '$ref: "#/$defs/L"\n$defs: {L: {$ref: "#/$defs/M"}, M: {items: {}}}';
    expect(schemaOf(referring).root).to.equal('array');
    expect(schemaOf(referring).json).to.not.have.property('type');
  });

  const bad: readonly (readonly [string, string])[] = [
    [
      'type: object\nproperties: {a: {type: sting}}',
      '7 error: The type is the text "sting"; that is no type of JSON Schema. | Did you mean "string"?',
    ],
    [
      'type: object\nproperties:\n  a: {type: [string, int]}',
      '8 error: The type is the text "int"; that is no type of JSON Schema. | Write integer.',
    ],
    [
      'type: object\nproperties: {a: {type: }}',
      '7 error: The type is empty; that is no type of JSON Schema. | Put it into quotes: "null"',
    ],
    ['type: object\nproperties: [a]', '7 error: "properties" is a list; it should be a map of schemas.'],
    ['type: object\nproperties: {a: string}', '7 error: The schema is the text "string"; it should be a map.'],
    [
      'type: object\nproperties:\n  a: {type: string, required: true}',
      '8 error: "required" is true; it should be a list of texts. | List the required names beside properties: required: [name]',
    ],
    [
      'type: object\nproperties: {a: {}}\nadditionalProperties: false\nrequired: [b]',
      '9 error: "b" is required, but is no property, and no others are allowed. | There are: a.',
    ],
    [
      'type: object\nproperties:\n  a:\n    $ref: https://host/x.json',
      '9 error: The reference "https://host/x.json" leaves the schema; nothing is fetched. | Put what it means under $defs and write "#/$defs/Name".',
    ],
    [
      'type: object\nproperties: {a: {$ref: other.json}}',
      '7 error: The reference "other.json" leaves the schema; nothing is fetched. | Put what it means under $defs and write "#/$defs/Name".',
    ],
    [
      'type: object\nproperties: {a: {$ref: "file:///etc/passwd"}}',
      '7 error: The reference "file:///etc/passwd" leaves the schema; nothing is fetched. | Put what it means under $defs and write "#/$defs/Name".',
    ],
    ['type: object\nproperties: {a: {$ref: "#/$defs/x"}}', '7 error: The reference "#/$defs/x" leads nowhere.'],
    [
      'type: object\nproperties: {a: {$ref: "#/properties/a"}}',
      '7 error: The reference "#/properties/a" leads back to itself.',
    ],
    ['type: object\nproperties: {a: {$ref: "#/__proto__"}}', '7 error: The reference "#/__proto__" leads nowhere.'],
    [
      'type: object\nproperties: {a: {pattern: "a(?=b)"}}',
      '7 error: The pattern a(?=b) cannot be used: error parsing regexp: invalid or unsupported Perl syntax: `(?=`. | A pattern may not look around or refer back: use several fields, or an enum.',
    ],
    [
      'type: object\nproperties: {a: {pattern: "["}}',
      '7 error: The pattern [ cannot be used: error parsing regexp: missing closing ]: `[`.',
    ],
    [
      'type: object\npatternProperties: {"(a)\\\\1": {}}',
      '7 error: The pattern (a)\\1 cannot be used: error parsing regexp: invalid escape sequence: `\\1`. | A pattern may not look around or refer back: use several fields, or an enum.',
    ],
    ['type: object\nanyOf: []', '7 error: "anyOf" is an empty list; it should be a list of schemas.'],
    [
      'anyOf: [{type: object}, {type: array}]',
      '6 error: The schema describes neither an object nor a list. | Write type: object and properties: at its top.',
    ],
    ['$ref: "#"', '6 error: The reference "#" leads back to itself.'],
  ];
  for (const [schema, problem] of bad) {
    it(`is checked: ${schema.replaceAll('\n', ' ')}`, () => {
      const found = wrong(withSchema(schema)).filter(
        (line) => !line.includes('neither an object') || schema.startsWith('anyOf'),
      );
      expect(found).to.deep.equal([problem.replace(/^6 error: The schema describes/, '5 error: The schema describes')]);
    });
  }

  it('takes patterns of JavaScript that cannot run away', () => {
    for (const pattern of ['^\\\\d{3}-[\\\\w]+$', '\\\\u00e9', '(?<year>\\\\d{4})', '\\\\p{L}+', '^\\\\/x', '(a+)+$']) {
      expect(jsonOf(`type: object\nproperties: {a: {pattern: "${pattern}"}}`)).to.have.property('properties');
    }
  });

  it('may not be deep, long or have very many keywords', () => {
    const deep = `type: object\nproperties: ${'{a: {properties: '.repeat(40)}{}${'}}'.repeat(40)}`;
    const nested = `type: object\nproperties: {a: ${'{items: '.repeat(70)}{}${'}'.repeat(70)}}`;
    expect(wrong(withSchema(nested))).to.deep.equal(['7 error: The schema is nested deeper than 64 levels.']);
    expect(wrong(withSchema(deep)), 'levels of schemas count, not of maps').to.deep.equal([]);
    const many = Array.from({length: 5001}, (_, index) => `  f${index}: {title: x}`).join('\n');
    expect(wrong(withSchema(`type: object\nproperties:\n${many}`))[0]).to.match(
      /^5 error: The schema has 5003 keywords; at most 5000 are taken\.$/,
    );
  });
});

describe('a schema in whichever form', () => {
  it('cannot be empty, a number, or what no function makes', () => {
    expect(wrong(withSchema('{}'))).to.deep.equal([
      '5 error: The schema is an empty map; it should say what an answer holds. | Write {summary: string!}, a list under fields:, or a JSON Schema.',
    ]);
    expect(wrong(withSchema('3'))).to.deep.equal([
      '5 error: "schema" is the number 3; it should be a text or a map or a list. | Put it into quotes: "3"',
    ]);
    expect(wrong(withSchema('" "'))).to.deep.equal([
      '5 error: "schema" is an empty text; it should be a text or a map or a list.',
    ]);
    expect(wrong(withSchema("dispatch_task('f')"))).to.deep.equal([
      '5 error: There is no tool "f" in tools/. | Write tools/f.js with "export function f(record) { … }", or tools/f.py with "@udf_tool()" above "def f(…):".',
    ]);
    expect(wrong(withSchema("dispatch_task('route', 1)"))).to.deep.equal([
      "5 error: dispatch_task() takes the name of one function, in quotes. | Write dispatch_task('my_function')",
    ]);
  });
});
