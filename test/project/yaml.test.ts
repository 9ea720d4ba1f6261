import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import fc from 'fast-check';
import {toJson} from '../../src/project/located.js';
import {Problems} from '../../src/project/problems.js';
import {readYaml} from '../../src/project/yaml.js';
import {linesOf, parse} from './parsed.js';

const plain = (text: string) => {
  const {document, problems} = parse(text);
  expect(problems).to.deep.equal([]);
  return toJson(document!);
};

const told = (text: string) =>
  parse(text).problems.map(({severity, line, message}) => `${line ?? '-'} ${severity}: ${message}`);

describe('the values of a YAML text', () => {
  it('are those of YAML 1.2, without dates', () => {
    const text =
      'a: 1\nb: 0x1F\nc: 1.5e3\nd: true\ne: yes\nf: ~\ng:\nh: 2024-01-01\ni: "1"\nj: -0\nk: 0o17\nl: 1e400\n';
    expect(plain(text)).to.deep.equal({
      a: 1,
      b: 31,
      c: 1500,
      d: true,
      e: 'yes',
      f: null,
      g: null,
      h: '2024-01-01',
      i: '1',
      j: -0,
      k: 15,
      l: '1e400',
    });
  });

  it('are those of JSON, in JSON', () => {
    // U+007F to U+009F, U+FFFE, U+FFFF and lone surrogates are no YAML; keys are at most 1024 long where they are implicit.
    const text = fc.string({unit: 'binary', maxLength: 20}).filter((each) => !/[\x7f-\x9f\ufffe\uffff]/.test(each));
    const key = text.filter((each) => each !== '__proto__');
    const number = fc.oneof(
      fc.maxSafeInteger(),
      fc.double({noNaN: true, noDefaultInfinity: true}).map((each) => each + 0),
    );
    const {json} = fc.letrec((tie) => ({
      json: fc.oneof(
        {maxDepth: 4},
        fc.constant(null),
        fc.boolean(),
        number,
        text,
        fc.array(tie('json')),
        fc.dictionary(key, tie('json')),
      ),
    }));
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const written = JSON.stringify(value, undefined, indent);
        expect(toJson(parse(written).document!)).to.deep.equal(JSON.parse(written));
      }),
      {numRuns: 300},
    );
  });

  it('follow aliases, and merge as other readers do', () => {
    expect(plain('a: &x {b: 1, c: 2}\nd: *x\ne: {<<: *x, c: 3}\nf:\n  <<: [{b: 7}, *x]\n')).to.deep.equal({
      a: {b: 1, c: 2},
      d: {b: 1, c: 2},
      e: {c: 3, b: 1},
      f: {b: 7, c: 2},
    });
    expect(plain('"<<": 1')).to.deep.equal({'<<': 1});
  });

  it('are null for an empty text', () => {
    for (const text of ['', '\n# comment\n', '---\n', '\uFEFF'])
      expect(plain(text), JSON.stringify(text)).to.equal(null);
  });

  it('have inherited names as keys of their own', () => {
    const value = plain('constructor: 1\ntoString: 2\nhasOwnProperty: 3\n') as Record<string, unknown>;
    expect(Object.entries(value)).to.deep.equal([
      ['constructor', 1],
      ['toString', 2],
      ['hasOwnProperty', 3],
    ]);
  });
});

