import type {Subject} from '@agac/provider/conformance';
import {open} from '../src/provider.js';
import {CompatibleVendor, DeepInfraVendor, TogetherVendor} from './vendor.js';

const OPTIONS = {settleMs: 200};

/** A server of which nothing is known. */
export const PLAIN: Subject = {
  name: 'plain',
  open,
  vendor: () => new CompatibleVendor({auto: false}),
  model: 'some-model',
  otherModels: ['another-model'],
  uploadDays: 'not every server can be told when to delete an upload',
  keyEnv: 'PLAIN_API_KEY',
  options: OPTIONS,
};

export const TOGETHER: Subject = {
  ...PLAIN,
  name: 'together',
  vendor: () => new TogetherVendor({auto: false}),
  model: 'openai/gpt-oss-20b',
  otherModels: ['meta-llama/Llama-3.3-70B-Instruct-Turbo'],
  keyEnv: 'TOGETHER_API_KEY',
};

export const DEEPINFRA: Subject = {
  ...PLAIN,
  name: 'deepinfra',
  vendor: () => new DeepInfraVendor({auto: false}),
  keyEnv: 'DEEPINFRA_API_KEY',
};

/** A proxy before a vendor, whose account may send little at once. */
export const SMALL: Subject = {
  ...PLAIN,
  name: 'litellm',
  options: {
    ...OPTIONS,
    limits: {requests: 5, bytes: 10_000, line_bytes: 4_000},
    upload_fields: {custom_llm_provider: 'openai'},
  },
  smallModel: 'some-model',
};

/** Each way to say what an answer must keep to. */
export const STRICT: Subject = {...PLAIN, options: {...OPTIONS, structured_output: 'strict'}};
export const TOLD: Subject = {...PLAIN, options: {...OPTIONS, structured_output: 'json'}};
export const NO_SCHEMA: Subject = {...PLAIN, options: {...OPTIONS, structured_output: 'none'}};

export const RESPONSES: Subject = {...PLAIN, options: {...OPTIONS, endpoint: 'responses'}};
