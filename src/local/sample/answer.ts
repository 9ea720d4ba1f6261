import type {Json, JsonObject} from '@agac/provider';
import {seededRandom} from './random.js';
import {type Topic, topicOf} from './topic.js';
import {sampleValue} from './value.js';

/**
 * A made-up answer to a chat body: JSON text that fits the body's schema, or a sentence where it has none.
 * The same body and seed have the same answer, in any run and on any machine.
 */
export function sampleAnswer(body: JsonObject, seed: string): string {
  const schema = schemaOf(body);
  if (schema === undefined) return sampleSentence(body, seed);
  return JSON.stringify(sampleValue(schema, makerFor(body, seed, schema)));
}

/** A made-up sentence of the words of a chat body. */
export function sampleSentence(body: JsonObject, seed: string): string {
  const {topic, random} = makerFor(body, seed, {});
  return topic.beginning(random.int(8, 16));
}

function makerFor(body: JsonObject, seed: string, root: JsonObject) {
  const random = seededRandom(`answer ${seed} ${JSON.stringify(body)}`);
  const topic: Topic = topicOf(userTextOf(body));
  return {random, topic, root, checks: 0};
}

function schemaOf({response_format: format}: JsonObject): JsonObject | undefined {
  const wrapped = isObject(format) ? format.json_schema : undefined;
  const schema = isObject(wrapped) ? wrapped.schema : undefined;
  return isObject(schema) ? schema : undefined;
}

function userTextOf({messages}: JsonObject): string {
  const list = Array.isArray(messages) ? (messages as readonly Json[]) : [];
  const users = list.filter(isObject).filter(({role}) => role === 'user');
  const content = users.at(0)?.content;
  return typeof content === 'string' ? content : '';
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
