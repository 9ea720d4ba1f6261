import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {open} from '../src/provider.js';
import {type Prism, startPrism} from './prism.js';
import {call, MODEL, partOf, rejection, submitted} from './workbench.js';

/** A server made of Google's description: it knows the paths, the methods and the bodies, and not how they hang together. */
describe("a server made of Google's description", () => {
  let folder: string;
  let prism: Prism;

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'prism-'));
    prism = await startPrism(folder);
  });

  after(async () => {
    await prism.stop();
    await rm(folder, {recursive: true, force: true});
  });

  const provider = (options = {}) =>
    open({name: 'gemini', baseUrl: prism.url, key: () => 'key-0123456789', spool: '', options});

  it('takes what we ask it', async () => {
    const gemini = provider();
    const {receipt} = await submitted(gemini);
    const job = {id: `batches/${receipt.id}`, files: ['files/f1']};
    expect((await gemini.status(job, call)).phase).to.equal('ended');
    await gemini.cancel?.(job, call);
    await gemini.discard?.(job, call);
  });

  it('says what is wrong with a body that is no good', async () => {
    const gemini = provider({generationConfig: {topK: 'many'}});
    const fault = await rejection(submitted(gemini, partOf(gemini, {model: MODEL})));
    expect(fault).to.include({code: 'refused', outcome: 'refused', retry: 'never'});
    expect(fault.message).to.match(/422/);
  });

  it('lists jobs for ever, and we do not read for ever', async () => {
    const lost = {key: 'Kpart', model: MODEL, count: 3, taken: []};
    expect(await rejection(provider().find?.(lost, call))).to.include({code: 'vendor-error', retry: 'later'});
  });
});
