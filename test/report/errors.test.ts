import {statSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import fc from 'fast-check';
import {AgacError, ERRORS, type ErrorCode} from '../../src/domain/errors.js';
import {EXIT} from '../../src/domain/exit.js';
import {errorEnvelope, errorText, exitCodeOf, problemLine, visible} from '../../src/report/errors.js';

function oclifError(message: string, exit: number): Error {
  return Object.assign(new Error(message), {oclif: {exit}});
}

function diskError(): unknown {
  try {
    return statSync(join(import.meta.filename, 'below'));
  } catch (error) {
    return error;
  }
}

/** The characters of a text that a terminal would act on, but for line ends and tabs. */
function controlsIn(text: string): number[] {
  const codes = Array.from(text, (character) => character.codePointAt(0)!);
  const turns = (code: number) => (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  return codes.filter(
    (code) => (code < 0x20 && code !== 9 && code !== 10) || (code >= 0x7f && code < 0xa0) || turns(code),
  );
}

const PROBLEMS = [
  {severity: 'error', file: 'wf.yml', line: 3, message: 'No such field.', suggestion: 'Did you mean `a`?'},
  {severity: 'warning', file: 'b.yml', message: 'Odd.'},
] as const;

describe('report/errors', () => {
  it('exits with the documented code of each error', () => {
    for (const code of Object.keys(ERRORS) as ErrorCode[]) {
      expect(exitCodeOf(new AgacError(code, ''))).to.equal(EXIT[ERRORS[code].exit]);
    }
  });

  it("takes oclif's exit codes, a disk that refuses for what it is, and all else for a bug", () => {
    expect(exitCodeOf(oclifError('', 2))).to.equal(2);
    expect(exitCodeOf(diskError())).to.equal(EXIT.store);
    for (const bug of [new Error('x'), 'x', undefined, null, {code: 'ENOSPC', syscall: 'write'}]) {
      expect(exitCodeOf(bug)).to.equal(EXIT.bug);
    }
  });

  it('shows what, why and what to type next', () => {
    const error = new AgacError('BATCH_UNKNOWN', 'No batch is called x.', {actions: ['agac batch list', 'b']});
    expect(errorText(error)).to.match(
      /Error \(BATCH_UNKNOWN\):\S* No batch is called x\.\n\nTry this:\n {2}agac batch list\n {2}b\n$/,
    );
    expect(errorText(new AgacError('USAGE', 'No.'))).to.match(/No\.\n$/);
  });

  it('shows every problem with its place and the suggestion', () => {
    const error = new AgacError('WORKFLOW_INVALID', 'It cannot be run:', {problems: PROBLEMS});
    const expected = 'It cannot be run:\n  error: wf.yml:3: No such field. Did you mean `a`?\n  warning: b.yml: Odd.';
    expect(errorText(error)).to.contain(expected);
    const {message, data} = errorEnvelope(error, []);
    expect(message).to.equal(expected);
    expect(data).to.deep.equal({problems: PROBLEMS});
    expect(PROBLEMS.map(problemLine)[1]).to.equal('b.yml: Odd.');
  });

  it('gives scripts the same, as one object', () => {
    const error = new AgacError('BATCH_PENDING', 'Not yet.', {actions: ['wait'], data: {batch: 'b'}});
    expect(errorEnvelope(error, ['careful'])).to.deep.equal({
      status: 69,
      code: 'BATCH_PENDING',
      message: 'Not yet.',
      actions: ['wait'],
      data: {batch: 'b'},
      warnings: ['careful'],
    });
    expect(errorEnvelope(new AgacError('USAGE', ''), [])).not.to.have.property('data');
  });

  it('shows a stack for a bug, and for nothing else', () => {
    expect(errorText(new TypeError('odd')))
      .to.contain('Error (BUG)')
      .and.contain('errors.test.ts:');
    expect(errorText(new AgacError('USAGE', 'no'))).not.to.contain('errors.test.ts:');
    expect(errorText(diskError())).to.contain('STORE_WRITE').and.contain('ENOTDIR').and.not.contain('errors.test.ts:');
    expect(errorText('just a text')).to.contain('just a text');
  });

  it('makes of a usage error of oclif one of ours', () => {
    const error = oclifError('Nonexistent flag: --x\nSee more help with --help', 2);
    expect(errorEnvelope(error, [])).to.include({status: 2, code: 'USAGE', message: 'Nonexistent flag: --x'});
    expect(errorEnvelope(oclifError('other', 5), [])).to.include({status: 5, code: 'FAILED'});
  });

  it('lets nothing act on a terminal, be it in a message, an action or a stack', () => {
    const evil = 'a\u001b[31mred\u001b]0;title\u0007\r\u202eb';
    const error = new AgacError('VENDOR_REFUSED', evil, {actions: [evil]});
    for (const text of [errorText(error), errorText(new Error(evil))]) {
      expect(text).to.contain('ared');
      // What colours the head before it is our own.
      expect(controlsIn(text.slice(text.indexOf('ared')))).to.deep.equal([]);
    }
  });
});

describe('report/errors visible', () => {
  it('leaves what can be printed as it is', () => {
    for (const text of ['', 'plain', 'né 🙂 中文', 'two\nlines\tand a tab', '\\u{1b}'])
      expect(visible(text)).to.equal(text);
  });

  it('shows or takes away every control character', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), (text) => {
        expect(controlsIn(visible(text))).to.deep.equal([]);
      }),
    );
    expect(visible('a\u0000b\r\u009bc')).to.contain('a\\u{0}b\\u{d}');
  });
});
