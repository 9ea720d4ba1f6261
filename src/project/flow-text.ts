import {dump} from 'js-yaml';
import {type Located, toJson} from './located.js';

/** A value as YAML in one line, to be shown and copied. */
export function flowText(located: Located): string {
  return dump(toJson(located), {flowLevel: 0, lineWidth: -1}).trim();
}
