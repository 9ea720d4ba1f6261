import type {Subject} from '@agac/provider/conformance';
import {open} from '../src/provider.js';
import {GeminiVendor} from './vendor.js';

const OPTIONS = {settleMs: 200};

/** Requests inside of the create. */
export const GEMINI: Subject = {
  name: 'gemini',
  open,
  vendor: () => new GeminiVendor({auto: false}),
  model: 'gemini-2.5-flash',
  otherModels: ['gemini-2.0-flash', 'gemma-3-27b-it', 'models/gemini-3-pro-preview'],
  keyEnv: 'GEMINI_API_KEY',
  uploadDays: 2,
  noStoppingWord: 'no state of Gemini says that a job is stopping',
  emptyEnds: {expired: 'Gemini keeps no results of a job that expired'},
  silentAfterEnd: 'Gemini does not mention what a job never came to',
  options: OPTIONS,
};

/** Requests in a file. */
export const GEMINI_FILES: Subject = {...GEMINI, options: {...OPTIONS, inline: false}};

const SMALL = {limits: {requests: 5, bytes: 10_000, line_bytes: 4_000}};

/** Accounts that may send little at once. */
export const GEMINI_SMALL: readonly Subject[] = [GEMINI, GEMINI_FILES].map((subject) => ({
  ...subject,
  options: {...subject.options, ...SMALL},
  smallModel: subject.model,
}));
