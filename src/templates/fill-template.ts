import type {JsonObject} from '@agac/provider';
import {readEngineError} from './engine-error.js';
import {strictSource} from './strict-source.js';
import {templateEngine} from './template-engine.js';

/** Fills in a template that no record has a part in. Throws an error whose message follows a colon. */
export function fillTemplate(text: string, values: JsonObject): string {
  try {
    return templateEngine().renderStr(strictSource(text), values);
  } catch (error) {
    throw new Error(readEngineError(error).message);
  }
}
