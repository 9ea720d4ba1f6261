import type {JsonObject} from '@agac/provider';
import {expect} from 'chai';
import fc from 'fast-check';
import {matchGuard} from '../../src/requests/guard.js';
import {dataOf} from '../../src/requests/record-data.js';
import {conditions, guard} from '../workflow/guards/conditions.js';
import {action, record} from './samples.js';

const SOURCE: JsonObject = {
  status: 'approved',
  name: 'prod_lamp_7',
  score: 85,
  zero: 0,
  text: '85',
  empty: '',
  note: null,
  flag: true,
  off: false,
  word: 'false',
  tags: ['important', 7, {a: 1}],
  scores: [3, 85, 12],
  none: [],
  user: {name: 'Ann', mail: {home: 'a@b'}},
  map: {},
  'two words': 1,
  smile: '🙂🙂',
  lines: 'a\nb',
};

const CONTEXT = {source: SOURCE, classify: {category: 'bug'}, late: {id: 1}};

/** `late` was skipped, and has passed its id through. */
const data = dataOf(action({seed: {limit: 80}}), {...record(CONTEXT), skipped: ['late']});

function matches(text: string): boolean {
  const {matches: found, problem} = matchGuard(guard(text), data);
  expect(problem, text).to.equal(undefined);
  return found;
}

/** What must be true, what must be false, and what is unknown: neither it nor its contrary matches. */
const TRUE = [
  'source.status == "approved"',
  "source.status != 'open'",
  'source.score >= 85 and source.score <= 85.0',
  'source.score > seed.limit',
  'source.score BETWEEN 50 AND 100',
  'source.score between [85, 85]',
  'source.score NOT BETWEEN 86 AND 100',
  'source.status IN ["open", "approved"]',
  'source.status NOT IN ["open"]',
  '"important" IN source.tags',
  'source.score in source.scores',
  'source.tags CONTAINS "important"',
  'source.tags CONTAINS 7',
  'source.status CONTAINS "prov"',
  'source.tags NOT CONTAINS "import"',
  'source.name LIKE "prod_*"',
  'source.name LIKE "prod%7"',
  'source.name LIKE "*lamp*"',
  'source.name LIKE "prod_lamp_7"',
  'source.name NOT LIKE "prod"',
  'source.name NOT LIKE "pro__lamp_7"',
  'source.name NOT LIKE "PROD*"',
  'source.lines LIKE "a*b"',
  'source.empty LIKE "*"',
  'source.note IS NULL',
  'source.note == null',
  'source.status IS NOT NULL',
  'source.gone IS NULL',
  'source.user.mail.gone IS NULL',
  'nowhere IS NULL',
  'source.none == []',
  'source.scores == [3, 85, 12]',
  'source.scores != [3, 12, 85]',
  'source["two words"] == 1',
  'source.user.mail.home == "a@b"',
  'source.status < "b"',
  'not source.off',
  'source.flag',
  'source.word',
  'source.tags and source.user and source.score and source.status',
  'not (source.zero or source.empty or source.note or source.none or source.map)',
  'len(source.tags) == 3 and len(source.smile) == 2 and len(source.user) == 2',
  'LENGTH(source.status) > 3',
  'max(source.scores) == 85 and min(source.scores) == 3',
  'max(source.score, 90) == 90 and min("b", "a") == "a"',
  'int(source.text) == 85 and int(" -7 ") == -7 and int(3.9) == 3 and int(-3.9) == -3 and int(true) == 1',
  'float("1.5e1") == 15 and float(".5") == 0.5 and float(source.text) >= 85',
  'str(source.score) == source.text and str(true) == "true" and str([1]) == "[1]"',
  'abs(-3) == 3',
  'upper(source.status) == "APPROVED" and lower("Ä") == "ä" and trim(" a ") == "a"',
  'late IS NULL and late.category IS NULL and late.category != "bug"',
  'late.id == 1',
  'source.gone == 1 or source.flag',
  'source.flag or source.gone == 1',
];

const FALSE = [
  // Values of two kinds are never equal, and neither is less.
  'source.text == 85',
  'source.text > 1',
  'source.score < "9"',
  'source.flag == 1',
  'source.flag == "true"',
  'source.note == false',
  'source.note < 1',
  'source.note >= null',
  'source.off < source.flag',
  'source.scores < [9]',
  'source.score BETWEEN "a" AND "z"',
  'source.status IN "approved"',
  'source.status CONTAINS 7',
  'source.score CONTAINS 8',
  'source.user CONTAINS "name"',
  'source.score LIKE "8*"',
  'source.status LIKE 7',
  'source.name LIKE "*lamp"',
  'source.name LIKE "prod_lamp*lamp_7"',
  'source.note CONTAINS "a" or source.note IN ["a"] or source.note LIKE "*"',
  'len(source.note) >= 0',
  'source.user == []',
  'source.gone == 1 and source.off',
  'source.off and source.gone == 1',
  'source.note IS NOT NULL',
  'late IS NOT NULL',
  'late.category == "bug"',
];

const UNKNOWN = [
  'source.gone == 1',
  'source.gone != 1',
  'source.gone',
  'source.gone IN [1]',
  'source.gone NOT IN [1]',
  'source.score IN [1, source.gone]',
  'source.gone NOT CONTAINS "a"',
  'source.gone NOT LIKE "a"',
  'source.gone NOT BETWEEN 1 AND 2',
  'source.status.deeper == 1',
  'source.tags.length == 3',
  'source.toString == 1',
  'len(source.gone) == 0',
  'nowhere.at.all == 1',
  'source.flag and source.gone == 1',
  'source.off or source.gone == 1',
];

