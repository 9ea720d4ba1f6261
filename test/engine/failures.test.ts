import {fault} from '@agac/provider';
import {expect} from 'chai';
import {vendorFailure} from '../../src/engine/failures.js';

describe('engine/failures', () => {
  for (const [code, retry, expected] of [
    ['no-key', 'never', 'KEY_MISSING'],
    ['auth', 'never', 'KEY_REFUSED'],
    ['refused', 'never', 'VENDOR_REFUSED'],
    ['rate-limited', 'later', 'VENDOR_UNREACHABLE'],
    ['timeout', 'same', 'VENDOR_UNREACHABLE'],
  ] as const) {
    it(`calls a fault ${code} ${expected}`, () => {
      const error = vendorFailure(fault({code, message: 'no', hint: 'try x', retry}), 'acme');
      expect(error).to.include({code: expected, message: 'acme: no'});
      expect(error.actions).to.deep.equal(['try x']);
      expect(error.data).to.deep.equal({provider: 'acme', fault: code, retry});
    });
  }
});
