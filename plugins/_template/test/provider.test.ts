import {isFault} from '@agac/provider';
import {expect} from 'chai';
import {open} from '../src/provider.js';
import {AcmeVendor} from '../src/vendor.js';

// What the conformance suite cannot know of, for it differs from vendor to vendor.
describe('the adapter for Acme', () => {
  const vendor = new AcmeVendor();
  const call = {signal: new AbortController().signal, log: () => {}};
  const provider = () =>
    open({
      name: 'acme',
      baseUrl: vendor.url,
      key: () => vendor.key,
      spool: '',
      options: {settleMs: 7, effort: 'high', model: 'other'},
    });

  before(() => vendor.start());
  after(() => vendor.stop());

  it('takes an answer that is no list for a fault, not for an empty list', async () => {
    for (const body of ['{}', '{"jobs": null}', '{"error": "none"}']) {
      vendor.fail({on: 'list', when: 'before', how: {status: 200, body}});
      const caught = await provider()
        .find?.({key: 'Kmissing', model: 'acme-1', count: 3, taken: []}, call)
        .catch((error: unknown) => error);
      expect(isFault(caught) && caught.retry).to.equal('later');
    }
  });

  it("keeps settleMs to itself and passes the user's other fields on, but for what it says itself", () => {
    const {body} = provider().encode({
      model: 'acme-1',
      messages: [{role: 'user', text: 'Hi'}],
      parameters: {topP: 0.5},
    });
    expect(body).to.deep.equal({effort: 'high', top_p: 0.5, model: 'acme-1', messages: [{role: 'user', text: 'Hi'}]});
    expect(provider().settleMs).to.equal(7);
  });
});
