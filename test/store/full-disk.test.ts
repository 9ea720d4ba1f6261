import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {readJournal} from '../../src/store/journal.js';
import {scriptArgs} from './children/child.js';
import {temporaryFolder} from './temporary-folder.js';

/** In blocks of 512 or 1,024 bytes, as the shell likes. */
const FILE_LIMIT = 2_048;

describe('store, when there is no room for all of a line', () => {
  const folder = temporaryFolder();

  it('says so, and what is written next stands behind the last whole line', () => {
    const args = [process.execPath, ...scriptArgs('run-out-of-room.ts', folder())].map((arg) => `'${arg}'`);
    const {stdout, stderr} = spawnSync('sh', ['-c', `ulimit -f ${FILE_LIMIT}; exec ${args.join(' ')}`]);
    expect(stderr.toString()).to.equal('');
    const {failures, lines} = JSON.parse(stdout.toString()) as {failures: string[]; lines: number};
    expect(failures).to.deep.equal(['STORE_WRITE', 'STORE_WRITE', 'STORE_WRITE']);
    expect(lines).to.equal(2);

    const {events} = readJournal(join(folder(), 'journal.jsonl'));
    expect(events.map((event) => 'message' in event && event.message)).to.deep.equal(['first', 'second']);
    expect(readFileSync(join(folder(), 'lines.jsonl'), 'utf8')).to.equal('"first"\n"second"\n');
    expect(readFileSync(join(folder(), 'whole'), 'utf8')).to.equal('second');
    expect(readdirSync(folder())).to.have.length(3);
  });
});
