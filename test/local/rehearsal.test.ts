import {expect} from 'chai';
import {fateOf, rehearsalOf} from '../../src/local/rehearsal.js';
import {Bench, call, ended, partOf, request, resultsOf, thrownBy} from './support.js';

const ids = Array.from({length: 4000}, (_, index) => `r${index}`);

describe('local/rehearsal', () => {
  it('lets about the stated share fail, and decides by the id', () => {
    const rehearsal = rehearsalOf({fail: 0.1, invalid: 0.05, missing: 0.02});
    const fates = ids.map((id) => fateOf(id, rehearsal));
    const share = (fate: string) => fates.filter((found) => found === fate).length / ids.length;
    expect(share('fail')).to.be.closeTo(0.1, 0.02);
    expect(share('invalid')).to.be.closeTo(0.05, 0.02);
    expect(share('missing')).to.be.closeTo(0.02, 0.01);
    expect(ids.map((id) => fateOf(id, rehearsal))).to.deep.equal(fates);
    const failed = ids.filter((id) => fateOf(id, rehearsal) === 'fail');
    const again = failed.filter((id) => fateOf(`${id}again`, rehearsal) === 'fail');
    expect(again.length / failed.length).to.be.lessThan(0.3);
  });

  it('refuses shares that make no sense', () => {
    const bad = [{fail: 2}, {missing: -1}, {invalid: '0.1'}, {fail: 0.6, missing: 0.6}, {latencyMs: 1e9}, {seed: {}}];
    for (const options of bad) {
      expect(
        thrownBy(() => rehearsalOf(options)),
        JSON.stringify(options),
      ).to.include({code: 'unsupported', retry: 'never'});
    }
  });

  it('shows in the results of a job: faults, prose where JSON was asked for, lines that never come', async () => {
    const bench = new Bench();
    try {
      const options = {fail: 0.3, invalid: 0.3, missing: 0.2};
      const provider = bench.provider({options});
      const schema = {name: 'x', json: {type: 'object', properties: {n: {type: 'integer'}}, required: ['n']}};
      const {body} = provider.encode(request('?', {schema}));
      async function* entries() {
        for (const id of ids.slice(0, 100)) yield {id, body};
      }
      const receipt = await provider.submit({...partOf(provider, 'p', {count: 100}), entries}, call);
      const status = await ended(provider, receipt);
      const results = await resultsOf(provider, receipt);
      const rehearsal = rehearsalOf(options);
      for (const id of ids.slice(0, 100)) {
        const result = results.find((found) => found.id === id);
        const fate = fateOf(id, rehearsal);
        if (fate === 'missing') expect(result).to.equal(undefined);
        if (fate === 'fail') expect(result).to.include({kind: 'fault'});
        if (fate === 'answer')
          expect(result)
            .to.have.property('text')
            .that.matches(/^\{"n":\d+\}$|^\{"n":/);
        if (fate === 'invalid')
          expect(result)
            .to.have.property('text')
            .that.matches(/^[A-Z]/);
      }
      expect(status.counts!.failed).to.equal(results.filter(({kind}) => kind === 'fault').length);
      expect(status.end).to.equal('completed');
    } finally {
      await bench.clear();
    }
  });
});
