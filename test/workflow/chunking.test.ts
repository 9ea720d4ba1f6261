import {expect} from 'chai';
import {withLines as lines, sound, wrong} from './temporary-project.js';

const STAGED = {folder: 'agent_workflow/wf/agent_io/staging'};
/** One action, whatever the settings say. */
const withLines = (...more: readonly string[]) => lines('model_vendor: local', 'model_name: m', ...more);
const USUAL = {size: 1000, overlap: 200, tokenizer: 'cl100k_base'};

function chunkingOf(parts: readonly string[], settings = ''): unknown {
  const {folder, chunking} = sound(parts.join('\n'), {'agent_actions.yml': settings}).input;
  expect({folder}).to.deep.equal(STAGED);
  return chunking;
}

describe('how texts are split', () => {
  it('is not at all where nobody says it', () => {
    expect(chunkingOf([withLines()])).to.equal(undefined);
  });

  const said: readonly (readonly [line: string, chunking: object])[] = [
    ['chunk_config: {}', USUAL],
    ['chunk_config: {chunk_size: 300}', {size: 300, overlap: 60, tokenizer: 'cl100k_base'}],
    ['chunk_config: {chunk_size: 300, overlap: 0, split_method: chars}', {size: 300, overlap: 0}],
    ['chunk_config: {tokenizer_model: o200k_base, chunk_overlap: 7}', {...USUAL, overlap: 7, tokenizer: 'o200k_base'}],
    ['chunk_size: 50', {size: 50, overlap: 10, tokenizer: 'cl100k_base'}],
    ['chunk_overlap: 50', {...USUAL, overlap: 50}],
  ];
  for (const [line, chunking] of said) {
    it(`can be said anywhere: ${line}`, () => {
      expect(chunkingOf([withLines(), line])).to.deep.equal(chunking);
      expect(chunkingOf([withLines(), `defaults: {${line}}`])).to.deep.equal(chunking);
      expect(chunkingOf([withLines(line)])).to.deep.equal(chunking);
      expect(chunkingOf([withLines()], line)).to.deep.equal(chunking);
      expect(chunkingOf([withLines()], `default_agent_config: {${line}}`)).to.deep.equal(chunking);
    });
  }

  it('is what is said nearest, as a whole', () => {
    const settings = 'chunk_config: {chunk_size: 10, overlap: 3}\ndefault_agent_config: {chunk_size: 20}';
    expect(chunkingOf([withLines()], settings)).to.include({size: 20, overlap: 4});
    expect(chunkingOf([withLines(), 'defaults: {chunk_overlap: 5}'], settings)).to.deep.equal({...USUAL, overlap: 5});
    expect(chunkingOf([withLines(), 'chunk_config: false'], settings)).to.equal(undefined);
    expect(chunkingOf([withLines('chunk_config: {chunk_size: 5}'), 'chunk_size: 6'])).to.include({size: 5});
  });

  it('has an overlap that is less than the size, and is said once', () => {
    const problems = (line: string) => wrong([withLines(), line].join('\n'));
    expect(problems('chunk_config: {chunk_size: 10, overlap: 10}')).to.deep.equal([
      '8 error: The overlap, 10, is not less than the size of a chunk, 10. | Write an overlap from 0 to 9.',
    ]);
    expect(problems('chunk_overlap: 1000')).to.deep.equal([
      '8 error: The overlap, 1000, is not less than the size of a chunk, 1000. | Write an overlap from 0 to 999.',
    ]);
    expect(problems('chunk_config: {chunk_size: 10}\nchunk_size: 10')).to.deep.equal([
      '9 error: This is said twice. | Say it under chunk_config: only.',
    ]);
  });

  it('is the same for all first actions, and no matter of the others', () => {
    const action = (name: string, more: string) =>
      `  - {name: ${name}, model_vendor: local, model_name: m, prompt: p, schema: {a: string}, ${more}}`;
    const own = 'chunk_size: 9, context_scope: {observe: [source.x]}';
    const apart = ['name: wf', 'actions:', action('one', own), action('two', 'context_scope: {observe: [source.x]}')];
    expect(wrong(apart.join('\n'))).to.deep.equal([
      '3 error: Texts are split before the first actions, for all of them; one action alone cannot say how. | Write chunk_config at the top of the workflow or under defaults:.',
    ]);
    const later = ['name: wf', 'actions:', action('one', own), action('two', `dependencies: one, chunk_size: 9`)];
    expect(wrong(later.join('\n')).join()).to.contain('4 error: Texts are split before the first actions');
  });
});
