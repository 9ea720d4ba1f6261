import {expect} from 'chai';
import {BROKEN} from '../../src/conformance/broken/all.js';
import {SECTIONS} from '../../src/conformance/cases.js';

const CASES = Object.values(SECTIONS).flat();

describe('the conformance cases', () => {
  it('have ids and titles of their own, and sections of their letter', () => {
    const ids = CASES.map(({id}) => id);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(new Set(CASES.map(({title}) => title)).size).to.equal(CASES.length);
    for (const id of ids) expect(id).to.match(/^[A-I]\d{1,2}[a-d]?$/);
  });

  it('are what the broken adapters name, each broken in a way of its own', () => {
    const ids = new Set(CASES.map(({id}) => id));
    for (const {caughtBy} of BROKEN) expect(ids).to.include(caughtBy);
    expect(new Set(BROKEN.map(({name}) => name)).size).to.equal(BROKEN.length);
  });

  it('have a broken adapter each, for a case that notices none is no case', () => {
    const noticing = new Set(BROKEN.map(({caughtBy}) => caughtBy));
    expect(CASES.map(({id}) => id).filter((id) => !noticing.has(id))).to.deep.equal([]);
  });
});
