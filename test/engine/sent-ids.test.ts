import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {sentIds} from '../../src/engine/sent-ids.js';
import type {BatchRequestLine, OnlineRequestLine} from '../../src/engine/stored-lines.js';
import {requestsFile} from '../../src/store/run-files.js';
import {agacError} from '../outputs/outputs.js';
import {collect} from '../store/collect.js';
import {temporaryFolder} from '../store/temporary-folder.js';

describe('engine/sent-ids', () => {
  const folder = temporaryFolder();

  function idsOf(...lines: readonly string[]): Promise<string[]> {
    const store = {path: (name: string) => join(folder(), name)};
    mkdirSync(store.path('parts'), {recursive: true});
    writeFileSync(store.path(requestsFile(0)), lines.map((line) => `${line}\n`).join(''));
    return collect(sentIds(store, 0));
  }

  it('finds the ids of what was sent as a batch and of what was asked one by one', async () => {
    const batch: BatchRequestLine = {id: 'a1', body: {id: 'of the body', text: '"id":"b"'}};
    const online: OnlineRequestLine = {id: 'a2', request: {model: 'm', messages: [], parameters: {}}};
    expect(await idsOf(JSON.stringify(batch), JSON.stringify(online))).to.deep.equal(['a1', 'a2']);
    expect(await idsOf()).to.deep.equal([]);
  });

  it('says of which file a line is damaged', async () => {
    for (const line of ['', '{"id":"a', '{"body":{},"id":"a1"}', '{"id":"\\u0061"}']) {
      const error = await agacError(() => idsOf('{"id":"a1","body":{}}', line));
      expect([error.code, error.message]).to.deep.equal([
        'STORE_DAMAGED',
        `A line of ${join(folder(), 'parts/0.requests.jsonl')} is not what agac wrote.`,
      ]);
    }
  });
});
