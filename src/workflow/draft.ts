import {booleanAt, mapOf} from '../project/keys-of.js';
import {isList, isMap, type Located, type LocatedMap, type Place, placed} from '../project/located.js';
import type {Problems} from '../project/problems.js';
import {inWords} from '../project/shapes.js';
import {checkWritten} from './check-written.js';
import {ACTION_KEYS} from './keys.js';
import {type Defaults, mergeDefaults} from './merge-defaults.js';
import {withMoved} from './moved-keys.js';
import {checkActionName} from './names.js';
import {expandVersions} from './versions/expand-versions.js';
import type {Version} from './versions/version.js';

/** An action as it is written, the defaults merged into it. Its name and the shapes of its keys are checked. */
export interface Draft {
  readonly name: string;
  readonly place: Place;
  /** With what it inherits. */
  readonly keys: LocatedMap;
  /** What stands under the action itself. */
  readonly own: LocatedMap;
  /** Where it is one of several versions of an action: which. */
  readonly version?: Version;
  /** Names of versioned actions that stand for a single version here, by the name that is written. */
  readonly single?: ReadonlyMap<string, string>;
}

export interface Drafts {
  readonly active: readonly Draft[];
  /** Names of the actions that `is_operational: false` takes out. */
  readonly switchedOff: readonly string[];
}

/** Reads the items under `actions`. What cannot be an action is left out, with a problem. */
export function draftActions(document: Located, defaults: Defaults, problems: Problems): Drafts {
  const {active, switchedOff} = writtenActions(document, defaults, problems);
  return {active: withoutTwins(expandVersions(active, problems), problems), switchedOff};
}

/** The same, with each action that has versions as one. */
export function writtenActions(document: Located, defaults: Defaults, problems: Problems): Drafts {
  const actions = mapOf(document).get('actions') ?? placed({file: document.file, line: 1}, null);
  const items = isList(actions.value) ? actions.value : [];
  const drafts = items.flatMap((item) => draftAction(item, defaults, problems) ?? []);
  const unique = withoutTwins(drafts, problems);
  const active = unique.filter(isActive);
  if (actions.value === null || (isList(actions.value) && items.length === 0)) {
    problems.error(actions, 'The workflow has no actions.', 'List them under actions:');
  } else if (active.length === 0 && drafts.length > 0) {
    problems.error(actions, 'All actions are switched off (is_operational: false).', 'Switch one of them on.');
  }
  return {active, switchedOff: unique.filter((draft) => !isActive(draft)).map(({name}) => name)};
}

function draftAction(item: Located, defaults: Defaults, problems: Problems): Draft | undefined {
  if (!isMap(item.value)) {
    return void problems.error(item, `This action is ${inWords(item)}; it should be a map.`, 'Write - name: my_action');
  }
  checkWritten(item, {table: ACTION_KEYS, of: 'an action'}, problems);
  const name = item.value.get('name');
  if (name === undefined || name.value === null) {
    return void problems.error(item, 'The action has no name.', 'Write - name: my_action');
  }
  if (typeof name.value !== 'string' || name.value.trim() === '') return undefined;
  // An action with an impossible name is kept, so that what refers to it is not reported, too.
  checkActionName({...name, value: name.value}, problems);
  const {file, line} = item;
  return {name: name.value, place: {file, line}, own: withMoved(item.value), keys: mergeDefaults(defaults, item.value)};
}

/** Names become folders, and folders of many file systems know no case. */
function withoutTwins(drafts: readonly Draft[], problems: Problems): readonly Draft[] {
  const seen = new Map<string, Draft>();
  return drafts.filter((draft) => {
    const first = seen.get(draft.name.toLowerCase());
    if (first === undefined) seen.set(draft.name.toLowerCase(), draft);
    else {
      const message = `The action on line ${first.place.line} is already called "${first.name}"; case makes no difference.`;
      problems.error(draft.place, message, 'Give one of them another name.');
    }
    return first === undefined;
  });
}

function isActive({keys}: Draft): boolean {
  return booleanAt(keys, 'is_operational') !== false;
}
