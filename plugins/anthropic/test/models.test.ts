import {expect} from 'chai';
import {describeModel, generationOf} from '../src/models.js';

const PLAIN = {version: '2023-06-01', caching: false};

describe('the models of Anthropic', () => {
  const generations: readonly (readonly [string, string])[] = [
    // Output format, samplers, not both of them, thinks.
    ['claude-2.1', '- s - -'],
    ['claude-instant-1.2', '- s - -'],
    ['claude-3-haiku-20240307', '- s - -'],
    ['claude-3-5-sonnet-20241022', '- s - -'],
    ['claude-3-7-sonnet-latest', '- s - -'],
    ['claude-opus-4-20250514', '- s - -'],
    ['claude-sonnet-4-0', '- s - -'],
    ['claude-opus-4-1-20250805', '- s 1 -'],
    ['claude-opus-4-5-20251101', 'f s 1 -'],
    ['claude-haiku-4-5', 'f s 1 -'],
    ['claude-sonnet-4-6', 'f s 1 -'],
    ['claude-opus-4-7', 'f - 1 -'],
    ['claude-opus-4-10', 'f - 1 -'],
    ['claude-sonnet-5', 'f - 1 t'],
    ['claude-haiku-5-5-20261001', 'f - 1 t'],
    ['claude-mythos-preview', 'f - 1 t'],
    ['claude-next', 'f - 1 t'],
  ];
  for (const [model, expected] of generations) {
    it(`knows the generation of ${model}`, () => {
      const {hasOutputFormat, isSampled, takesOneSampler, thinks} = generationOf(model);
      const said = [hasOutputFormat && 'f', isSampled && 's', takesOneSampler && '1', thinks && 't'];
      expect(said.map((letter) => letter || '-').join(' ')).to.equal(expected);
    });
  }

  it('take no samplers from the version of 2026-10-21 on, whatever they are', () => {
    expect(describeModel('claude-haiku-4-5', PLAIN).parameters).to.include('temperature');
    for (const version of ['2026-10-21', '2027-01-01']) {
      expect(describeModel('claude-haiku-4-5', {...PLAIN, version}).parameters).to.deep.equal(['maxTokens', 'stop']);
    }
  });

  it('have a limit on bytes that leaves room for what stands around the requests', () => {
    expect(describeModel('claude-haiku-4-5', PLAIN).limits).to.deep.equal({
      requests: 100_000,
      bytes: 256_000_000 - 14,
    });
  });

  it('are named as price lists name them', () => {
    expect(describeModel('claude-haiku-4-5', PLAIN).listed).to.deep.equal({
      provider: 'anthropic',
      model: 'claude-haiku-4-5',
    });
    expect(describeModel('claude-haiku-4-5', {...PLAIN, caching: true}).listed).to.include({longCache: true});
  });
});
