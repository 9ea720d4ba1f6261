import type {Subject} from '@agac/provider/conformance';
import {open} from '../src/provider.js';
import {AcmeVendor} from '../src/vendor.js';

/** The adapter for Acme, as the conformance suite sees it. */
export const ACME: Subject = {
  name: 'acme',
  open,
  vendor: () => new AcmeVendor({auto: false}),
  model: 'acme-1',
  otherModels: ['acme-plain', 'acme-tiny'],
  smallModel: 'acme-tiny',
  keyEnv: 'ACME_API_KEY',
};