describe('a guard matches a record', () => {
  for (const text of TRUE) {
    it(`by ${text}`, () => expect([matches(text), matches(`not (${text})`)]).to.deep.equal([true, false]));
  }
});

describe('a guard does not match a record', () => {
  for (const text of FALSE) {
    it(`by ${text}`, () => expect([matches(text), matches(`not (${text})`)]).to.deep.equal([false, true]));
  }

  for (const text of UNKNOWN) {
    it(`by ${text}, nor by its contrary: there is no such field`, () =>
      expect([matches(text), matches(`not (${text})`)]).to.deep.equal([false, false]));
  }

  it('which the condition says to leave alone; one of which it is unknown is not left alone', () => {
    const inverted = (text: string) => matchGuard(guard(text, {inverted: true}), data).matches;
    expect([inverted('source.flag'), inverted('source.off'), inverted('source.gone == 1')]).to.deep.equal([
      false,
      true,
      true,
    ]);
  });
});

describe('a guard that cannot be worked out', () => {
  const problems: readonly (readonly [text: string, problem: RegExp])[] = [
    ['int(source.status) > 3', /^int\(\) was given a text that is no whole number$/],
    ['int("1.5") > 3', /^int\(\) was given a text that is no whole number$/],
    ['int("0x10") > 3', /whole number/],
    ['float(source.status) > 3', /^float\(\) was given a text that is no number$/],
    ['float("1e999") > 3', /no number/],
    ['float(source.tags) > 3', /^float\(\) takes a number or a text, and not a list$/],
    ['len(source.score) > 3', /^len\(\) takes a text, a list or a map, and not a number$/],
    ['abs(source.text) > 3', /^abs\(\) takes a number, and not a text$/],
    ['upper(source.flag) == "TRUE"', /^upper\(\) takes a text, and not true or false$/],
    ['max(source.tags) > 3', /^max\(\) takes numbers, or texts, and nothing besides$/],
    ['max(source.none) > 3', /^max\(\) of an empty list is nothing$/],
    ['min(1, "a") > 3', /^min\(\) takes numbers/],
  ];
  for (const [text, problem] of problems) {
    it(`passes or not, as it says, and tells why: ${text}`, () => {
      for (const passOnError of [true, false]) {
        const found = matchGuard(guard(text, {passOnError}), data);
        expect(found.matches).to.equal(passOnError);
        expect(found.problem).to.match(problem);
      }
    });
  }

  it('is one that was not decided before', () => {
    expect(matches('source.flag or int(source.status) > 3')).to.equal(true);
    expect(matches('source.off and int(source.status) > 3')).to.equal(false);
    expect(matchGuard(guard('source.gone and int(source.status) > 3'), data)).to.have.property('problem');
  });

  it('tells nothing of what the record holds', () => {
    for (const [text] of problems) expect(matchGuard(guard(text), data).problem).not.to.match(/approved|85|important/);
  });

  it('is one about data without a bottom', () => {
    let deep: JsonObject = {};
    for (let i = 0; i < 20_000; i += 1) deep = {deep};
    const bottomless = dataOf(action(), record({source: {a: deep, b: {x: 1}, c: {...deep}}}));
    expect(matchGuard(guard('source.a == source.b'), bottomless)).to.deep.equal({matches: false});
    expect(matchGuard(guard('source.a == source.c', {passOnError: false}), bottomless)).to.deep.equal({
      matches: false,
      problem: 'a value is nested too deeply',
    });
  });
});

describe('any guard', () => {
  it('matches or does not, for any record, and never breaks', () => {
    fc.assert(
      fc.property(conditions, fc.jsonValue(), fc.boolean(), (condition, value, passOnError) => {
        const source = {'': value, a: value} as JsonObject;
        const found = matchGuard({...guard('source'), condition, passOnError}, dataOf(action(), record({source})));
        expect(found.matches).to.be.a('boolean');
        if (found.problem !== undefined) expect(found.matches).to.equal(passOnError);
      }),
      {numRuns: 500},
    );
  });

  it('with LIKE is as good as a regular expression, and takes no longer for patterns that would', () => {
    const some = fc.array(fc.constantFrom('a', 'b', '*', '%', '_', '.'), {maxLength: 8}).map((all) => all.join(''));
    fc.assert(
      fc.property(some, some, (text, pattern) => {
        const expected = new RegExp(`^${pattern.split(/[*%]/).map(escaped).join('.*')}$`, 's').test(text);
        expect(like(text, pattern)).to.equal(expected);
      }),
      {numRuns: 500},
    );
    expect(like('a'.repeat(100_000), `${'*a'.repeat(5_000)}*b`)).to.equal(false);
  });
});

function like(text: string, pattern: string): boolean {
  const condition = {
    kind: 'compare',
    operator: 'like',
    left: {kind: 'literal', value: text},
    right: {kind: 'literal', value: pattern},
  } as const;
  return matchGuard({...guard('source'), condition}, data).matches;
}

function escaped(text: string): string {
  return text.replace(/[.]/g, '\\.');
}
