import type {FieldRef, HitlAction, LlmAction, ToolAction, Workflow} from '../../src/domain/workflow.js';

/** `ns.field`, or `ns.*`. */
export function ref(text: string): FieldRef {
  const [namespace = '', ...path] = text.split('.');
  return {namespace, path: path[0] === '*' ? [] : path, line: 1};
}

const SCOPE = {observe: [ref('source.*')], drop: [], passthrough: [], seed: {}};

/** An action that asks for `{"label": text}` about the whole record; a test says what is otherwise. */
export function llm(name: string, otherwise: Partial<LlmAction> = {}): LlmAction {
  return {
    kind: 'llm',
    name,
    dependencies: [],
    scope: SCOPE,
    schema: {
      name,
      root: 'object',
      json: {type: 'object', properties: {label: {type: 'string'}}, required: ['label'], additionalProperties: false},
    },
    line: 1,
    runMode: 'batch',
    vendor: 'scripted',
    model: 'm-1',
    prompt: {text: 'Label it.', name: 'inline', file: 'wf.yml', line: 1},
    jsonMode: true,
    outputField: 'raw_response',
    parameters: {},
    vendorOptions: {},
    retry: {maxAttempts: 0, onExhausted: 'return_last'},
    reprompt: {maxAttempts: 0, onExhausted: 'return_last'},
    ...otherwise,
  };
}

export function tool(name: string, otherwise: Partial<ToolAction> = {}): ToolAction {
  return {
    kind: 'tool',
    name,
    dependencies: [],
    scope: SCOPE,
    line: 1,
    impl: name,
    file: `tools/${name}.js`,
    granularity: 'record',
    ...otherwise,
  };
}

/** An action on which a person decides, record by record. */
export function hitl(name: string, otherwise: Partial<HitlAction> = {}): HitlAction {
  return {
    kind: 'hitl',
    name,
    dependencies: [],
    scope: SCOPE,
    line: 1,
    granularity: 'record',
    instructions: 'Approve what may be sent.',
    port: 3001,
    timeout: 60,
    commentOnReject: true,
    ...otherwise,
  };
}

export function workflowOf(...actions: Workflow['actions']): Workflow {
  return {name: 'wf', file: 'wf.yml', input: {folder: 'staging'}, outputDir: 'target', toolPaths: ['tools'], actions};
}
