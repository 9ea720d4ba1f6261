import type {Json, JsonObject} from '@agac/provider';
import type {InputRecord} from '../../src/domain/record.js';
import type {FieldRef, LlmAction, Prompt} from '../../src/domain/workflow.js';

export function record(context: Record<string, JsonObject>): InputRecord {
  return {ordinal: 0, seq: [0], file: 'a.json', guid: 'g', lineage: [], context};
}

/** `ns.a.b` or `ns.*`. */
export function ref(text: string): FieldRef {
  const [namespace = '', ...path] = text.split('.');
  return {namespace, path: path[0] === '*' ? [] : path, line: 1};
}

export function prompt(text: string): Prompt {
  return {text, name: '$triage.Main', file: 'prompt_store/triage.md', line: 10};
}

export interface Scope {
  readonly observe?: readonly string[];
  readonly drop?: readonly string[];
  readonly passthrough?: readonly string[];
  readonly seed?: Readonly<Record<string, Json>>;
}

export function action({observe = ['source.*'], drop = [], passthrough = [], seed = {}}: Scope = {}): LlmAction {
  return {
    kind: 'llm',
    name: 'triage',
    dependencies: [],
    scope: {observe: observe.map(ref), drop: drop.map(ref), passthrough: passthrough.map(ref), seed},
    line: 1,
    runMode: 'batch',
    vendor: 'local',
    model: 'echo-1',
    prompt: prompt('Sort this: {{ source.message }}'),
    jsonMode: true,
    outputField: 'raw_response',
    parameters: {temperature: 0},
    vendorOptions: {},
    retry: {maxAttempts: 0, onExhausted: 'return_last'},
    reprompt: {maxAttempts: 0, onExhausted: 'return_last'},
  };
}
