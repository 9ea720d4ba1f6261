import {expect} from 'chai';
import {call, MODEL, partOf, rejection, submitted, Workbench} from './workbench.js';

const PIECE = 8 * 1024 * 1024;

describe('submitting to Gemini', () => {
  const bench = new Workbench();

  it('puts less than 19 MB into the create, and more into a file, in pieces of 8 MiB', async () => {
    const provider = bench.opened();
    const {receipt: small, steps: none} = await submitted(provider, partOf(provider, {count: 185, length: 100_000}));
    expect(small).to.deep.equal({id: 'batches/b000001', files: []});
    expect(none).to.deep.equal([]);
    expect(bench.asked()).to.deep.equal(['create']);
    const {receipt: large, steps} = await submitted(provider, partOf(provider, {count: 190, length: 100_000}));
    expect(bench.asked().slice(1)).to.deep.equal(['other', 'upload', 'upload', 'upload', 'create']);
    const [file] = bench.gemini.left().files;
    expect(large).to.deep.equal({id: 'batches/b000002', files: [file?.id]});
    expect(steps).to.have.length(1);
    expect(steps[0]).to.have.all.keys('file', 'uploadedAt');
    expect(file?.name).to.equal('Kpart');
    expect(await bench.gemini.received(large.id)).to.have.length(190);
  });

  it('sends a file of exactly one piece as one', async () => {
    const provider = bench.opened({inline: false});
    const empty = provider.encode({model: MODEL, messages: [{role: 'user', text: ''}], parameters: {}}).bytes;
    const around = empty - 64 + 'r0'.length + 1;
    const {receipt} = await submitted(provider, partOf(provider, {count: 8, length: PIECE / 8 - around}));
    expect(bench.gemini.left().files[0]?.bytes).to.equal(PIECE);
    expect(bench.asked()).to.deep.equal(['other', 'upload', 'create']);
    expect(await bench.gemini.received(receipt.id)).to.have.length(8);
  });

  it('goes on with an upload that is there, even where the requests would fit into the create', async () => {
    const {steps} = await submitted(bench.opened({inline: false}));
    const {receipt} = await submitted(bench.opened(), undefined, steps[0]);
    expect(receipt.files).to.deep.equal([steps[0]?.['file']]);
    expect(bench.asked().filter((on) => on === 'upload')).to.have.length(1);
  });

  it('makes an upload again that Google could not process', async () => {
    const provider = bench.opened({inline: false});
    const {steps} = await submitted(provider);
    bench.gemini.fail({
      on: 'other',
      when: 'before',
      how: {status: 200, body: '{"name": "files/a", "state": "FAILED"}'},
    });
    const {receipt} = await submitted(provider, undefined, steps[0]);
    expect(receipt.files).not.to.deep.equal([steps[0]?.['file']]);
  });

  it('uploads to no other host than the one that it was given', async () => {
    const headers = {'x-goog-upload-url': 'http://127.0.0.1:9/upload'};
    bench.gemini.fail({on: 'other', when: 'before', how: {status: 200, body: '{}', headers}});
    const fault = await rejection(submitted(bench.opened({inline: false})));
    expect(fault).to.include({code: 'foreign-host', outcome: 'not-sent', retry: 'never'});
  });

  it('says so when Google names no address to upload to', async () => {
    bench.gemini.fail({on: 'other', when: 'before', how: {status: 200, body: '{}'}});
    const fault = await rejection(submitted(bench.opened({inline: false})));
    expect(fault).to.include({code: 'vendor-error', outcome: 'not-sent', retry: 'later'});
  });

  it('is refused as a whole for one row that is no good, and for a model that there is not', async () => {
    const odd = await rejection(submitted(bench.opened({responseModality: 'TEXT'})));
    expect(odd).to.include({code: 'refused', outcome: 'refused'});
    expect(odd.message).to.match(/Unknown name "responseModality"/);
    const provider = bench.opened();
    const unknown = await rejection(submitted(provider, partOf(provider, {model: 'palm-2'})));
    expect(unknown).to.include({code: 'not-found', outcome: 'refused'});
    expect(bench.gemini.left().jobs).to.deep.equal([]);
  });

  it('keeps the key in a header, and asks the same with the version in the base url', async () => {
    const provider = bench.opened({}, `${bench.gemini.url}/v1beta/`);
    const {receipt} = await submitted(provider);
    await provider.status(receipt, call);
    expect(bench.gemini.seen().map(({path}) => path)).to.deep.equal([
      `/v1beta/models/${MODEL}:batchGenerateContent`,
      '/v1beta/batches/b000001',
    ]);
    expect(bench.gemini.seen().map(({key}) => key)).to.deep.equal([bench.gemini.key, bench.gemini.key]);
  });
});
