import type {Workflow} from '../domain/workflow.js';
import type {Ports} from '../engine/ports.js';
import {Problems} from '../project/problems.js';
import {loadProject} from '../project/settings.js';
import {parseYaml} from '../project/yaml.js';
import {readSchema} from '../workflow/schemas/read-schema.js';
import {openSchemaStore, schemaFolders} from '../workflow/schemas/schema-store.js';

/** Reads what a function of the project returned as a schema: one in any form, or the name of one. */
export function schemaReader(root: string, {name}: Workflow): Ports['readSchema'] {
  return (action, value) => {
    const problems = new Problems();
    const entry = parseYaml(JSON.stringify(value), 'what it returned', problems);
    const schemas = openSchemaStore(root, schemaFolders(root, name, loadProject(root).settings), problems);
    const schema = entry && readSchema(entry, {schemas, problems, action});
    if (schema !== undefined) return {schema};
    const [problem] = problems.all();
    return {problem: `What it returned is no schema. ${problem?.message ?? ''}`.trim()};
  };
}
