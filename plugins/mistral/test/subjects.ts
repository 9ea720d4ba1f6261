import type {Subject} from '@agac/provider/conformance';
import {open} from '../src/provider.js';
import {MistralVendor} from './vendor.js';

const OPTIONS = {settleMs: 200};

/** Requests in a file. */
export const MISTRAL_FILES: Subject = {
  name: 'mistral',
  open,
  vendor: () => new MistralVendor({auto: false}),
  model: 'mistral-small-latest',
  otherModels: ['ministral-8b-latest'],
  keyEnv: 'MISTRAL_API_KEY',
  silentAfterEnd: 'Mistral does not mention what a job never came to',
  options: {...OPTIONS, inline: false},
};

/** Requests inside of the create. */
export const MISTRAL_INLINE: Subject = {
  ...MISTRAL_FILES,
  vendor: () => new MistralVendor({auto: false, inline: true}),
  options: {...OPTIONS, inline: true},
};

/** Accounts that may send little at once. */
export const MISTRAL_SMALL: readonly Subject[] = [MISTRAL_FILES, MISTRAL_INLINE].map((subject) => ({
  ...subject,
  options: {...subject.options, limits: {requests: 5, bytes: 10_000, line_bytes: 4_000}},
  smallModel: subject.model,
}));
