import {expect} from 'chai';
import {blankText} from '../../../src/tools/python/blank-text.js';
import {type DecoratedFunction, decoratedFunctions} from '../../../src/tools/python/decorated-functions.js';

describe('decoratedFunctions', () => {
  const tool = (name: string, line: number, granularity?: 'record' | 'file'): DecoratedFunction => ({
    name,
    line,
    role: 'tool',
    ...(granularity && {granularity}),
  });
  const CASES: readonly (readonly [title: string, text: string, found: readonly DecoratedFunction[]])[] = [
    ['with arguments', '@udf_tool()\ndef a(data): ...', [tool('a', 2)]],
    ['without', '@udf_tool\ndef a(data): ...', [tool('a', 2)]],
    ['by its module', 'import agent_actions as aa\n@aa.udf_tool()\nasync def a(d): ...', [tool('a', 3)]],
    ['by another name', 'from agent_actions import udf_tool as tool\n@tool()\ndef a(d): ...', [tool('a', 3)]],
    [
      'with a granularity',
      '@udf_tool(granularity=Granularity.FILE)\ndef a(d): ...\n@udf_tool(granularity="Record")\ndef b(d): ...',
      [tool('a', 2, 'file'), tool('b', 4, 'record')],
    ],
    [
      'over several lines, among other decorators and comments',
      '@first\n@udf_tool(\n  input_type=Dict[str, Any],  # (\n  granularity = schema.Granularity.FILE,\n)\n# why\n@last("(")\n\ndef a(d):\n  pass',
      [tool('a', 9, 'file')],
    ],
    [
      'as a validator',
      '@reprompt_validation(\n  "At least 50 words. "\n  "Please (really)."\n)\ndef is_long(answer) -> bool: ...',
      [{name: 'is_long', line: 5, role: 'validator'}],
    ],
    ['inside of something', 'if True:\n    @udf_tool()\n    def a(d): ...', [tool('a', 3)]],
    ['with a name that is not English', '@udf_tool()\ndef größe(d): ...', [tool('größe', 2)]],
    ['with the line ends of Windows', '# x\r\n@udf_tool()\r\ndef a(d): ...\r\n', [tool('a', 3)]],
    ['not at all', 'def a(data): ...\n@other()\ndef b(data): ...\nudf_tool()(c)', []],
    ['in a comment or a text', '# @udf_tool()\n"""\n@udf_tool()\ndef a(d): ...\n"""\nx = "\\"\\\n@udf_tool"', []],
    ['above what is no function', '@udf_tool()\nclass A: ...\n@udf_tool(', []],
  ];
  for (const [title, text, found] of CASES) {
    it(`finds what is decorated ${title}`, () => {
      expect(decoratedFunctions(text)).to.deep.equal(found);
    });
  }

  it('takes no longer for a text that never ends', () => {
    expect(
      decoratedFunctions(`"""${'"'.repeat(100_000)}${"'\\".repeat(100_000)}\n@udf_tool()\ndef a(d): ...`),
    ).to.be.an('array');
  });
});

describe('blankText', () => {
  it('leaves every other character where it was', () => {
    const text = 'a = r"\\" # b" + \'c\'\nd = f"""e\n\'\'\'f""" + g';
    expect(blankText(text)).to.equal('a = r         +    \nd = f    \n        + g');
    expect(blankText(text)).to.have.length(text.length);
  });
});
