import {expect} from 'chai';
import {sound, wrong} from './temporary-project.js';

/** `classify` with the schema {category, summary}, `route` after it, and `aside`, which nothing depends on. */
function workflow(scope: string, more: {readonly classify?: string; readonly route?: string} = {}): string {
  return `name: wf
actions:
  - name: classify
    prompt: x
    schema: {category: string!, summary: string}
    context_scope: {passthrough: [source.id, source.author.name]${more.classify ?? ''}}
  - {name: aside, prompt: x, schema: {a: string}}
  - name: route
    prompt: x
    schema: {desk: string!}
    dependencies: [classify]
    context_scope: ${scope}
  - name: last
    prompt: x
    schema: {a: string}
    dependencies: [route]
    ${more.route ?? ''}
`;
}

describe('a reference to a field', () => {
  const good = [
    '{observe: [source.anything.at.all]}',
    '{observe: [source.*, classify.*]}',
    '{observe: [source.Release Date]}',
    '{observe: [classify.category.deep]}',
    '{observe: [classify.id, classify.name]}',
    '{observe: source.x}',
    '{observe: [], drop: [classify.summary]}',
    '{seed_path: {}, observe: ["seed.*"]}',
    '{observe: [aside.a, classify.id]}',
    '{passthrough: [aside.*]}',
  ];
  for (const scope of good) {
    it(`may be ${scope}`, () => expect(wrong(workflow(scope))).to.deep.equal([]));
  }

  const bad: readonly (readonly [scope: string, problem: string])[] = [
    [
      '{observe: [classify]}',
      '12 error: "classify" is no reference to a field. | Write classify.field, or classify.* for all.',
    ],
    ['{observe: [classify..x]}', '12 error: "classify..x" is no reference to a field.'],
    [
      '{observe: [source.a.*]}',
      '12 error: "source.a.*" is no reference to a field. | Write source.a for all that is in it.',
    ],
    [
      '{observe: [classify.categry]}',
      '12 error: "classify.categry": the outputs of "classify" have no field "categry". | Did you mean "category"?',
    ],
    [
      '{passthrough: [classify.zzzzzz]}',
      '12 error: "classify.zzzzzz": the outputs of "classify" have no field "zzzzzz". | There are: category, summary, id, name.',
    ],
    [
      '{observe: [clasify.category]}',
      '12 error: "clasify.category": there is no "clasify" to refer to. | Did you mean "classify"?',
    ],
    [
      '{observe: [nowhere.x]}',
      '12 error: "nowhere.x": there is no "nowhere" to refer to. | There are: source, seed, classify.',
    ],
    [
      '{observe: [version.x]}',
      '12 error: "version.x": there is no "version" to refer to. | There are: source, seed, classify.',
    ],
    [
      '{observe: [last.a]}',
      '12 error: "last.a": "route" does not come after "last". | Take it out: that action comes later.',
    ],
    ['{observe: [route.desk]}', '12 error: "route.desk": an action cannot see its own outputs.'],
    ['{observe: [seed.desks]}', '12 error: "seed.desks" names seed data that seed_path does not.'],
    [
      '{drop: [clasify.category]}',
      '12 error: "clasify.category": there is no "clasify" to refer to. | Did you mean "classify"?',
    ],
    ['{drop: [aside.a]}', '12 warning: "aside.a" has no effect: "route" does not depend on "aside".'],
    [
      '{passthrough: [source.desk]}',
      '12 warning: "source.desk" goes into the outputs of "route" as "desk", and so does its own field; only one can be there. | Take one of the two out.',
    ],
    [
      '{passthrough: [source.id, classify.id]}',
      '12 warning: "classify.id" goes into the outputs of "route" as "id", and so does "source.id"; only one can be there. | Take one of the two out.',
    ],
  ];
  for (const [scope, problem] of bad) {
    it(`is checked: ${scope}`, () => expect(wrong(workflow(scope))).to.deep.equal([problem]));
  }

  it('may be to a field that an action between has passed through', () => {
    const more = {route: 'context_scope: {observe: [route.id, route.category, route.desk, classify.summary]}'};
    expect(wrong(workflow('{passthrough: [classify.*]}', more))).to.deep.equal([]);
    expect(wrong(workflow('{passthrough: [classify.id]}', more))).to.deep.equal([
      '17 error: "route.category": the outputs of "route" have no field "category". | There are: desk, id.',
    ]);
    expect(wrong(workflow('{passthrough: [source.*]}', more)), 'anything may be in a source').to.deep.equal([]);
  });

  it('is not checked against a schema that allows other fields, or none', () => {
    const one = (keys: string) => `name: wf
actions:
  - {name: a, ${keys}}
  - {name: b, prompt: x, schema: {c: string}, dependencies: a, context_scope: {observe: [a.whatever]}}
`;
    const schemas = [
      '{type: object, properties: {c: {}}, additionalProperties: true}',
      '{type: object, properties: {c: {}}, additionalProperties: {type: string}}',
      '{type: object, properties: {c: {}}, patternProperties: {x: {}}}',
      '{type: object, properties: {c: {}}, allOf: [{properties: {whatever: {}}}]}',
      '{type: object}',
    ];
    for (const schema of schemas) expect(wrong(one(`prompt: x, schema: ${schema}`)), schema).to.deep.equal([]);
    expect(wrong(one('kind: tool, impl: route'))).to.deep.equal([]);
  });

  it('is checked against the items of a list, and against the one field of a text', () => {
    const one = (keys: string, field: string) => `name: wf
actions:
  - {name: a, prompt: x, ${keys}}
  - {name: b, prompt: x, schema: {c: string}, dependencies: a, context_scope: {observe: [a.${field}]}}
`;
    const list = 'schema: {type: array, items: {type: object, properties: {word: {}}}}';
    expect(wrong(one(list, 'word'))).to.deep.equal([]);
    expect(wrong(one(list, 'wrd'))[0]).to.match(/Did you mean "word"/);
    expect(wrong(one('json_mode: false', 'raw_response'))).to.deep.equal([]);
    expect(wrong(one('json_mode: false, output_field: text', 'txt'))[0]).to.match(/Did you mean "text"/);
  });
});

describe('what an action observes where nothing is said', () => {
  it('is all of what it depends on, or of the source', () => {
    const {actions} = sound(workflow('{passthrough: [source.id]}'));
    const observed = Object.fromEntries(
      actions.map(({name, scope}) => [
        name,
        scope.observe.map(({namespace, path}) => `${namespace}.${path.join('.') || '*'}`),
      ]),
    );
    expect(observed).to.deep.equal({
      classify: ['source.*'],
      aside: ['source.*'],
      route: ['classify.*'],
      last: ['route.*'],
    });
  });

  it('is nothing for an empty list', () => {
    expect(sound(workflow('{observe: []}')).actions.find(({name}) => name === 'route')?.scope.observe).to.deep.equal(
      [],
    );
  });
});
