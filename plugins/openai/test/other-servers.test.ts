import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {LLMock} from '@copilotkit/aimock';
import {expect} from 'chai';
import {open} from '../src/provider.js';
import {call, ended, partOf, resultsOf, submitting} from './life.js';

const ROOT = join(import.meta.dirname, '../../..');
const MODEL = 'gpt-4.1-mini';
const provider = (baseUrl: string) =>
  open({name: 'openai', baseUrl, key: () => 'sk-test-0123456789', spool: '', options: {settleMs: 1}});

// Servers that others wrote of OpenAI's documentation.
describe('the adapter for OpenAI, over servers that are not ours', function () {
  this.timeout(60_000);

  describe('aimock', () => {
    const mock = new LLMock({port: 0, logLevel: 'silent'});
    let url = '';
    before(async () => {
      url = `${await mock.start()}/v1`;
    });
    after(() => mock.stop());

    it('goes through the whole life of a job, and finds it again', async () => {
      const openai = provider(url);
      const submit = submitting();
      const part = partOf(openai, {model: MODEL, key: 'Kaimock', count: 4});
      const receipt = await openai.submit(part, submit);
      const lost = {key: part.key, model: MODEL, count: 4, taken: [], step: submit.steps.at(-1) as never};
      expect((await openai.find?.(lost, call))?.id).to.equal(receipt.id);
      expect(await ended(openai, receipt)).to.deep.include({
        end: 'completed',
        counts: {total: 4, succeeded: 4, failed: 0},
      });
      const results = await resultsOf(openai, receipt);
      expect(results.map(({kind, id}) => `${kind} ${id}`).sort()).to.deep.equal([
        'answer r0',
        'answer r1',
        'answer r2',
        'answer r3',
      ]);
      await openai.discard?.(receipt, call);
      await openai.discard?.(receipt, call);
    });

    it('cancels', async () => {
      const openai = provider(url);
      const receipt = await openai.submit(partOf(openai, {model: MODEL, key: 'Kstop'}), submitting());
      await openai.cancel?.(receipt, call);
      expect((await ended(openai, receipt)).end).to.equal('cancelled');
      await openai.cancel?.(receipt, call);
    });
  });

  describe("Prism, over OpenAI's own description", () => {
    let server: ChildProcess;
    let url = '';
    before(async () => {
      const port = await freePort();
      url = `http://127.0.0.1:${port}`;
      const prism = join(ROOT, 'node_modules/@stoplight/prism-cli/dist/index.js');
      const spec = join(ROOT, 'test/specs/openai-batch-subset.json');
      server = spawn(process.execPath, [prism, 'mock', spec, '-h', '127.0.0.1', '-p', String(port)], {stdio: 'ignore'});
      await answering(url);
    });
    after(async () => {
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
    });

    it('has its questions about jobs taken, and reads the answers', async () => {
      const openai = provider(url);
      expect(await openai.status({id: 'batch_1'}, call)).to.include({phase: 'validating', word: 'validating'});
      await openai.cancel?.({id: 'batch_1'}, call);
    });

    it('has its upload and its create taken, as the description says they must be', async () => {
      const receipt = await provider(url).submit(partOf(provider(url), {model: MODEL}), submitting());
      expect(receipt.id).to.be.a('string');
    });
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answering(url: string): Promise<void> {
  for (let tried = 0; tried < 400; tried += 1) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    await delay(100);
  }
  throw new Error(`${url} does not answer.`);
}
