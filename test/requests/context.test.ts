import type {Json, JsonObject} from '@agac/provider';
import {expect} from 'chai';
import fc from 'fast-check';
import {openScope} from '../../src/requests/context.js';
import {action, record, type Scope} from './samples.js';

/** As it would be written to a request. */
function observed(scope: Scope, context: Record<string, JsonObject>): JsonObject {
  const result = openScope(action(scope)).observe(record(context));
  if (result.kind === 'problem') throw new Error(result.message);
  return JSON.parse(JSON.stringify(result));
}

function problem(scope: Scope, context: Record<string, JsonObject>): string {
  const result = openScope(action(scope)).observe(record(context));
  return result.kind === 'problem' ? result.message : 'none';
}

const TICKET = {source: {id: 7, message: 'hi', note: null, user: {name: 'Ann', mail: 'a@b'}}, sort: {kind: 'bug'}};

describe('openScope', () => {
  it('shows the declared fields under their namespaces', () => {
    const scope = {observe: ['source.message', 'sort.kind']};
    expect(observed(scope, TICKET)['shown']).to.deep.equal({source: {message: 'hi'}, sort: {kind: 'bug'}});
  });

  it('keeps the way to a field inside a field', () => {
    const {shown} = observed({observe: ['source.user.name']}, TICKET);
    expect(shown).to.deep.equal({source: {user: {name: 'Ann'}}});
  });

  it('takes all fields for a wildcard, minus the dropped ones', () => {
    const {shown} = observed({observe: ['source.*'], drop: ['source.id', 'source.user.mail']}, TICKET);
    expect(shown).to.deep.equal({source: {message: 'hi', note: null, user: {name: 'Ann'}}});
  });

  it('takes for a wildcard what is there, and nothing is no problem', () => {
    expect(observed({observe: ['later.*', 'sort.*']}, TICKET)['shown']).to.deep.equal({sort: {kind: 'bug'}});
  });

  it('counts null as there', () => {
    expect(observed({observe: ['source.note']}, TICKET)['shown']).to.deep.equal({source: {note: null}});
  });

  it('names a declared field that is missing, and the nearest one', () => {
    expect(problem({observe: ['source.mesage']}, TICKET)).to.equal(
      '`triage` observes `source.mesage`, which this record does not have. Did you mean `source.message`?',
    );
    expect(problem({observe: ['source.user.nam']}, TICKET)).to.contain('Did you mean `source.user.name`?');
    expect(problem({observe: ['sorce.message']}, TICKET)).to.contain('Did you mean `source`?');
    expect(problem({passthrough: ['source.idd']}, TICKET)).to.contain('passes through `source.idd`');
  });

  it('lists what there is when nothing is near', () => {
    expect(problem({observe: ['sort.temperature']}, TICKET)).to.match(/does not have\. There is `sort\.kind`\.$/);
  });

  it('hands passthrough fields on by their last name and does not show them', () => {
    const result = observed({observe: ['source.message'], passthrough: ['source.id', 'source.user.name']}, TICKET);
    expect(result['shown']).to.deep.equal({source: {message: 'hi'}});
    expect(result['passthrough']).to.deep.equal({id: 7, name: 'Ann'});
    expect(result['nameable']).to.deep.equal({source: {message: 'hi', id: 7, user: {name: 'Ann'}}});
  });

  it('hands on what is hidden from the model by drop, when it is passed through by name', () => {
    const scope = {observe: ['source.*'], drop: ['source.id', 'source.user'], passthrough: ['source.id']};
    const result = observed(scope, TICKET);
    expect(result['passthrough']).to.deep.equal({id: 7});
    expect(JSON.stringify([result['shown'], result['nameable']])).not.to.contain('7');
    expect(observed({...scope, passthrough: ['source.*']}, TICKET)['passthrough']).to.deep.equal({
      message: 'hi',
      note: null,
    });
  });

  it('lets the prompt name all seed data and shows what is observed of it', () => {
    const scope = {observe: ['seed.rubric'], seed: {rubric: {high: 3}, other: 1}};
    const result = observed(scope, TICKET);
    expect(result['shown']).to.deep.equal({seed: {rubric: {high: 3}}});
    expect(result['nameable']).to.deep.equal({seed: {rubric: {high: 3}, other: 1}});
  });

  it('gives null for what an action that was skipped did not make, and what it passed through', () => {
    const skipped = {...record({...TICKET, sort: {id: 7}}), skipped: ['sort', 'gone']};
    const about = (scope: Scope) => JSON.parse(JSON.stringify(openScope(action(scope)).observe(skipped)));
    const named = about({
      observe: ['sort.kind', 'sort.id', 'sort.a.b', 'source.id'],
      passthrough: ['sort.kind', 'sort.id'],
    });
    const shown = {sort: {id: 7, kind: null, a: {b: null}}, source: {id: 7}};
    expect(named).to.deep.equal({kind: 'observed', shown, nameable: shown, passthrough: {kind: null, id: 7}});
    expect(about({observe: ['sort.*'], drop: ['sort.id'], passthrough: ['sort.*']})).to.deep.equal({
      kind: 'observed',
      shown: {sort: null},
      nameable: {sort: null},
      passthrough: {},
    });
    expect(about({observe: ['sort.kind', 'sort.id'], drop: ['sort.id']})['shown']).to.deep.equal({sort: {kind: null}});
    expect(about({observe: ['source.id'], passthrough: ['sort.*']})['passthrough']).to.deep.equal({id: 7});
  });

  it('sees no inherited name', () => {
    for (const name of ['toString', 'constructor', '__proto__', 'hasOwnProperty']) {
      expect(problem({observe: [`source.${name}`]}, TICKET)).to.contain('does not have');
      expect(problem({observe: [`${name}.x`]}, TICKET)).to.contain('does not have');
    }
  });

  it('takes a field called __proto__ as data and pollutes nothing', () => {
    const source: JsonObject = JSON.parse(
      '{"__proto__": {"polluted": 1}, "a": {"__proto__": {"polluted": 1}, "b": 2}}',
    );
    const scope = {observe: ['source.__proto__', 'source.a.b'], drop: ['source.a.x'], passthrough: ['source.*']};
    const result = openScope(action(scope)).observe(record({source}));
    expect(JSON.stringify(result)).to.contain('"shown":{"source":{"__proto__":{"polluted":1},"a":{"b":2}}}');
    expect(JSON.stringify(result)).to.contain('"passthrough":{"__proto__":{"polluted":1},"a":{');
    expect(({} as JsonObject)['polluted']).to.equal(undefined);
  });

  it('shows every field of a record for a wildcard, whatever they are called', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (fields) => {
        const source = JSON.parse(JSON.stringify(fields)) as JsonObject;
        const {shown} = observed({observe: ['source.*']}, {source});
        expect(shown).to.deep.equal({source} satisfies Json);
      }),
    );
  });
});