describe('the lines of a YAML text', () => {
  it('are those of keys and items in block style', () => {
    const text = `# a comment: with a colon
name: x

list:
  # - not an item
  - one
  -
    two: 2
    three:
      four: 4
  - - five
    - six
empty:
"quoted key": 'quoted: value'
'it''s': 1
? long
: value
`;
    expect(linesOf(text)).to.deep.equal([
      '$ 2',
      '$.name 2',
      '$.list 4>6',
      '$.list[0] 6',
      '$.list[1] 8',
      '$.list[1].two 8',
      '$.list[1].three 9>10',
      '$.list[1].three.four 10',
      '$.list[2] 11',
      '$.list[2][0] 11',
      '$.list[2][1] 12',
      '$.empty 13',
      '$.quoted key 14',
      "$.it's 15",
      '$.long 16>17',
    ]);
  });

  it('are those of keys and items in flow style', () => {
    const text = `a: {b: 1,
  "c": [1,
    2, {d: 3}],
  e:
    4, f: }
g: [
  x
  ]`;
    expect(linesOf(text)).to.deep.equal([
      '$ 1',
      '$.a 1',
      '$.a.b 1',
      '$.a.c 2',
      '$.a.c[0] 2',
      '$.a.c[1] 3',
      '$.a.c[2] 3',
      '$.a.c[2].d 3',
      '$.a.e 4>5',
      '$.a.f 5',
      '$.g 6',
      '$.g[0] 7',
    ]);
  });

  it('are not moved by texts of several lines', () => {
    const text = `plain: goes on
  here
literal: |
  text: not a key

  - not an item
folded: >-

  begins here
double: "one
  two: three"
last: 1
`;
    expect(linesOf(text)).to.deep.equal([
      '$ 1',
      '$.plain 1',
      '$.literal 3>4',
      '$.folded 7>9',
      '$.double 10',
      '$.last 12',
    ]);
  });

  it('count CRLF, LF and CR once', () => {
    expect(linesOf('a: 1\r\nb: 2\nc: |\r\n  x\r\nd: 4\r')).to.deep.equal(['$ 1', '$.a 1', '$.b 2', '$.c 3>4', '$.d 5']);
  });

  it('are of the alias, not of what it stands for; what is in it stays where it is', () => {
    const text = 'base: &b\n  x: 1\nuse: *b\nmerged:\n  <<: *b\n  y: 2\n';
    expect(linesOf(text)).to.include.members(['$.use 3>2', '$.use.x 2', '$.merged.y 6', '$.merged.x 2']);
  });

  it('are right after a tag or an anchor on a line of its own', () => {
    expect(linesOf('a: !!map\n  b: 1\nc: &x\n  - 1\nd: !!str\n  5\n')).to.deep.equal([
      '$ 1',
      '$.a 1>2',
      '$.a.b 2',
      '$.c 3>4',
      '$.c[0] 4',
      '$.d 5>6',
    ]);
  });
});

describe('a YAML text that is wrong', () => {
  const bad: readonly (readonly [title: string, text: string, problem: RegExp])[] = [
    ['a list that does not end', 'a: 1\nb: [1\n', /^3 error: This is not valid YAML: /],
    ['a colon in a text', 'a: 1\nb: c: d\n', /^2 error: This is not valid YAML: bad indentation/],
    ['a tab', 'a:\n\tb: 1\n', /^[12] error: This is not valid YAML: /],
    ['braces of a template', 'a: {{ x }}\n', /^1 error: This is not valid YAML: /],
    ['a statement of a template', 'a: 1\n{% if x %}\nb: 2\n{% endif %}', /^2 error: This is not valid YAML: /],
    ['a control character', 'a: \u0007', /^1 error: This is not valid YAML: /],
    ['code', 'a: 1\nb: !!js/function "x"', /^2 error: This is not valid YAML: unknown scalar tag/],
    ['a tag of its own', 'a: !thing {b: 1}', /^1 error: This is not valid YAML: unknown mapping tag/],
    ['a timestamp tag', 'a: !!timestamp 2024-01-01', /^1 error: This is not valid YAML: unknown scalar tag/],
    ['a list as a key', '? [a]\n: b', /^1 error: This is not valid YAML: /],
    ['an alias of nothing', 'a: *x', /^1 error: This is not valid YAML: unidentified alias/],
    ['an alias inside of itself', 'a: 1\nb: &x [*x]', /^2 error: The alias \*x stands inside of what it stands for\.$/],
    ['several documents', 'a: 1\n---\nb: 1\n', /^- error: The file holds several YAML documents/],
    ['infinity', 'a: [1,\n .inf]', /^2 error: \.inf is not a number that JSON can hold\.$/],
    ['not a number', 'a: .nan', /^1 error: \.nan is not a number/],
    ['too many digits', 'a: 9007199254740993', /^1 error: 9007199254740993 has too many digits/],
    ['a dangerous key', 'a: 1\n__proto__: {x: 1}', /^2 error: A key cannot be called __proto__\.$/],
    ['a dangerous key, inside', 'a:\n  b: {"__proto__": 1}', /^2 error: A key cannot be called __proto__\.$/],
  ];
  for (const [title, text, problem] of bad) {
    it(`is reported with its line: ${title}`, () => {
      const found = told(text);
      expect(found).to.have.length(1);
      expect(found[0]).to.match(problem);
    });
  }

  it('is not shown, as it may hold a secret', () => {
    const {problems} = parse('api_key: sk-secret: x\n');
    expect(problems).to.have.length(1);
    expect(JSON.stringify(problems)).to.not.include('sk-secret');
  });

  it('comes with a hint where the cause is plain', () => {
    const hintOf = (text: string) => parse(text).problems[0]?.suggestion;
    expect(hintOf('a: {{ x }}\n')).to.match(/into quotes/);
    expect(hintOf('a: 1\n{% if x %}\nb: 2\n{% endif %}')).to.match(/belong into prompts/);
    expect(hintOf('a: 1\nb: c: d\n')).to.match(/a colon and a space into quotes/);
  });

  it('pollutes nothing', () => {
    parse(
      '__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}\na: &x {__proto__: {polluted: 1}}\nb: {<<: *x}',
    );
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });

  it('may have a key twice: the last one counts, and both lines are told', () => {
    const {document, problems} = parse('a: 1\nb: {c: 1, c: 2}\na: 3\n');
    expect(toJson(document!)).to.deep.equal({a: 3, b: {c: 2}});
    expect(problems.map(({severity, line, message}) => [severity, line, message])).to.deep.equal([
      ['warning', 2, '"c" is written a second time (first on line 2); the last one counts.'],
      ['warning', 3, '"a" is written a second time (first on line 1); the last one counts.'],
    ]);
  });
});

