import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {toJson} from '../../src/project/located.js';
import {loadProject} from '../../src/project/settings.js';

describe('loadProject', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'agac-settings-'));
  });
  afterEach(() => rmSync(root, {recursive: true}));

  const load = (text: string, file = 'agent_actions.yml') => {
    writeFileSync(join(root, file), text);
    const {settings, problems} = loadProject(root);
    return {
      settings,
      told: problems.map(({severity, line, message, suggestion}) => [line, severity, message, suggestion]),
    };
  };

  it('has a default for everything', () => {
    expect(load('project_name: x')).to.deep.equal({
      settings: {
        file: 'agent_actions.yml',
        projectName: 'x',
        schemaPaths: ['schema'],
        toolPaths: ['tools'],
        seedPath: 'seed_data',
        chunking: new Map(),
        vendors: new Map(),
      },
      told: [],
    });
    expect(load('').told).to.deep.equal([]);
  });

  it('reads what is written', () => {
    const {settings, told} = load(`
default_agent_config:
  temperature: 1
schema_path: [schemas, ./more/]
tool_path: lib
seed_data_path: seeds
output_dir: out
providers: {acme: {region: eu, key: ACME_KEY}, mine: {adapter: acme, api_key: MY_KEY, base_url: 'http://localhost:1/v1'}, bare:}
`);
    expect(told).to.deep.equal([]);
    expect(settings).to.deep.include({
      schemaPaths: ['schemas', 'more'],
      toolPaths: ['lib'],
      seedPath: 'seeds',
      outputDir: 'out',
    });
    const place = {file: 'agent_actions.yml', line: 8};
    expect(Object.fromEntries(settings.vendors)).to.deep.equal({
      acme: {place, options: {region: 'eu', key: 'ACME_KEY'}},
      mine: {
        place,
        adapter: {...place, name: 'acme'},
        keyEnv: 'MY_KEY',
        address: {...place, url: 'http://localhost:1/v1'},
        options: {},
      },
      bare: {place, options: {}},
    });
    expect(toJson(settings.defaults!)).to.deep.equal({temperature: 1});
    expect(settings.defaults?.line).to.equal(2);
  });

  for (const file of ['agent_actions.yaml', '.agent_actions.yml']) {
    it(`reads ${file}`, () => {
      expect(load('project_name: y', file).settings).to.include({file, projectName: 'y'});
    });
  }

  it('warns of keys that have no effect', () => {
    expect(load('schema_pth: x\noutput_storage: {backend: sqlite}\nzzz: 1').told).to.deep.equal([
      [
        1,
        'warning',
        '"schema_pth" is not a key of the project settings; it has no effect.',
        'Did you mean "schema_path"?',
      ],
      [
        2,
        'warning',
        '"output_storage" has no effect: outputs are JSON files, and what agac remembers is in .agac.',
        'Remove it; output_dir says where outputs go.',
      ],
      [
        3,
        'warning',
        '"zzz" is not a key of the project settings; it has no effect.',
        'There are: project_name, default_agent_config, schema_path, tool_path, seed_data_path, output_dir, output_storage, providers, chunk_config, chunk_size, chunk_overlap.',
      ],
    ]);
  });

  it('refuses what cannot be', () => {
    const {settings, told} = load(
      'chunk_config: {overlap: -1}\ntool_path: 3\nschema_path: ../up\nseed_data_path: /etc\ndefault_agent_config: []\nproviders: {a: {api_key: sk-abcdef}}',
    );
    expect(told.map(([line, severity, message]) => [line, severity, message])).to.deep.equal([
      [1, 'error', '"overlap" is the number -1; it should be a whole number from 0.'],
      [2, 'error', '"tool_path" is the number 3; it should be a text or a list of texts.'],
      [3, 'error', '"schema_path" names a folder outside of the project.'],
      [4, 'error', '"seed_data_path" names a folder outside of the project.'],
      [5, 'error', '"default_agent_config" is an empty list; it should be a map.'],
      [6, 'error', '"api_key" is not the name of an environment variable. (It is not shown here: it may be a key.)'],
    ]);
    expect(settings).to.include({seedPath: 'seed_data'});
  });

  it('refuses a folder behind a link that leaves the project', () => {
    const outside = mkdtempSync(join(tmpdir(), 'agac-outside-'));
    symlinkSync(outside, join(root, 'linked'));
    mkdirSync(join(root, 'real'));
    symlinkSync(join(root, 'real'), join(root, 'inside'));
    try {
      expect(load('schema_path: [linked, linked/new, inside]').settings.schemaPaths).to.deep.equal(['inside']);
    } finally {
      rmSync(outside, {recursive: true});
    }
  });

  it('says what the settings are that are no map, and goes on with the defaults', () => {
    const {settings, told} = load('- a\n');
    expect(told).to.deep.equal([[1, 'error', 'The settings are a list; they should be a map.', undefined]]);
    expect(settings.toolPaths).to.deep.equal(['tools']);
    expect(loadProject(join(root, 'nowhere')).problems[0]?.message).to.equal('The file cannot be read (ENOENT).');
  });
});
