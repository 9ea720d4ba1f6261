import {expect} from 'chai';
import fc from 'fast-check';
import {toOutput} from '../../src/outputs/to-output.js';
import {inputRecord} from './outputs.js';

const made = (change: object = {}) => ({
  action: 'label',
  index: 0,
  content: {sentiment: 'good'},
  metadata: {kind: 'llm', provider: 'acme'} as const,
  ...change,
});

describe('toOutput', () => {
  it('starts a lineage at a source record', () => {
    const output = toOutput(inputRecord(), made());
    const id = output.target_id;
    expect(output).to.deep.equal({
      source_guid: 'guid',
      target_id: id,
      parent_target_id: null,
      root_target_id: id,
      node_id: `label_${id}`,
      lineage: [`label_${id}`],
      content: {sentiment: 'good'},
      metadata: {kind: 'llm', provider: 'acme'},
    });
    expect(id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('continues the lineage of an output', () => {
    const input = inputRecord({lineage: ['one_1', 'two_2'], parentId: '2', rootId: '1'});
    const output = toOutput(input, made({recovery: {retries: 1}}));
    expect(output.parent_target_id).to.equal('2');
    expect(output.root_target_id).to.equal('1');
    expect(output.lineage).to.deep.equal(['one_1', 'two_2', output.node_id]);
    expect(output._recovery).to.deep.equal({retries: 1});
  });

  it('gives the same id to the same place, and to every other place another one', () => {
    const place = fc.record({
      guid: fc.constantFrom('g', 'g,0'),
      // What comes after the position of the source: which outputs it descends from.
      path: fc.array(fc.nat(2), {maxLength: 2}),
      action: fc.constantFrom('a', 'a_1'),
      index: fc.nat(2),
    });
    const idOf = ({guid, path, action, index}: {guid: string; path: number[]; action: string; index: number}) =>
      toOutput(inputRecord({guid, seq: [0, ...path]}), made({action, index})).target_id;
    fc.assert(
      fc.property(fc.array(place, {minLength: 20}), (places) => {
        const distinct = new Set(places.map((each) => JSON.stringify(each)));
        expect(new Set(places.map(idOf)).size).to.equal(distinct.size);
      }),
    );
  });

  it('keeps its ids when rows are inserted before the source', () => {
    const [before, after] = [3, 4].map((position) => toOutput(inputRecord({seq: [position, 1]}), made()).target_id);
    expect(before).to.equal(after);
  });

  it('depends on nothing but the place', () => {
    const one = toOutput(inputRecord({ordinal: 3, file: 'x'}), made());
    const other = toOutput(inputRecord({ordinal: 4, file: 'y'}), made({content: {}, metadata: {kind: 'tool'}}));
    expect(one.target_id).to.equal(other.target_id);
  });
});
