import type {JsonObject} from '@agac/provider';
import {AgacError, type Problem} from '../domain/errors.js';
import {type PythonPlace, PythonProcess, type PythonReply} from '../tools/python/python-process.js';
import type {ToolFile} from '../tools/tool-files.js';
import type {Place} from './project-context.js';

/** Imports Python files in a process of their own, and compares what they decorate with what can be read in them. */
export async function checkPythonFiles(
  place: PythonPlace & Pick<Place, 'signal'>,
  files: readonly ToolFile[],
): Promise<readonly Problem[]> {
  const [first] = files;
  if (first === undefined) return [];
  const python = new PythonProcess(place);
  try {
    const problems: Problem[] = [];
    for (const file of files) problems.push(...problemsOf(file, await python.inspect(file.file, place.signal)));
    return [...problems, ...twins(files)];
  } catch (error) {
    if (!(error instanceof AgacError)) throw error;
    const {message, actions} = error;
    return [{severity: 'error', file: first.file, message, suggestion: actions.join(' Or: ')}];
  } finally {
    await python.close();
  }
}

function problemsOf({file, functions}: ToolFile, reply: PythonReply): readonly Problem[] {
  if ('error' in reply) {
    const printed = reply.printed.map((line) => `\n    ${line}`).join('');
    const {file: at = file, line, error} = reply;
    const message = `The file ${error}.${printed}`;
    return [{severity: 'error', file: at, ...(line !== undefined && {line}), message}];
  }
  const decorated = reply.value as unknown as readonly (JsonObject & {name: string; role: string; line?: number})[];
  return decorated
    .filter((each) => !functions.some(({name, role}) => name === each.name && role === each.role))
    .map(({name, role, line}) => ({
      severity: 'warning',
      file,
      ...(line && {line}),
      message: `The ${role} \`${name}\` is there once the file has run, but agac finds functions by reading.`,
      suggestion: 'Write its decorator above its def.',
    }));
}

/** Two functions of one name and role: only the first is ever called. */
function twins(files: readonly ToolFile[]): readonly Problem[] {
  const seen = new Map<string, string>();
  return files.flatMap(({file, functions}) =>
    functions.flatMap(({name, role, line}): Problem[] => {
      const key = `${role} ${name.toLowerCase()}`;
      const first = seen.get(key);
      if (first === undefined) seen.set(key, `${file}:${line}`);
      if (first === undefined) return [];
      const message = `A ${role} \`${name}\` is in ${first}, too; only that one is ever called.`;
      return [{severity: 'error', file, ...(line && {line}), message, suggestion: 'Give one of them another name.'}];
    }),
  );
}
