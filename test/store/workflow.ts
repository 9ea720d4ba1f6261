import type {Workflow} from '../../src/domain/workflow.js';

/** A workflow of no actions, for what is stored beside it. */
export function workflow(name = 'triage'): Workflow {
  return {
    name,
    file: `agent_workflow/${name}/agent_config/${name}.yml`,
    toolPaths: ['tools'],
    input: {folder: `agent_workflow/${name}/agent_io/staging`},
    outputDir: `agent_workflow/${name}/agent_io/target`,
    actions: [],
  };
}
