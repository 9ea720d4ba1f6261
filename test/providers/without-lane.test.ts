import {expect} from 'chai';
import {withoutLane} from '../../src/providers/without-lane.js';
import {agacError} from '../store/agac-error.js';
import {entry} from './packages.js';

const NONE = {batch: false, why: 'It has none.'} as const;
const ENTRIES = [entry({keyEnv: 'ACME_KEY', baseUrlEnv: 'ACME_URL'}), entry({name: 'shape', keyEnv: 'SHAPE_KEY'})];

describe('providers/without-lane', () => {
  const instead = (connection: {adapter?: string; baseUrl?: string; keyEnv?: string}, chat = {}, env = {}) =>
    withoutLane({vendor: 'acme', options: {a: 1}, ...connection}, {...NONE, chat}, {entries: ENTRIES, env});

  it('asks the built-in engine in the name of the vendor, at its address and with its key', () => {
    const env = {ACME_URL: 'https://env.example/v1'};
    const found = {
      vendor: 'acme',
      adapter: 'local',
      keyEnv: 'ACME_KEY',
      baseUrl: 'https://env.example/v1',
      options: {a: 1},
    };
    expect(instead({}, {}, env)).to.deep.equal(found);
    const own = {baseUrl: 'https://own.example', keyEnv: 'MINE'};
    expect(instead(own, {}, env)).to.deep.equal({...found, ...own});
    const chat = {baseUrl: 'https://chat.example/v1', options: {}};
    expect(instead(own, chat, env)).to.deep.equal({...found, ...own, ...chat});
  });

  it("takes no key of the adapter's own for a vendor that a project names", () => {
    const mine = withoutLane({vendor: 'mine', adapter: 'shape', baseUrl: 'https://own.example', options: {}}, NONE, {
      entries: ENTRIES,
      env: {},
    });
    expect(mine).to.deep.equal({vendor: 'mine', adapter: 'local', baseUrl: 'https://own.example', options: {}});
  });

  it('says what to write where there is no address, or none that may be stored', async () => {
    for (const baseUrl of [undefined, 'https://user:hunter2@host/v1', 'https://host/?key=hunter2', 'hunter2']) {
      const error = await agacError('WORKFLOW_INVALID', () => instead({}, {baseUrl}));
      expect(error.message).to.contain('acme has no batch lane').and.not.contain('hunter2');
      expect(error.actions.join()).to.contain('base_url');
    }
  });
});
