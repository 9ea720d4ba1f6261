import {expect} from 'chai';
import {defineCase, takesNoKey} from '../../src/conformance/case.js';
import type {Subject} from '../../src/conformance/subject.js';
import type {Vendor} from '../../src/conformance/vendor.js';
import type {Provider} from '../../src/contract/provider.js';

describe('defineCase', () => {
  const provider = {describe: (model: string) => ({model}), find: async () => undefined} as unknown as Provider;
  const vendor = {seen: () => [], fail: 'it has no wire'} as unknown as Vendor;
  const subject = {name: 'acme', model: 'acme-1', vendor: () => vendor} as unknown as Subject;
  const reasonOf = (init: Pick<Parameters<typeof defineCase>[0], 'levers' | 'abilities' | 'unless'>) =>
    defineCase({id: 'A1', title: 'nothing', run: () => {}, ...init} as Parameters<typeof defineCase>[0]).leftOut(
      subject,
      provider,
      vendor,
    );

  it('leaves a case out for a lever that is declared missing, and says why', () => {
    expect(reasonOf({levers: ['seen', 'fail'] as never[]})).to.equal('it has no wire');
    expect(reasonOf({levers: ['seen'] as never[]})).to.equal(undefined);
  });

  it('leaves a case out for an ability that is absent', () => {
    expect(reasonOf({abilities: ['find', 'cancel'] as never[]})).to.equal('no cancel');
    expect(reasonOf({abilities: ['find'] as never[]})).to.equal(undefined);
  });

  it('leaves a case out for another reason that the subject declares', () => {
    expect(reasonOf({unless: takesNoKey})).to.equal('takes no key');
    expect(reasonOf({unless: () => false})).to.equal(undefined);
  });
});
