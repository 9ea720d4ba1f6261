import {createHash} from 'node:crypto';
import type {JsonObject} from '@agac/provider';
import type {Connection} from '../domain/run.js';

/** Bytes of a fingerprint. */
export const FINGERPRINT_BYTES = 12;

/**
 * What two requests share when they ask the same of the same model: of who answers, and of the encoded body, which holds
 * the rendered prompt, the schema and the parameters. Not of when, for which record, or in which lane it is asked.
 */
export function fingerprint({vendor, baseUrl}: Connection, model: string, body: JsonObject): Buffer {
  const asked = JSON.stringify([vendor, baseUrl ?? null, model, body]);
  return createHash('sha256').update(asked).digest().subarray(0, FINGERPRINT_BYTES);
}
