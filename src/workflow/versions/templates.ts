import {isList, isMap, type Located} from '../../project/located.js';
import type {Problems} from '../../project/problems.js';
import {fillTemplate} from '../../templates/fill-template.js';
import {constantsOf, type Version} from './version.js';

/** Of these, templates are filled in for each record, or mean something else. */
const LATER = ['name', 'intent', 'prompt', 'schema', 'guard', 'where_clause', 'skip_if', 'skip_condition'];

/** A key of an action whose templates are filled in with what the version can name. A list loses what is then empty. */
export function withTemplates(key: string, entry: Located, version: Version, problems: Problems): Located {
  return LATER.includes(key) ? entry : filledIn(entry, version, problems);
}

function filledIn(entry: Located, version: Version, problems: Problems): Located {
  const {value} = entry;
  if (typeof value === 'string' && isTemplate(value)) return {...entry, value: fill(entry, value, version, problems)};
  if (isMap(value)) {
    return {...entry, value: new Map([...value].map(([name, inner]) => [name, filledIn(inner, version, problems)]))};
  }
  if (!isList(value)) return entry;
  const items = value.map((item) => ({isTemplate: isTemplate(item.value), item: filledIn(item, version, problems)}));
  return {...entry, value: items.filter((each) => !each.isTemplate || each.item.value !== '').map(({item}) => item)};
}

function isTemplate(value: Located['value']): boolean {
  return typeof value === 'string' && /\{[{%]/.test(value);
}

function fill(entry: Located, text: string, version: Version, problems: Problems): string {
  try {
    return fillTemplate(text, constantsOf(version)).trim();
  } catch (error) {
    problems.error(entry, `The template cannot be filled in: ${(error as Error).message}.`);
    return text;
  }
}
