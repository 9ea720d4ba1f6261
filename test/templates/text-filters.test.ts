import {expect} from 'chai';
import {openEngine, rendered} from '../../src/templates/template-engine.js';

/** Templates and what Jinja 3.1 in Python makes of them; but for the order of a map's keys, which is the engine's. */
const JINJA: Readonly<Record<string, readonly (readonly [template: string, text: string])[]>> = {
  center: [
    ['{{ "ab"|center(7) }}|', '   ab  |'],
    ['{{ "abc"|center(8) }}|', '  abc   |'],
    ['{{ "abc"|center(width=8) }}|', '  abc   |'],
    ['{{ "é"|center(4) }}|', ' é  |'],
    ['{{ "long"|center(2) }}|', 'long|'],
    ['{{ "x"|center|length }}', '80'],
  ],
  wordcount: [
    ['{{ "Two words, don\'t stop_now x-y"|wordcount }}', '7'],
    ['{{ ""|wordcount }}', '0'],
  ],
  wordwrap: [
    ['{{ "aaa bbbbbbbbbbbbbb cc"|wordwrap(6) }}', 'aaa bb\nbbbbbb\nbbbbbb\ncc'],
    ['{{ "aaa bbbbbbbbbbbbbb cc"|wordwrap(6, false) }}', 'aaa\nbbbbbbbbbbbbbb\ncc'],
    ['{{ "well-known up-to-date a-b"|wordwrap(6) }}', 'well-\nknown\nup-to-\ndate\na-b'],
    ['{{ "well-known up-to-date"|wordwrap(6, break_on_hyphens=false) }}', 'well-k\nnown u\np-to-d\nate'],
    ['{{ "one two\nthree four five\n\nsix"|wordwrap(8) }}', 'one two\nthree\nfour\nfive\n\nsix'],
    ['{{ "one two three"|wordwrap(width=7, wrapstring="<br>") }}', 'one two<br>three'],
    ['{{ "  lead and trail   "|wordwrap(6) }}', '  lead\nand\ntrail'],
    ['{{ "hello--world again"|wordwrap(7) }}', 'hello--\nworld\nagain'],
    ['{{ "aaa-bbb-ccc-ddd-eee"|wordwrap(5) }}', 'aaa-\nbbb-\nccc-\nddd-\neee'],
    ['{{ "a  b   c"|wordwrap(3) }}', 'a\nb\nc'],
    ['{{ "abcdefgh-ijklmnop"|wordwrap(5)}}', 'abcde\nfgh-i\njklmn\nop'],
  ],
  urlencode: [
    ['{{ "a b/c?d=é&f"|urlencode }}', 'a%20b/c%3Fd%3D%C3%A9%26f'],
    ['{{ [["q", "1 2"], ["r", 3]]|urlencode }}', 'q=1+2&r=3'],
    ['{{ "(it\'s)*!~"|urlencode }}', '%28it%27s%29%2A%21~'],
    ['{{ 12|urlencode }}', '12'],
    ['{{ {"q": "a b", "p": "x/y"}|urlencode }}', 'p=x%2Fy&q=a+b'],
  ],
  format: [
    ['{{ "%s has %d"|format("x", 3) }}', 'x has 3'],
    ['{{ "%(a)s-%(b)05.1f"|format(a="q", b=2.25) }}', 'q-002.2'],
    ['{{ "%5s|%-5s|%05d|%+d"|format("a", "b", 42, 7) }}', '    a|b    |00042|+7'],
    ['{{ "%.2f%%"|format(12.345) }}', '12.35%'],
    ['{{ "%x %X %o %#x"|format(255, 255, 8, 255) }}', 'ff FF 10 0xff'],
    ['{{ "%e %g %g %g"|format(12345.678, 0.0001, 1234567, 100000) }}', '1.234568e+04 0.0001 1.23457e+06 100000'],
    ['{{ "%.3s"|format("abcdef") }}', 'abc'],
    ['{{ "% d %05d"|format(5, -42) }}', ' 5 -0042'],
    ['{{ "%d"|format(3.9) }}', '3'],
    ['{{ "%g %g"|format(0.00001, 1e10) }}', '1e-05 1e+10'],
    ['{{ "%.3d"|format(7) }}', '007'],
    ['{{ "%G"|format(1e-10) }}', '1E-10'],
  ],
};

const COMPLAINTS: readonly (readonly [template: string, says: string])[] = [
  ['{{ "a"|center(1000000000) }}', 'the width of the filter center is a whole number from 1 to 10000'],
  ['{{ "a"|wordwrap(0)|length }}', 'the width of the filter wordwrap is a whole number from 1 to 10000'],
  ['{{ [1]|wordcount }}', 'the filter wordcount takes a text'],
  ['{{ "%s"|format }}', 'the filter format lacks a value'],
  ['{{ "%(a)s"|format(b=1) }}', 'the filter format lacks the value a'],
  ['{{ "a"|format(1) }}', 'the filter format has more values than places'],
  ['{{ "%q"|format(1) }}', 'the filter format does not know %q'],
  ['{{ "%d"|format("x") }}', 'the filter format takes a number for %d'],
  ['{{ "%.999999999d"|format(1) }}', 'the filter format fills up to 10000 characters'],
  ['{{ [1, 2]|urlencode }}', 'the filter urlencode takes a text, a map or pairs'],
];

describe('filters that the engine lacks', () => {
  const engine = openEngine();
  const render = (template: string) => {
    engine.addTemplate('t', template);
    return rendered(engine, 't', {});
  };

  for (const [name, cases] of Object.entries(JINJA)) {
    it(`say what Jinja's do: ${name}`, () => {
      for (const [template, text] of cases) expect(render(template), template).to.equal(text);
    });
  }

  it('complain of what makes no sense, and leave the engine as it was', () => {
    for (const [template, says] of COMPLAINTS) {
      expect(() => render(template), template).to.throw(says);
      expect(render('{{ "a"|center(3) }}')).to.equal(' a ');
    }
  });

  it('complain although what comes next fails, or does not look', () => {
    expect(() => render('{{ ([1]|wordcount) is defined }}')).to.throw('the filter wordcount takes a text');
    expect(() => render('{{ ([1]|wordcount) + nowhere.field }}')).to.throw('the filter wordcount takes a text');
  });
});
