import type {Environment} from 'minijinja-js';
import type {Problem} from '../domain/errors.js';
import type {Prompt} from '../domain/workflow.js';
import {readEngineError} from '../templates/engine-error.js';
import {type UsedName, usedNames} from '../templates/used-names.js';
import {fileLine, templateOf} from './render-problem.js';

const LOADING = ['include', 'import', 'from', 'extends'];

/** What is wrong with a prompt whatever the record: its syntax, or a filter, test or function that does not exist. */
export function promptProblem(prompt: Prompt, engine: Environment): Problem | undefined {
  const template = templateOf(prompt);
  try {
    engine.addTemplate('checked', template);
  } catch (error) {
    const {message, line} = readEngineError(error);
    return {severity: 'error', file: prompt.file, line: fileLine(prompt, line), message: sentence(prompt, message)};
  }
  const unknown = usedNames(template).find((used) => !isKnown(used, engine));
  if (unknown === undefined) return undefined;
  const line = fileLine(prompt, template.slice(0, unknown.at).split('\n').length);
  const {kind, name} = unknown;
  const why = kind === 'statement' ? `\`{% ${name} %}\` would load another file` : `there is no ${kind} \`${name}\``;
  return {severity: 'error', file: prompt.file, line, message: sentence(prompt, why)};
}

function isKnown({kind, name}: UsedName, engine: Environment): boolean {
  if (kind === 'statement') return !LOADING.includes(name);
  const question = kind === 'function' ? `${name} is defined` : `"${name}" is ${kind}`;
  return engine.evalExpr(question, {}) === true;
}

function sentence({name}: Prompt, why: string): string {
  return `The prompt \`${name}\` cannot be used: ${why}.`;
}
