import {symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {sound, TemporaryProject, told, WORKFLOW_FILE, withLines, wrong} from './temporary-project.js';

const STAGING = 'agent_workflow/wf/agent_io/staging';
const FILES = {'data/in/a.json': '[]', 'file.json': '[]', [`${STAGING}/batch1/a.json`]: '[]'};
const inputOf = (...top: readonly string[]) => sound([withLines(), ...top].join('\n'), FILES).input;

describe('where records come from', () => {
  const good: readonly (readonly [top: string, input: object])[] = [
    ['data_source: staging', {folder: STAGING}],
    ['data_source: {type: Staging}', {folder: STAGING}],
    ['data_source: {type: staging, folder: batch1}', {folder: `${STAGING}/batch1`}],
    ['data_source: data/in', {folder: 'data/in'}],
    ['data_source: ./data/in/', {folder: 'data/in'}],
    ['data_source: {type: local, folder: data/in}', {folder: 'data/in'}],
    [
      'data_source: {folder: data, file_type: [json, .CSV, "*.md"]}',
      {folder: 'data', fileTypes: ['.json', '.csv', '.md']},
    ],
    ['data_source: {type: staging, file_type: json}', {folder: STAGING, fileTypes: ['.json']}],
    ['defaults: {data_source: data, record_limit: 3, file_limit: 2}', {folder: 'data', recordLimit: 3, fileLimit: 2}],
    ['record_limit: 5', {folder: STAGING, recordLimit: 5}],
  ];
  for (const [top, input] of good) {
    it(`can be said: ${top}`, () => expect(inputOf(top)).to.deep.equal(input));
  }

  it('can be an address, with names of variables in its headers', () => {
    const usual = {headers: {}, records: [], maxBytes: 10_485_760, timeoutSeconds: 30};
    expect(inputOf('data_source: {type: API, url: "https://a.b/c?x=1#d", query: {y: 2, z: ä}}').api).to.deep.equal({
      url: 'https://a.b/c?x=1&y=2&z=%C3%A4',
      ...usual,
    });
    const secret = 'headers: {Authorization: "Bearer ${SHOP_TOKEN}", X-Api-Key: SHOP_KEY, X-Team: lamps}';
    const more = 'records: $.data.items, next: links.next, max_bytes: 5, timeout: 6';
    expect(inputOf(`data_source: {type: api, url: "http://127.0.0.1:8/", ${secret}, ${more}}`).api).to.deep.equal({
      url: 'http://127.0.0.1:8/',
      headers: {Authorization: 'Bearer ${SHOP_TOKEN}', 'X-Api-Key': '${SHOP_KEY}', 'X-Team': 'lamps'},
      records: ['data', 'items'],
      next: ['links', 'next'],
      maxBytes: 5,
      timeoutSeconds: 6,
    });
  });

  it('is what the workflow says first, then its defaults', () => {
    const defaults = 'defaults: {data_source: data, record_limit: 3}';
    expect(inputOf(defaults, 'data_source: data/in', 'record_limit: 1')).to.deep.equal({
      folder: 'data/in',
      recordLimit: 1,
    });
  });

  const bad: readonly (readonly [top: string, problem: string])[] = [
    [
      'data_source: ../elsewhere',
      '6 error: The input folder lies outside of the project. | Name a folder inside the project, relative to its root.',
    ],
    [
      'data_source: {folder: a/../../b}',
      '6 error: The input folder lies outside of the project. | Name a folder inside the project, relative to its root.',
    ],
    [
      'data_source: /etc',
      '6 error: The input folder lies outside of the project. | Name a folder inside the project, relative to its root.',
    ],
    [
      'data_source: nowhere',
      '6 error: The input folder nowhere is not there. | Name a folder that holds the input files.',
    ],
    [
      'data_source: file.json',
      '6 error: The input folder file.json is not a folder. | Name a folder that holds the input files.',
    ],
    [
      'data_source: {type: local}',
      '6 error: "data_source" names no folder. | Write folder: and a path inside the project.',
    ],
    ['data_source: {type: api}', '6 error: "data_source" names no address. | Write url: https://…'],
    [
      'data_source: {type: api, url: "https://a.b", folder: data}',
      '6 error: "folder" means nothing with this type of data_source. | Remove "folder".',
    ],
    [
      'data_source: {type: api, url: "http://a.b/c"}',
      '6 error: "url" reads a.b over http, where others can read it. | Use https.',
    ],
    [
      'data_source: {type: api, url: "https://me:geheim@a.b"}',
      '6 error: "url" holds a user name or password. (It is not shown here.) | Send it as a header, with the name of a variable.',
    ],
    [
      'data_source: {type: api, url: "https://a.b", query: {token: geheim}}',
      '6 error: A key in the query of an address is kept in logs. (It is not shown here.) | Send it as a header, if the API takes one.',
    ],
    [
      'data_source: {type: api, url: "https://a.b?x=${GEHEIM}"}',
      '6 error: A key in the query of an address is kept in logs. (It is not shown here.) | Send it as a header, if the API takes one.',
    ],
    [
      'data_source: {type: api, url: "https://a.b", headers: {Authorization: Bearer geheim}}',
      '6 error: The header "Authorization" holds a secret, or no name of a variable. (It is not shown here.) | Write Authorization: "Bearer ${MY_TOKEN}", for example, and put the token into .env.',
    ],
    [
      'data_source: {type: api, url: "https://a.b", headers: {X-Api-Key: "${geheim}"}}',
      '6 error: The header "X-Api-Key" holds a secret, or no name of a variable. (It is not shown here.) | Write X-Api-Key: "Bearer ${MY_TOKEN}", for example, and put the token into .env.',
    ],
    [
      'data_source: {type: api, url: "https://a.b", headers: {Host: c.d}}',
      '6 error: The header "Host" cannot be set. | Remove it.',
    ],
    [
      'data_source: {type: api, url: "https://a.b", next: links.next}',
      '6 error: "next" needs "records": an answer that is a list has no room for an address. | Write records: and the key of the list.',
    ],
    [
      'data_source: {type: api, url: "https://a.b", records: "items[0]"}',
      '6 error: "records" is no path. | Write keys with dots between them: data.items',
    ],
    [
      'data_source: {type: apy}',
      '6 error: "type" is the text "apy"; it should be "staging" or "local" or "api". | Did you mean "api"?',
    ],
    [
      'data_source: {folder: data, url: x}',
      '6 error: "url" means nothing with this type of data_source. | Write type: api.',
    ],
    ['data_source: [data]', '6 error: "data_source" is a list; it should be a text or a map.'],
    ['record_limit: 0', '6 error: "record_limit" is the number 0; it should be a whole number from 1.'],
  ];
  for (const [top, problem] of bad) {
    it(`is checked: ${top}`, () => {
      const found = wrong(`${withLines()}\n${top}`, FILES).filter(
        (line) => !line.includes('names no folder') || top.includes('local'),
      );
      expect(found).to.deep.equal([problem]);
    });
  }

  it('is not behind a link that leaves the project', () => {
    using outside = new TemporaryProject();
    using project = new TemporaryProject({[WORKFLOW_FILE]: `${withLines()}\ndata_source: linked`});
    symlinkSync(outside.root, join(project.root, 'linked'));
    expect(told(project.load().problems)[0]).to.match(/^6 error: The input folder lies outside of the project\./);
  });
});

describe('a limit that an action has', () => {
  const two = (first: string, second: string, third = '') => `name: wf
record_limit: 9
actions:
  - {name: a, prompt: x, schema: {a: string}${first}}
  - {name: b, prompt: x, schema: {a: string}${second}}
  - {name: c, prompt: x, schema: {a: string}, dependencies: a${third}}
`;
  const limits = (...own: readonly [string, string, string?]) => {
    const {input, actions} = sound(two(...own));
    return [input.recordLimit, ...actions.map(({limit}) => limit)];
  };

  it('is that of the input where all that read the staged records have the same', () => {
    expect(limits('', '')).to.deep.equal([9, undefined, undefined, undefined]);
    expect(limits(', record_limit: 2', ', record_limit: 2')).to.deep.equal([2, undefined, undefined, undefined]);
  });

  it('is its own where others take more, and what nobody takes is not read', () => {
    expect(limits(', record_limit: 2', '')).to.deep.equal([9, {records: 2}, undefined, undefined]);
    expect(limits(', record_limit: 2', ', record_limit: 3')).to.deep.equal([3, {records: 2}, undefined, undefined]);
    expect(limits('', ', record_limit: 20')).to.deep.equal([20, {records: 9}, undefined, undefined]);
    expect(limits('', ', file_limit: 1')).to.deep.equal([9, undefined, {files: 1}, undefined]);
  });

  it('counts what comes to an action that reads others', () => {
    expect(limits('', '', ', record_limit: 2, file_limit: 3')).to.deep.equal([
      9,
      undefined,
      undefined,
      {records: 2, files: 3},
    ]);
    expect(limits('', '', ', record_limit: 9')).to.deep.equal([9, undefined, undefined, {records: 9}]);
  });
});

describe('where outputs go', () => {
  const settings = (more: string) => ({
    'agent_actions.yml': `default_agent_config: {model_vendor: local, model_name: m${more}`,
  });
  const dirOf = (top: string, files = {}) => sound(`${withLines()}\n${top}`, files).outputDir;

  it('is what the workflow says, at its top or under defaults', () => {
    expect(dirOf('output_dir: out')).to.equal('out');
    expect(dirOf('defaults: {output_dir: ./out/x}')).to.equal('out/x');
    expect(dirOf('output_dir: top\ndefaults: {output_dir: below}')).to.equal('top');
  });

  it('is a folder of its own in what the project says', () => {
    expect(dirOf('', settings('}\noutput_dir: results\n'))).to.equal('results/wf');
    expect(dirOf('', settings(', output_dir: shared}\noutput_dir: results\n'))).to.equal('shared/wf');
    expect(dirOf('output_dir: mine', settings('}\noutput_dir: results\n'))).to.equal('mine');
  });

  it('is not where inputs are read from', () => {
    const advice = 'and be read as records by the next run. | Choose another output_dir or data_source.';
    const into = (folder: string) => wrong(`${withLines()}\noutput_dir: ${folder}`);
    expect(into(STAGING)).to.deep.equal([
      `6 error: Outputs would go to ${STAGING}, into the input folder ${STAGING}, ${advice}`,
    ]);
    expect(into(`${STAGING}/out`)[0]).to.match(/^6 error: Outputs would go to/);
    expect(into(`${STAGING}2`)).to.deep.equal([]);
    expect(wrong(`${withLines()}\ndata_source: agent_workflow`)).to.deep.equal([
      `6 error: Outputs would go to agent_workflow/wf/agent_io/target, into the input folder agent_workflow, ${advice}`,
    ]);
    expect(wrong(`${withLines()}\ndata_source: .`)).to.have.length(1);
  });

  it('is inside the project', () => {
    expect(wrong(`${withLines()}\noutput_dir: ../out`)[0]).to.match(
      /^6 error: "output_dir" names a folder outside of the project\./,
    );
    using outside = new TemporaryProject();
    using project = new TemporaryProject({[WORKFLOW_FILE]: `${withLines()}\noutput_dir: linked/new`});
    symlinkSync(outside.root, join(project.root, 'linked'));
    expect(told(project.load().problems)[0]).to.match(/^6 error: "output_dir" names a folder outside/);
  });
});
