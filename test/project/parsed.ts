import type {Problem} from '../../src/domain/errors.js';
import {isList, isMap, type Located} from '../../src/project/located.js';
import {Problems} from '../../src/project/problems.js';
import {parseYaml} from '../../src/project/yaml.js';

/** What becomes of a YAML text, and what is wrong with it. */
export function parse(text: string): {readonly document: Located | undefined; readonly problems: readonly Problem[]} {
  const problems = new Problems();
  const document = parseYaml(text, 'f.yml', problems);
  return {document, problems: problems.all()};
}

/** Where everything is, as `path line` or, where the value begins on another line, `path line>line`. */
export function linesOf(text: string): string[] {
  const {document} = parse(text);
  return document === undefined ? [] : [...walk('$', document)];
}

function* walk(path: string, {line, textLine, value}: Located): Generator<string> {
  yield `${path} ${line}${textLine === line ? '' : `>${textLine}`}`;
  if (isList(value)) for (const [index, item] of value.entries()) yield* walk(`${path}[${index}]`, item);
  if (isMap(value)) for (const [key, entry] of value) yield* walk(`${path}.${key}`, entry);
}
