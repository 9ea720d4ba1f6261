import type {JsonObject, Message, ModelRequest} from '@agac/provider';
import type {InputRecord} from '../domain/record.js';
import type {ActionSchema, LlmAction} from '../domain/workflow.js';
import {openScope} from './context.js';
import {RenderProblem} from './render-problem.js';
import type {Render, Templates} from './template.js';
import {wireSchema} from './wire-schema.js';

/** A question that can be sent. */
export interface BuiltRequest {
  readonly kind: 'request';
  readonly request: ModelRequest;
  /** Fields to put into the content of every output. */
  readonly passthrough: JsonObject;
}

/** No question can be made of this record. */
export interface Refusal {
  readonly kind: 'refused';
  /** A sentence: why. */
  readonly message: string;
}

/**
 * What turns the records of one action into requests; its prompt is compiled once. `dispatched` is what the functions
 * that the prompt calls return for the record.
 * @throws AgacError TEMPLATE_INVALID when the prompt is no template
 */
export function requestBuilder(
  action: LlmAction,
  templates: Templates,
): (record: InputRecord, dispatched?: JsonObject) => BuiltRequest | Refusal {
  const render = templates.compile(action.prompt);
  const {observe} = openScope(action);
  const {model, parameters} = action;
  const schema = action.jsonMode && action.schema !== undefined ? {schema: wireSchema(action.schema)} : {};
  const schemaOf = (own: ActionSchema | undefined) => (own === undefined ? schema : {schema: wireSchema(own)});
  return (record, dispatched) => {
    if (record.schemaProblem !== undefined) return {kind: 'refused', message: record.schemaProblem};
    const observed = observe(record);
    if (observed.kind === 'problem') return {kind: 'refused', message: observed.message};
    const prompt = rendered(render, {...observed.nameable, ...(dispatched && {dispatch_task: dispatched})});
    if (prompt instanceof RenderProblem) return {kind: 'refused', message: prompt.message};
    const messages: Message[] = [
      {role: 'system', text: prompt},
      {role: 'user', text: JSON.stringify(observed.shown)},
    ];
    return {
      kind: 'request',
      request: {model, messages, ...schemaOf(record.schema), parameters},
      passthrough: observed.passthrough,
    };
  };
}

function rendered(render: Render, nameable: JsonObject): string | RenderProblem {
  try {
    return render(nameable);
  } catch (error) {
    if (error instanceof RenderProblem) return error;
    throw error;
  }
}
