import type {Json, JsonObject} from '@agac/provider';
import {expect} from 'chai';
import {compileChecker} from '../../src/answers/checker.js';
import {judgeTool} from '../../src/answers/judge-tool.js';
import type {Verdict} from '../../src/domain/verdict.js';
import type {ActionSchema, ToolAction} from '../../src/domain/workflow.js';

const SCORE: ActionSchema = {name: 'score', root: 'object', json: {type: 'object', required: ['score']}};

function verdict(value: Json | undefined, schema?: ActionSchema, passthrough: JsonObject = {}): Verdict {
  const action: ToolAction = {
    kind: 'tool',
    name: 'rate',
    dependencies: [],
    scope: {observe: [], drop: [], passthrough: [], seed: {}},
    ...(schema && {schema}),
    line: 1,
    impl: 'rateIt',
    file: 'tools/rate.js',
    granularity: 'record',
  };
  return judgeTool(value, {action, passthrough, ...(schema && {checker: compileChecker(schema)})});
}

describe('judgeTool', () => {
  it('makes an object one output and a list one for each item', () => {
    const metadata = {kind: 'tool'};
    expect(verdict({a: 1})).to.deep.equal({kind: 'accepted', contents: [{a: 1}], metadata});
    expect(verdict([{a: 1}, {a: 2}])).to.deep.equal({kind: 'accepted', contents: [{a: 1}, {a: 2}], metadata});
    expect(verdict([])).to.deep.equal({kind: 'accepted', contents: [], metadata});
    expect(verdict([1, null])).to.deep.equal({kind: 'accepted', contents: [{value: 1}, {value: null}], metadata});
  });

  it('rejects nothing, and says what is wanted', () => {
    for (const value of [undefined, null]) {
      expect(verdict(value)).to.include({kind: 'rejected', reason: 'tool-error'});
      expect(verdict(value)).to.have.property('message').that.contains(`\`rateIt\` returned ${value}`);
    }
  });

  it('checks an object, and each item of a list', () => {
    expect(verdict({score: 1}, SCORE)).to.have.property('kind', 'accepted');
    expect(verdict([{score: 1}, {score: 2}], SCORE)).to.have.property('kind', 'accepted');
    expect(verdict({}, SCORE)).to.deep.equal({
      kind: 'rejected',
      reason: 'invalid',
      message: 'What `rateIt` returned does not fit its schema. `score` is missing.',
      raw: '{}',
    });
    expect(verdict([{score: 1}, {}], SCORE))
      .to.have.property('message')
      .that.contains('Item 1: `score` is missing.');
  });

  it('checks the whole list by the schema of a list', () => {
    const list: ActionSchema = {name: 'l', root: 'array', json: {type: 'array', minItems: 2}};
    expect(verdict([1, 2], list)).to.have.property('kind', 'accepted');
    expect(verdict([1], list))
      .to.have.property('message')
      .that.contains('at least 2 items');
    expect(verdict({a: 1}, list))
      .to.have.property('message')
      .that.contains('must be a list');
  });

  it('adds what is passed through, after the check', () => {
    const strict = {...SCORE, json: {...SCORE.json, properties: {score: {}}, additionalProperties: false}};
    expect(verdict([{score: 1}], strict, {id: 7, score: 9}))
      .to.have.property('contents')
      .that.deep.equals([{score: 9, id: 7}]);
  });

  it('rejects what is nested too deeply', () => {
    let deep: Json = {};
    for (let i = 0; i < 256; i += 1) deep = {deep};
    expect(verdict(deep)).to.have.property('message').that.contains('nested too deeply');
  });
});
