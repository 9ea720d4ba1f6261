import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import type {KeyTable} from '../../src/project/check-keys.js';
import {SETTINGS_KEYS} from '../../src/project/settings.js';
import {
  ACTION_KEYS,
  DATA_SOURCE_KEYS,
  DEFAULTS_KEYS,
  GUARD_KEYS,
  REPROMPT_KEYS,
  RETRY_KEYS,
  SCOPE_KEYS,
  WORKFLOW_KEYS,
} from '../../src/workflow/keys.js';
import {UPSTREAM_KEYS} from '../../src/workflow/parse-upstream.js';
import {ROOT} from '../sandbox.js';

const PAGE = 'docs/compatibility.md';

/** What the parser knows, by the heading of its rows. */
const TABLES: Readonly<Record<string, KeyTable>> = {
  'Keys of agent_actions.yml': SETTINGS_KEYS,
  'Keys of a workflow': WORKFLOW_KEYS,
  'Keys of defaults alone': Object.fromEntries(
    Object.entries(DEFAULTS_KEYS).filter(([key]) => !Object.hasOwn(ACTION_KEYS, key)),
  ),
  'Keys of an action': ACTION_KEYS,
  'Keys of context_scope': SCOPE_KEYS,
  'Keys of guard': GUARD_KEYS,
  'Keys of retry': RETRY_KEYS,
  'Keys of reprompt': REPROMPT_KEYS,
  'Keys of data_source': DATA_SOURCE_KEYS,
  'Keys of upstream': UPSTREAM_KEYS,
};

interface Row {
  readonly name: string;
  readonly here: string;
  readonly says: string;
  readonly test: string;
}

const sections = new Map(
  readFileSync(join(ROOT, PAGE), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return [
        heading,
        lines
          .filter((line) => line.startsWith('|'))
          .slice(2)
          .map(rowOf),
      ] as const;
    }),
);

describe(PAGE, () => {
  for (const [heading, table] of Object.entries(TABLES)) {
    it(`has a row for each key that is known, and for no other: ${heading}`, () => {
      const rows = sections.get(heading) ?? [];
      expect(rows.map(({name}) => name)).to.deep.equal(
        Object.keys(table)
          .sort()
          .map((key) => `\`${key}\``),
      );
      for (const {name, here} of rows) {
        const rule = table[name.slice(1, -1)]!;
        const possible = 'unsupported' in rule ? ['refused'] : 'inert' in rule ? ['no effect'] : ['works', 'no effect'];
        expect(possible, name).to.include(here);
      }
    });
  }

  it('has a row for each project that is run', () => {
    const folders = ['context', 'dispatch', 'shapes', 'versions'].map((name) => `test/compat/${name}`);
    const projects = folders.flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`));
    const linked = sections.get('Shapes of workflows')?.map(({test}) => /\]\(\.\.\/(\S+)\)$/.exec(test)?.[1]);
    expect(linked).to.have.members(projects);
  });

  it('says of each row what it does, and names a test that is there and about it', () => {
    for (const {name, here, says, test} of [...sections.values()].flat()) {
      expect(says, name).to.match(/^\S.*\.$/);
      const file = /\]\(\.\.\/(test\/\S+)\)$/.exec(test)?.[1] ?? '';
      expect(existsSync(join(ROOT, file)), `${name}: ${test}`).to.equal(true);
      const word = /^`(\w+)`$/.exec(name)?.[1];
      // What is refused in one way may be tested by one of a kind.
      if (word !== undefined && here !== 'refused')
        expect(readFileSync(join(ROOT, file), 'utf8'), `${file} of ${name}`).to.include(word);
    }
  });
});

function rowOf(line: string): Row {
  const [name = '', here = '', says = '', test = ''] = line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
  return {name, here, says, test};
}
