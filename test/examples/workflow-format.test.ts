import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, parse} from 'node:path';
import {expect} from 'chai';
import type {KeyTable} from '../../src/project/check-keys.js';
import {placed} from '../../src/project/located.js';
import {Problems} from '../../src/project/problems.js';
import {checkWorkflow} from '../../src/verbs/check-workflow.js';
import {listTools} from '../../src/verbs/list-tools.js';
import {validateTools} from '../../src/verbs/validate-tools.js';
import {
  ACTION_KEYS,
  CONSUMPTION_KEYS,
  DATA_SOURCE_KEYS,
  DEFAULTS_KEYS,
  GUARD_KEYS,
  HITL_KEYS,
  REPROMPT_KEYS,
  RETRY_KEYS,
  SCOPE_KEYS,
  VERSIONS_KEYS,
  WORKFLOW_KEYS,
} from '../../src/workflow/keys.js';
import {readSchema} from '../../src/workflow/schemas/read-schema.js';
import {openSchemaStore} from '../../src/workflow/schemas/schema-store.js';
import {placeOf} from './place.js';

const text = readFileSync(join(import.meta.dirname, '../../docs/workflow-format.md'), 'utf8');

describe('docs/workflow-format.md', () => {
  let root: string;

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'agac-docs-'));
    for (const [, path, content] of text.matchAll(/^```\w+ file=(\S+)\n(.*?)^```$/gms)) {
      mkdirSync(dirname(join(root, path!)), {recursive: true});
      writeFileSync(join(root, path!), content!);
    }
  });

  after(() => rmSync(root, {recursive: true}));

  it('shows a project that is valid as it stands', async () => {
    const {workflow, warnings} = await checkWorkflow(placeOf(root), 'tickets');
    expect(warnings).to.deep.equal([]);
    expect(workflow.actions.map((action) => action.name)).to.deep.equal([
      'extract',
      'reply',
      'score',
      'digest',
      'approve',
    ]);
  });

  it('shows functions that can be used, in every language', async () => {
    expect(await validateTools(placeOf(root), 'tickets')).to.deep.equal({files: 6, uses: 3, warnings: []});
    const {tools} = listTools(placeOf(root), undefined);
    expect(tools.map(({name, role}) => `${name} ${role}`)).to.deep.equal([
      'digest tool',
      'names_product validator',
      'score tool',
      'check_summary validator',
      'once tool',
      'count_moods tool',
      'rate tool',
    ]);
  });

  it('shows schemas that can be used, in every form', () => {
    const problems = new Problems();
    const schemas = openSchemaStore(root, {folders: ['schema']}, problems);
    const roots = readdirSync(join(root, 'schema')).map((file) => {
      const name = placed({file, line: 1}, parse(file).name);
      return [file, readSchema(name, {schemas, problems, action: 'docs'})?.root];
    });

    expect(problems.all()).to.deep.equal([]);
    expect(Object.fromEntries(roots)).to.deep.equal({
      'complaints.yml': 'array',
      'invoice.yml': 'object',
      'pair.yml': 'object',
      'review.yml': 'object',
      'ticket.yml': 'object',
    });
  });

  const tables = {
    ACTION_KEYS,
    CONSUMPTION_KEYS,
    DATA_SOURCE_KEYS,
    DEFAULTS_KEYS,
    GUARD_KEYS,
    HITL_KEYS,
    REPROMPT_KEYS,
    RETRY_KEYS,
    SCOPE_KEYS,
    VERSIONS_KEYS,
    WORKFLOW_KEYS,
  };
  const [supported, unsupported] = text.split('## Not in this version') as [string, string];

  for (const [name, table] of Object.entries<KeyTable>(tables)) {
    it(`explains or refuses every key of ${name}`, () => {
      for (const [key, rule] of Object.entries(table)) {
        const isRefused = 'unsupported' in rule;
        expect(isRefused ? unsupported : supported).to.include(`\`${key}\``);
      }
    });
  }

  it('refuses no key that works', () => {
    const working = new Set(
      Object.values<KeyTable>(tables).flatMap((table) =>
        Object.entries(table).flatMap(([key, rule]) => ('unsupported' in rule ? [] : [key])),
      ),
    );
    const refused = [...unsupported.split('outside of')[0]!.matchAll(/`(\w+)`/g)].map((match) => match[1]!);
    expect(refused).to.include('interceptors');
    expect(refused.filter((key) => working.has(key))).to.deep.equal([]);
  });
});
