import type {InspectedAction, Inspection} from '../verbs/inspect-workflow.js';
import {list} from './words.js';

const RECORDS = 'staged records';

/** The actions as a tree, below what they depend on. One that depends on several is drawn in full below the first. */
export function treeLines({actions}: Inspection): string[] {
  const drawn = new Set<string>();
  const below = (parent: string | undefined, indent: string): string[] => {
    const children = actions.filter(({dependencies}) => isChild(dependencies, parent));
    return children.flatMap((child, i) => {
      const isLast = i === children.length - 1;
      const [branch, stem] = isLast ? ['`-- ', '    '] : ['|-- ', '|   '];
      const isAgain = drawn.has(child.action);
      drawn.add(child.action);
      const line = `${indent}${branch}${child.action}${isAgain ? '  (above)' : `  ${notes(child, parent)}`}`;
      return [line, ...(isAgain ? [] : below(child.action, indent + stem))];
    });
  };
  return [RECORDS, ...below(undefined, '')];
}

/** The actions as a Mermaid flowchart. Nodes have ids of their own, as a name may be a word of Mermaid's. */
export function mermaidLines({actions}: Inspection): string[] {
  const ids = new Map(actions.map(({action}, i) => [action, `action${i}`]));
  const arrows = actions.flatMap(({action, dependencies}) => {
    const from = dependencies.length === 0 ? ['records'] : dependencies.map((name) => ids.get(name)!);
    return from.map((id) => `  ${id} --> ${ids.get(action)}`);
  });
  return [
    'flowchart TD',
    `  records(["${RECORDS}"])`,
    ...actions.map(({action, mode, by}) => {
      const [open, close] = mode === 'tool' ? ['[[', ']]'] : ['[', ']'];
      return `  ${ids.get(action)}${open}"${label(`${action}: ${mode}, ${by}`)}"${close}`;
    }),
    ...arrows,
  ];
}

function isChild(dependencies: readonly string[], parent: string | undefined): boolean {
  return parent === undefined ? dependencies.length === 0 : dependencies.includes(parent);
}

function notes({mode, by, dependencies}: InspectedAction, parent: string | undefined): string {
  const others = dependencies.filter((name) => name !== parent);
  return `(${mode}, ${by}${others.length === 0 ? '' : `; also after ${list(others)}`})`;
}

/** What ends a label, begins an entity or is read as markup, as Mermaid writes it. */
function label(text: string): string {
  return text.replace(/["#&<>`;\\]/g, (character) => `#${character.charCodeAt(0)};`);
}
