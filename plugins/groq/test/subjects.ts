import type {Subject} from '@agac/provider/conformance';
import {open} from '../src/provider.js';
import {GroqVendor} from './vendor.js';

const OPTIONS = {settleMs: 200};

export const GROQ: Subject = {
  name: 'groq',
  open,
  vendor: () => new GroqVendor({auto: false}),
  model: 'openai/gpt-oss-20b',
  otherModels: ['llama-3.1-8b-instant', 'meta-llama/llama-4-scout-17b-16e-instruct'],
  uploadDays: 'Groq cannot be told when to delete an upload; it keeps files for up to 30 days',
  keyEnv: 'GROQ_API_KEY',
  options: OPTIONS,
};

/** An account that may send little at once. */
export const GROQ_SMALL: Subject = {
  ...GROQ,
  options: {...OPTIONS, limits: {requests: 5, bytes: 10_000, line_bytes: 4_000}},
  smallModel: 'openai/gpt-oss-20b',
};

/** A model that is told the schema in a message. */
export const GROQ_TOLD: Subject = {...GROQ, model: 'llama-3.1-8b-instant'};
