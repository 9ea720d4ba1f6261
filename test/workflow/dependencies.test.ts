import {expect} from 'chai';
import fc from 'fast-check';
import {sound, wrong} from './temporary-project.js';

interface Sketch {
  readonly name: string;
  readonly dependencies?: readonly string[];
  readonly more?: string;
}

/** One action a line, from line 3. */
function workflow(...actions: readonly Sketch[]): string {
  const lines = actions.map(({name, dependencies = [], more = ''}) => {
    return `  - {name: ${name}, prompt: x, schema: {a: string}, dependencies: [${dependencies.join(', ')}]${more}}`;
  });
  return ['name: wf', 'actions:', ...lines].join('\n');
}

const orderOf = (yaml: string) => sound(yaml).actions.map(({name}) => name);

describe('the order of actions', () => {
  it('is as written where nothing else is said', () => {
    expect(orderOf(workflow({name: 'b'}, {name: 'c'}, {name: 'a'}))).to.deep.equal(['b', 'c', 'a']);
  });

  it('puts each after what it depends on, and keeps the rest as written', () => {
    const yaml = workflow(
      {name: 'last', dependencies: ['left', 'right']},
      {name: 'right', dependencies: ['first']},
      {name: 'other'},
      {name: 'left', dependencies: ['first']},
      {name: 'first'},
    );
    expect(orderOf(yaml)).to.deep.equal(['other', 'first', 'right', 'left', 'last']);
  });

  it('has every action after its dependencies, whatever they are', () => {
    const size = 8;
    const graph = fc.array(fc.subarray([...Array(size).keys()]), {minLength: size, maxLength: size});
    const shuffled = fc.shuffledSubarray([...Array(size).keys()], {minLength: size});
    fc.assert(
      fc.property(graph, shuffled, (edges, order) => {
        // An action depends only on those with a smaller number, so that there is no cycle.
        const sketches = order.map((number) => ({
          name: `a${number}`,
          dependencies: edges[number]!.filter((other) => other < number).map((other) => `a${other}`),
        }));
        const found = sound(workflow(...sketches)).actions;
        expect(found.map(({name}) => name).sort()).to.deep.equal(sketches.map(({name}) => name).sort());
        const placeOf = (name: string) => found.findIndex((action) => action.name === name);
        for (const {name, dependencies} of found) {
          for (const dependency of dependencies) expect(placeOf(dependency)).to.be.below(placeOf(name));
        }
      }),
      {numRuns: 30},
    );
  });
});

describe('dependencies', () => {
  it('have to be actions of the workflow', () => {
    const yaml = workflow({name: 'classify'}, {name: 'route', dependencies: ['clasify', 'classify']});
    expect(wrong(yaml)).to.deep.equal([
      '4 error: "route" depends on "clasify", which is no action of this workflow. | Did you mean "classify"?',
    ]);
  });

  it('count once', () => {
    const yaml = workflow({name: 'a'}, {name: 'b', dependencies: ['a', 'a']});
    expect(sound(yaml).actions[1]?.dependencies).to.deep.equal(['a']);
  });

  it('may not lead back, and each cycle is named once', () => {
    const yaml = workflow(
      {name: 'alone', dependencies: ['alone']},
      {name: 'a', dependencies: ['c']},
      {name: 'b', dependencies: ['a']},
      {name: 'c', dependencies: ['b']},
      {name: 'after', dependencies: ['c']},
    );
    expect(wrong(yaml)).to.deep.equal([
      '3 error: "alone" depends on itself. | Take it out of its dependencies.',
      '4 error: These actions wait for each other: a → c → b → a. | Take one of them out of the dependencies.',
    ]);
  });

  it('may not be switched off', () => {
    const off = {name: 'off', more: ', is_operational: false'};
    expect(wrong(workflow(off, {name: 'a', dependencies: ['off']}))).to.deep.equal([
      '4 error: "a" depends on "off", which is switched off (is_operational: false). | Switch it on, or take it out of the dependencies.',
    ]);
    expect(orderOf(workflow(off, {name: 'a'}))).to.deep.equal(['a']);
    expect(wrong(workflow(off))).to.deep.equal([
      '2 error: All actions are switched off (is_operational: false). | Switch one of them on.',
    ]);
  });
});

