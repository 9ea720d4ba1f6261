import type {Subject} from '@agac/provider/conformance';
import {open} from '../src/provider.js';
import {AnthropicVendor} from './vendor.js';

const OPTIONS = {settleMs: 200};

export const ANTHROPIC: Subject = {
  name: 'anthropic',
  open,
  vendor: () => new AnthropicVendor({auto: false}),
  model: 'claude-haiku-4-5',
  otherModels: ['claude-opus-5-5', 'claude-3-haiku-20240307', 'claude-opus-4-1'],
  missingEnds: {failed: 'batches at Anthropic do not fail as a whole'},
  keyEnv: 'ANTHROPIC_API_KEY',
  options: OPTIONS,
};

/** An account that may send little at once. */
export const ANTHROPIC_SMALL: Subject = {
  ...ANTHROPIC,
  options: {...OPTIONS, limits: {requests: 5, bytes: 10_000, line_bytes: 4_000}},
  smallModel: 'claude-haiku-4-5',
};

/** A model that takes no parameters and thinks. */
export const ANTHROPIC_NEWER: Subject = {...ANTHROPIC, model: 'claude-opus-5-5', otherModels: ['claude-haiku-4-5']};
