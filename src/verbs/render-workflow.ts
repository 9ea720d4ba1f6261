import type {Problem} from '../domain/errors.js';
import {mapOf} from '../project/keys-of.js';
import {Problems} from '../project/problems.js';
import {readSettings} from '../project/settings.js';
import {TIME_LIMIT} from '../tools/time-limit.js';
import {type EffectiveValue, effectiveWorkflow} from '../workflow/effective-workflow.js';
import {openTemplateStore} from '../workflow/macros.js';
import {readWorkflowFile} from '../workflow/read-workflow-file.js';
import {invalidWorkflow} from './invalid-workflow.js';
import type {Place} from './project-context.js';
import {knownOf, readWorkflow} from './read-workflow.js';

export interface RenderedWorkflow {
  readonly workflow: string;
  /** Every value that holds, in the order of the file, and where it comes from. */
  readonly values: readonly EffectiveValue[];
  readonly warnings: readonly Problem[];
}

/**
 * A workflow with its templates worked out and all it inherits, and where each value comes from. Writes nothing.
 * @throws AgacError WORKFLOW_UNKNOWN, WORKFLOW_INVALID
 */
export function renderWorkflow(place: Place, name: string): RenderedWorkflow {
  const {root} = place;
  const {workflow, problems} = readWorkflow(place, name);
  if (workflow === undefined) throw invalidWorkflow(name, problems);
  // The same once more, for the places of what the workflow has in it.
  const again = new Problems();
  const templates = openTemplateStore(root, again);
  const {environment = {}} = knownOf(place);
  const read = readWorkflowFile({root, file: workflow.file, name}, {templates, environment, problems: again});
  if (read === undefined) throw invalidWorkflow(name, again.all());
  const settings = readSettings(root, again);
  const {document} = read;
  const defaults = {
    project: mapOf(settings.get('default_agent_config')),
    workflow: mapOf(mapOf(document).get('defaults')),
  };
  const values = effectiveWorkflow({workflow, document, defaults, settings, timeLimit: TIME_LIMIT});
  return {workflow: name, values, warnings: problems};
}