describe('a YAML text that attacks', () => {
  const quickly = (text: string): string[] => {
    const start = performance.now();
    const found = told(text);
    expect(performance.now() - start).to.be.below(1000);
    return found;
  };

  it('with aliases of aliases stands for too many values', () => {
    const bomb = Array.from(
      {length: 9},
      (_, i) => `a${i}: &a${i} [${Array(9).fill(i === 0 ? 'x' : `*a${i - 1}`)}]`,
    ).join('\n');
    expect(quickly(bomb)).to.deep.equal([
      '- error: The file stands for 490329055 values once its aliases are written out; at most 200000 are read.',
    ]);
  });

  it('with many aliases has too many', () => {
    expect(quickly(`a: &a 1\nb: [${Array(101).fill('*a')}]`)[0]).to.match(/aliases exceeded/);
    expect(quickly(`a: &a 1\nb: [${Array(100).fill('*a')}]`)).to.deep.equal([]);
  });

  it('with merges of merges is stopped', () => {
    const base = `a: &a {${Array.from({length: 5000}, (_, i) => `k${i}: 1`)}}`;
    expect(quickly(`${base}\nb: {<<: [${Array(50).fill('*a')}]}`)[0]).to.match(/merge keys exceeded/);
  });

  it('with depth is too deep, in flow and in block style', () => {
    expect(quickly('['.repeat(100_000))[0]).to.match(/nesting exceeded/);
    expect(quickly('{a: '.repeat(100_000))[0]).to.match(/nesting exceeded/);
    expect(quickly('- '.repeat(100_000))[0]).to.match(/nesting exceeded/);
    expect(quickly(Array.from({length: 1_000}, (_, i) => `${' '.repeat(i)}a:`).join('\n'))[0]).to.match(
      /nesting exceeded/,
    );
  });
});

describe('a YAML file', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'agac-yaml-'));
  });
  afterEach(() => rmSync(root, {recursive: true}));

  const read = (maxBytes?: number) => {
    const problems = new Problems();
    const document = readYaml({root, file: 'f.yml'}, problems, maxBytes);
    return {document, told: problems.all().map(({file, message}) => `${file}: ${message}`)};
  };

  it('is read without its byte order mark', () => {
    writeFileSync(join(root, 'f.yml'), '\uFEFFa: ü');
    expect(toJson(read().document!)).to.deep.equal({a: 'ü'});
  });

  it('may be missing, a folder, too big, or not UTF-8', () => {
    expect(read()).to.deep.equal({document: undefined, told: ['f.yml: The file cannot be read (ENOENT).']});
    writeFileSync(join(root, 'f.yml'), 'a: 1');
    expect(read(3).told).to.deep.equal(['f.yml: The file has 4 bytes; at most 3 are read.']);
    writeFileSync(join(root, 'f.yml'), Buffer.from([0x61, 0x3a, 0x20, 0xff]));
    expect(read().told).to.deep.equal(['f.yml: The file is not UTF-8 text.']);
  });

  it('is not waited for where it is a pipe', () => {
    execFileSync('mkfifo', [join(root, 'f.yml')]);
    expect(read().told).to.deep.equal(['f.yml: The file is not a regular file.']);
  });
});
