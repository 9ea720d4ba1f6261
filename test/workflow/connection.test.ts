import {expect} from 'chai';
import fc from 'fast-check';
import {load, sound, withLines, wrong} from './temporary-project.js';

describe('the key of a model', () => {
  for (const name of ['ACME_KEY', 'A', 'K2_', `"\${ACME_KEY}"`, `"\${ ACME_KEY }"`]) {
    it(`is named by ${name}`, () => {
      const {keyEnv} = sound(withLines(`api_key: ${name}`)).actions[0] as {keyEnv?: string};
      expect(keyEnv).to.equal(name.replace(/["${} ]/g, ''));
    });
  }

  const literals = [
    'sk-proj-abcdefghijklmnop',
    'AIzaSyA1234567890abcdef',
    'AKIAIOSFODNN7EXAMPLE',
    'lower_case',
    'Bearer abc.def',
    `"\${sk-live-123456}"`,
    '${',
    '3f2a9c41b7',
    '[sk-in-a-list]',
    '{secret: sk-in-a-map}',
    '1234567890',
  ];
  for (const literal of literals) {
    it(`is never echoed where it is written out: ${literal}`, () => {
      for (const yaml of [
        withLines(`api_key: ${literal}`),
        `${withLines()}\ndefaults: {api_key: ${literal.replace(/[{}]/g, '')}}`,
      ]) {
        const {workflow, problems} = load(yaml);
        expect(workflow).to.equal(undefined);
        const secret = literal.replace(/^["[{$ ]+|["\]} ]+$/g, '').replace(/^secret: /, '');
        if (secret.length > 3 && !/^\d+$/.test(secret)) expect(JSON.stringify(problems)).to.not.include(secret);
      }
    });
  }

  it('is never echoed, whatever it is', () => {
    const literal = fc.stringMatching(/^[a-z0-9][A-Za-z0-9_-]{11,40}$/);
    fc.assert(
      fc.property(literal, (secret) => {
        const {workflow, problems} = load(withLines(`api_key: "${secret}"`));
        expect(workflow).to.equal(undefined);
        expect(JSON.stringify(problems)).to.not.include(secret);
      }),
      {numRuns: 40},
    );
  });

  it('is refused with its line and what to do', () => {
    expect(wrong(withLines('api_key: sk-abc'))).to.deep.equal([
      '6 error: "api_key" is not the name of an environment variable. (It is not shown here: it may be a key.) | Write api_key: MY_API_KEY, for example, and put the key itself into .env or the environment.',
    ]);
  });

  it('is found among vendor options, too', () => {
    for (const line of ['{api_key: abc}', '{headers: {Authorization: abc}}', '{x: [sk-abcdef]}', '{auth-token: abc}']) {
      const found = wrong(withLines(`vendor_options: ${line}`));
      expect(found).to.have.length(1);
      expect(found[0])
        .to.match(/^6 error: This looks like a secret\./)
        .and.not.include('abc');
    }
    expect(wrong(withLines('vendor_options: {api_key: MY_KEY, max_output_tokens: 3, tokens: a}'))).to.deep.equal([]);
  });
});

describe('the address of a model', () => {
  for (const url of [
    'https://gateway.example/v1',
    'http://localhost:8080',
    'http://127.0.0.1:1/x',
    'http://[::1]:1/',
  ]) {
    it(`may be ${url}`, () => {
      expect(sound(withLines(`base_url: ${url}`)).actions[0]).to.include({baseUrl: url});
    });
  }

  const refused: readonly (readonly [string, RegExp])[] = [
    ['https://user:hunter2@host/v1', /^6 error: "base_url" holds more than an address/],
    ['https://hunter2@host/v1', /^6 error: "base_url" holds more than an address/],
    ['https://host/v1?key=hunter2', /^6 error: "base_url" holds more than an address/],
    ['https://host/v1#hunter2', /^6 error: "base_url" holds more than an address/],
    ['ftp://hunter2/', /^6 error: "base_url" is not an address that begins with https/],
    ['hunter2', /^6 error: "base_url" is not an address/],
    ['[https://hunter2]', /^6 error: "base_url" is a list/],
  ];
  for (const [url, problem] of refused) {
    it(`is refused and not echoed: ${url}`, () => {
      const found = wrong(withLines(`base_url: "${url}"`.replace('"[', '[').replace(']"', ']')));
      expect(found).to.have.length(1);
      expect(found[0]).to.match(problem).and.not.include('hunter2');
    });
  }

  it('is warned of where the key would travel in the clear', () => {
    expect(wrong(withLines('base_url: http://gateway.example:1/v1'))).to.deep.equal([
      '6 warning: Requests to gateway.example:1 go over http: others on the way can read them and the key. | Use https.',
    ]);
  });
});

describe('the vendor of a model', () => {
  it('is one that is installed', () => {
    expect(wrong(withLines('model_vendor: acmee'))).to.deep.equal([
      '6 error: No installed provider is named "acmee". | Did you mean "acme"?',
    ]);
    expect(wrong(withLines('model_vendor: faraway'))).to.deep.equal([
      '6 error: No installed provider is named "faraway". | agac plugins install @agac/provider-faraway',
    ]);
  });
});
