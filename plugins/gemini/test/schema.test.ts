import type {JsonObject} from '@agac/provider';
import {expect} from 'chai';
import {fitSchema} from '../src/schema.js';

interface Row {
  readonly title: string;
  readonly written: JsonObject;
  readonly sent: JsonObject;
  readonly dropped?: readonly string[];
}

const TEXT = {type: 'string'};
const SHARED = {$defs: {name: TEXT}};

const ROWS: readonly Row[] = [
  {
    title: 'what Gemini understands is sent as it is',
    written: {
      title: 'Film',
      type: 'object',
      properties: {
        name: {type: ['string', 'null'], description: 'Its name.'},
        on: {type: 'string', format: 'date'},
        stars: {type: 'integer', minimum: 1, maximum: 5},
        tags: {type: 'array', items: {enum: ['a', 'b', 3]}, minItems: 1, maxItems: 9},
        pair: {type: 'array', prefixItems: [TEXT, {type: 'number'}]},
        more: {type: 'object', additionalProperties: TEXT},
        either: {anyOf: [TEXT, {type: 'boolean'}]},
      },
      required: ['name'],
      additionalProperties: false,
    },
    sent: {
      title: 'Film',
      type: 'object',
      properties: {
        name: {type: ['string', 'null'], description: 'Its name.'},
        on: {type: 'string', format: 'date'},
        stars: {type: 'integer', minimum: 1, maximum: 5},
        tags: {type: 'array', items: {enum: ['a', 'b', 3]}, minItems: 1, maxItems: 9},
        pair: {type: 'array', prefixItems: [TEXT, {type: 'number'}]},
        more: {type: 'object', additionalProperties: TEXT},
        either: {anyOf: [TEXT, {type: 'boolean'}]},
      },
      required: ['name'],
      additionalProperties: false,
    },
  },
  {
    title: 'rules that it does not know are told to the model in words',
    written: {type: 'object', properties: {code: {type: 'string', minLength: 3, pattern: '^[A-Z]+$'}}},
    sent: {
      type: 'object',
      properties: {code: {type: 'string', description: 'Must keep to: minLength 3; pattern "^[A-Z]+$".'}},
    },
    dropped: ['`code`: minLength 3', '`code`: pattern "^[A-Z]+$"'],
  },
  {
    title: 'so are formats that it does not know',
    written: {type: 'string', format: 'email', description: 'Where to write.'},
    sent: {type: 'string', description: 'Where to write. Must keep to: format "email".'},
    dropped: ['the answer: format "email"'],
  },
  {
    title: 'oneOf is anyOf',
    written: {oneOf: [TEXT, {type: 'null'}]},
    sent: {anyOf: [TEXT, {type: 'null'}]},
  },
  {
    title: 'const is a choice of one',
    written: {type: 'object', properties: {kind: {const: 'film'}, none: {const: null}}},
    sent: {type: 'object', properties: {kind: {enum: ['film']}, none: {type: 'null'}}},
  },
  {
    title: 'null among choices is a type beside them',
    written: {type: ['string', 'null'], enum: ['a', null], description: 'One of them.'},
    sent: {description: 'One of them.', anyOf: [{type: 'string', enum: ['a']}, {type: 'null'}]},
  },
  {
    title: 'null among choices that cannot be null is nothing',
    written: {type: 'string', enum: ['a', null]},
    sent: {type: 'string', enum: ['a']},
  },
  {
    title: 'other choices than texts and numbers are not enforced',
    written: {type: 'object', properties: {yes: {const: true}, odd: {enum: ['a', {b: 1}]}}},
    sent: {
      type: 'object',
      properties: {
        yes: {type: 'boolean', description: 'Must keep to: const true.'},
        odd: {description: 'Must keep to: enum ["a",{"b":1}].'},
      },
    },
    dropped: ['`yes`: const true', '`odd`: enum ["a",{"b":1}]'],
  },
  {
    title: 'fields that a pattern allows are not forbidden when the pattern is gone',
    written: {type: 'object', properties: {a: TEXT}, patternProperties: {'^x': TEXT}, additionalProperties: false},
    sent: {
      type: 'object',
      properties: {a: TEXT},
      description: 'Must keep to: patternProperties {"^x":{"type":"string"}}; additionalProperties false.',
    },
    dropped: ['the answer: patternProperties {"^x":{"type":"string"}}', 'the answer: additionalProperties false'],
  },
  {
    title: 'a reference stands alone, or as the one choice there is',
    written: {
      type: 'object',
      properties: {plain: {$ref: '#/$defs/name'}, told: {$ref: '#/$defs/name', description: 'Told.', minLength: 2}},
      ...SHARED,
    },
    sent: {
      type: 'object',
      properties: {
        plain: {$ref: '#/$defs/name'},
        told: {description: 'Told. Must keep to: minLength 2.', anyOf: [{$ref: '#/$defs/name'}]},
      },
      ...SHARED,
    },
    dropped: ['`told`: minLength 2'],
  },
  {
    title: 'a reference beside a choice is kept, and the choice is not',
    written: {type: 'object', properties: {a: {$ref: '#/$defs/name', anyOf: [TEXT]}}, ...SHARED},
    sent: {
      type: 'object',
      properties: {
        a: {anyOf: [{$ref: '#/$defs/name'}], description: 'Must keep to: anyOf [{"type":"string"}].'},
      },
      ...SHARED,
    },
    dropped: ['`a`: anyOf [{"type":"string"}]'],
  },
  {
    title: 'definitions are $defs, tuples are prefixItems',
    written: {type: 'array', items: [{$ref: '#/definitions/name'}], definitions: {name: TEXT}},
    sent: {type: 'array', prefixItems: [{$ref: '#/$defs/name'}], ...SHARED},
  },
  {
    title: 'what may contain itself is not required',
    written: {
      $ref: '#/$defs/node',
      $defs: {
        node: {
          type: 'object',
          properties: {value: TEXT, parts: {type: 'array', items: {$ref: '#/$defs/node'}}},
          required: ['value', 'parts'],
        },
      },
    },
    sent: {
      $ref: '#/$defs/node',
      $defs: {
        node: {
          type: 'object',
          properties: {value: TEXT, parts: {type: 'array', items: {$ref: '#/$defs/node'}}},
          required: ['value'],
        },
      },
    },
    dropped: ['that `parts` is required, since it may contain itself'],
  },
  {
    title: 'neither is what does so over another, or as a whole',
    written: {
      type: 'object',
      properties: {all: {$ref: '#'}, one: {$ref: '#/$defs/one'}, name: {$ref: '#/$defs/name'}},
      required: ['all', 'one', 'name'],
      $defs: {
        name: TEXT,
        one: {type: 'object', properties: {two: {$ref: '#/$defs/two'}}, required: ['two']},
        two: {type: 'array', items: {$ref: '#/$defs/one'}},
      },
    },
    sent: {
      type: 'object',
      properties: {all: {$ref: '#'}, one: {$ref: '#/$defs/one'}, name: {$ref: '#/$defs/name'}},
      required: ['name'],
      $defs: {
        name: TEXT,
        one: {type: 'object', properties: {two: {$ref: '#/$defs/two'}}},
        two: {type: 'array', items: {$ref: '#/$defs/one'}},
      },
    },
    dropped: [
      'that `two` is required, since it may contain itself',
      'that `all` is required, since it may contain itself',
      'that `one` is required, since it may contain itself',
    ],
  },
];

describe("a schema in Gemini's subset", () => {
  for (const {title, written, sent, dropped = []} of ROWS) {
    it(title, () => {
      const before = JSON.stringify(written);
      const fitted = fitSchema(written);
      expect(fitted.json).to.deep.equal(sent);
      expect([...fitted.dropped].sort()).to.deep.equal([...dropped].sort());
      expect(JSON.stringify(written)).to.equal(before);
      expect(fitSchema(fitted.json).json, 'what is fitted fits').to.deep.equal(fitted.json);
    });
  }
});
