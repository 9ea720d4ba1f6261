import {expect} from 'chai';
import fc from 'fast-check';
import {redact} from '../../src/kit/redact.js';

describe('kit/redact', () => {
  const key = 'pass"word/+é key-42';

  it('hides a secret in every form it is likely to be echoed in', () => {
    const forms = [
      key,
      encodeURIComponent(key),
      JSON.stringify({key}),
      Buffer.from(key).toString('base64'),
      Buffer.from(key).toString('base64url'),
      Buffer.from(`u:${key}`).toString('base64'),
      Buffer.from(`us:${key}`).toString('base64'),
      Buffer.from(`use:${key}`).toString('base64'),
    ];
    for (const form of forms) {
      const clean = redact(`before ${form} after`, [key]);
      expect(clean, form).to.match(/^before .*\*\*\*.* after$/);
      expect(Buffer.from(clean.replace(/^before | after$/g, ''), 'base64').toString(), form).to.not.include('word');
      expect(clean, form).to.not.include('word');
    }
  });

  it('hides whatever looks like a key', () => {
    const seen = [
      'sk-proj-abcdefghij0123456789',
      'sk-ant-api03-abcdefghij0123456789',
      'AIzaSyA0123456789abcdefghijklmno',
      'gsk_abcdefghij0123456789',
      'AKIAABCDEFGHIJKLMNOP',
      'Bearer abcdefgh.ijkl-mnop',
      'https://h/x?key=abcdefgh&y=1',
      'https://user:hunter22@h/x',
    ];
    for (const text of seen) expect(redact(text, []), text).to.not.match(/abcdefgh|AIzaSy|ABCDEFGH|hunter22/);
    expect(redact('https://h/x?key=abc&y=1', [])).to.equal('https://h/x?key=***&y=1');
    expect(redact('Authorization: Bearer abcdefghij', [])).to.equal('Authorization: Bearer ***');
  });

  it('leaves other text alone, and secrets too short to be told from words', () => {
    const text = 'The task-list of 3 risk-averse monkeys: http://host:80/x?keyboard=1';
    expect(redact(text, ['monkeys', ''])).to.equal(text);
  });

  it('never lets a secret of eight characters through', () => {
    const hidden = fc.property(fc.string({minLength: 8}), fc.string(), fc.string(), (secret, before, after) => {
      fc.pre(secret.replaceAll('*', '') !== '');
      return !redact(`${before}\n${secret}\n${after}`, [secret]).includes(`\n${secret}\n`);
    });
    fc.assert(hidden);
  });
});