describe('an action that observes another', () => {
  const actions = (last: string) => `name: wf
actions:
  - {name: last, prompt: x, schema: {b: string}, ${last}}
  - {name: one, prompt: x, schema: {a: string}}
  - {name: two, prompt: x, schema: {a: string}, dependencies: one}
  - {name: aside, prompt: x, schema: {a: string}, dependencies: one}
`;
  const lastOf = (yaml: string) => sound(yaml).actions.find(({name}) => name === 'last')!;

  it('depends on it, after what is written', () => {
    const last = lastOf(actions('dependencies: two, context_scope: {observe: [one.a, aside.a]}'));
    expect(last).to.deep.include({dependencies: ['two', 'aside'], beside: ['aside']});
  });

  it('takes its records from it where nothing is written', () => {
    const last = lastOf(actions('context_scope: {observe: [source.x, aside.a]}'));
    expect(last).to.deep.include({dependencies: ['aside']});
    expect(last).to.not.have.property('beside');
  });

  it('is still shown what it depends on, and no more, where only passthrough is written', () => {
    const {scope} = lastOf(actions('dependencies: two, context_scope: {passthrough: [aside.a]}'));
    expect(scope.observe.map(({namespace}) => namespace)).to.deep.equal(['two']);
  });

  it('may not come before it', () => {
    const early = actions('dependencies: two').replace(
      'name: one, prompt: x,',
      '$& context_scope: {observe: [last.b]},',
    );
    expect(wrong(early)).to.deep.equal([
      '4 error: "last.b": "one" does not come after "last". | Take it out: that action comes later.',
    ]);
    const both = actions('context_scope: {observe: [aside.a]}');
    expect(wrong(both.replace(/(name: aside.*)\}/, '$1, context_scope: {observe: [last.b]}}'))[0]).to.match(
      /^3 error: These actions wait for each other: last → aside → last\./,
    );
  });
});

describe('the name of an action', () => {
  const refused: readonly (readonly [string, RegExp])[] = [
    ['my-action', /^3 error: An action cannot be named "my-action": .* \| Call it my_action\.$/],
    ['2nd', /^3 error: An action cannot be named "2nd": .* \| Call it _2nd\.$/],
    ['a.b', /cannot be named "a\.b"/],
    ['"../up"', /cannot be named "\.\.\/up"/],
    ['x'.repeat(65), /has at most 64 characters/],
    ['Source', /^3 error: An action cannot be named "Source": the word is taken\./],
    ['seed', /the word is taken/],
    ['nul', /the word is taken/],
    ['COM1', /the word is taken/],
    ['12', /^3 error: "name" is the number 12; it should be a text/],
    ['', /^3 error: The action has no name\./],
  ];
  for (const [name, problem] of refused) {
    it(`cannot be ${name}`, () => {
      const found = wrong(workflow({name}));
      expect(found).to.have.length(1);
      expect(found[0]).to.match(problem);
    });
  }

  it('is not reported again where others refer to it', () => {
    const found = wrong(workflow({name: 'my-action'}, {name: 'b', dependencies: ['my-action']}));
    expect(found).to.have.length(1);
  });

  it('is there once, whatever its case: it becomes a folder', () => {
    expect(wrong(workflow({name: 'classify'}, {name: 'Classify'}))).to.deep.equal([
      '4 error: The action on line 3 is already called "classify"; case makes no difference. | Give one of them another name.',
    ]);
  });

  it('belongs to a map', () => {
    expect(wrong('name: wf\nactions:\n  - ask\n  - {name: a, prompt: x, schema: {a: string}}')).to.deep.equal([
      '3 error: This action is the text "ask"; it should be a map. | Write - name: my_action',
    ]);
  });
});
