import type {Subject} from '@agac/provider/conformance';
import {open as openAzure} from '../src/azure.js';
import {open} from '../src/provider.js';
import {AzureVendor, OpenAiVendor} from './vendor.js';

const OPTIONS = {settleMs: 200};

export const OPENAI: Subject = {
  name: 'openai',
  open,
  vendor: () => new OpenAiVendor({auto: false}),
  model: 'gpt-4.1-mini',
  otherModels: ['gpt-5-nano', 'gpt-3.5-turbo', 'o4-mini'],
  keyEnv: 'OPENAI_API_KEY',
  options: OPTIONS,
};

export const OPENAI_RESPONSES: Subject = {
  ...OPENAI,
  options: {...OPTIONS, endpoint: 'responses'},
};

/** An account that may send little at once. */
export const OPENAI_SMALL: Subject = {
  ...OPENAI,
  options: {...OPTIONS, limits: {requests: 5, bytes: 10_000, line_bytes: 4_000}},
  smallModel: 'gpt-4.1-mini',
};

export const AZURE: Subject = {
  name: 'azure',
  open: openAzure,
  vendor: () => new AzureVendor({auto: false}),
  model: 'gpt-4.1-mini',
  otherModels: ['gpt-5-nano'],
  uploadDays: 14,
  keyEnv: 'AZURE_OPENAI_API_KEY',
  options: OPTIONS,
};
