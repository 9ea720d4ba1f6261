// Writes what the documentation says of commands, exit codes and errors, from the code that was built: docs/commands.md,
// docs/errors.md, docs/conformance.md and the tables in README.md. With --check: only names those that are stale.
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {ERRORS} from '../dist/domain/errors.js';
import {EXIT, EXIT_MEANING} from '../dist/domain/exit.js';
import {conformancePage} from './conformance-page.mjs';
import {loadPlugin} from './manifest.mjs';
import {block, code, page, plain, table} from './markdown.mjs';
import {providersPage} from './providers-page.mjs';

const root = join(import.meta.dirname, '..');
const NOTICE = '<!-- Written by `npm run docs`. Change the code, not this page. -->';
const JSON_FLAG = {
  type: 'boolean',
  summary: 'Print one JSON document on stdout, and nothing else there. `schemas/` says what is in it.',
};

const plugin = await loadPlugin();
const commands = await ownCommands();
const providers = await providersPage(NOTICE);
const pages = {
  'docs/commands.md': commandsPage,
  'docs/errors.md': errorsPage,
  'docs/conformance.md': () => conformancePage(NOTICE),
  'docs/providers/README.md': () => providers,
  'README.md': readme,
};

for (const [file, write] of Object.entries(pages)) {
  const before = read(file);
  const after = write(before);
  if (after === before) continue;
  if (!process.argv.includes('--check')) writeFileSync(join(root, file), after);
  else {
    process.stderr.write(`${file} is stale: npm run build && npm run docs\n`);
    process.exitCode = 1;
  }
}

function read(file) {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

/** Those without a topic first, each kind by name. */
async function ownCommands() {
  const loaded = await Promise.all(plugin.commandIDs.map((id) => plugin.findCommand(id, {must: true})));
  const place = ({id}) => `${id.split(':').length} ${id}`;
  return loaded.filter((command) => !command.hidden).sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** The page as it is, with what stands between the markers written anew. */
function readme(text) {
  const tables = {commands: commandsTable('docs/commands.md'), exitcodes: exitTable()};
  return Object.entries(tables).reduce((before, [name, rows]) => {
    const [start, stop] = [`<!-- ${name} -->\n`, `<!-- ${name}stop -->`];
    const [from, to] = [before.indexOf(start), before.indexOf(stop)];
    if (from < 0 || to < from) throw new Error(`README.md has no ${start.trim()} … ${stop}.`);
    return `${before.slice(0, from + start.length)}\n${rows}\n\n${before.slice(to)}`;
  }, text);
}

function commandsPage() {
  const plugins = Object.keys(plugin.pjson.dependencies).filter((name) => name.startsWith('@oclif/plugin-'));
  const names = plugins.map((name) => code(`agac ${name.replace('@oclif/plugin-', '')}`)).sort();
  return page([
    NOTICE,
    '# Commands',
    'Results go to stdout, everything else to stderr. What a command ends with is the same in text and with `--json`.',
    commandsTable(''),
    `Besides, there are oclif's own: ${names.join(', ')}. Add \`--help\` to any of them.`,
    '## Flags of every command',
    flagsTable({...commands[0].baseFlags, json: JSON_FLAG}),
    '## Exit codes',
    exitTable(),
    'The codes of errors, one level finer, are in [errors.md](errors.md).',
    ...commands.flatMap(section),
  ]);
}

function section(command) {
  const {id, summary, description, args = {}, flags = {}, examples} = command;
  const argRows = Object.entries(args).map(([name, arg]) => [code(`<${name}>`), arg.description]);
  return [
    `## ${nameOf(id)}`,
    plain(filled(summary, id)),
    block('text', usage(command)),
    plain(filled(description, id)),
    ...(argRows.length === 0 ? [] : [table(['argument', 'meaning'], argRows)]),
    ...(Object.keys(flags).length === 0 ? [] : [flagsTable(flags)]),
    block('sh', examples.map((example) => exampleLines(example, id)).join('\n')),
    `What \`--json\` prints: [${schemaOf(id)}](../schemas/${schemaOf(id)}).`,
  ];
}

/** What has to be typed, in one line; all else is `[flags]`. */
function usage({id, args = {}, flags = {}}) {
  const typed = (name) => withValue(flags[name].char === undefined ? `--${name}` : `-${flags[name].char}`, flags[name]);
  const words = Object.entries(args).map(([name, {required}]) => (required ? `<${name}>` : `[<${name}>]`));
  const required = Object.keys(flags).filter((name) => flags[name].required);
  const oneOf = Object.values(flags).flatMap(({exactlyOne}) => exactlyOne?.map(typed).join(' | ') ?? []);
  const choices = [...new Set(oneOf)].map((each) => `(${each})`);
  return [nameOf(id), ...words, ...required.map(typed), ...choices, '[flags]'].join(' ');
}

/** A flag as it is typed: the values it may have, or a word for them. */
function withValue(name, {type, helpValue = '<value>', options}) {
  return type === 'boolean' ? name : `${name} ${options?.join('|') ?? helpValue}`;
}

function exampleLines(example, id) {
  if (typeof example === 'string') return filled(example, id);
  return `# ${example.description}\n${filled(example.command, id)}`;
}

function flagsTable(flags) {
  const sorted = Object.entries(flags).sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = sorted.map(([name, flag]) => {
    const short = flag.char === undefined ? '' : `-${flag.char}, `;
    return [code(withValue(`${short}--${name}`, flag)), [flag.summary, ...rules(name, flag)].join(' ')];
  });
  return table(['flag', 'meaning'], rows);
}

/** What the parser holds a flag to, where summaries do not say it. */
function rules(name, {required, default: value, min, max, exclusive, exactlyOne}) {
  const listed = (names) => names.map((each) => code(`--${each}`)).join(' or ');
  return [
    required && 'Required.',
    value !== undefined && `Default: ${code(value)}.`,
    min !== undefined && (max === undefined ? `At least ${min}.` : `From ${min} to ${max}.`),
    exclusive && `Not with ${listed(exclusive)}.`,
    exactlyOne && `Either this or ${listed(exactlyOne.filter((each) => each !== name))}.`,
  ].filter(Boolean);
}

function commandsTable(file) {
  const rows = commands.map(({id, summary}) => {
    return [`[${code(nameOf(id))}](${file}#${nameOf(id).replaceAll(' ', '-')})`, filled(summary, id)];
  });
  return table(['command', 'what it does'], rows);
}

function exitTable() {
  const rows = Object.entries(EXIT).map(([name, exit]) => [exit, EXIT_MEANING[name]]);
  return table(['exit code', 'meaning'], rows);
}

function errorsPage() {
  const data = {variable: 'ACME_API_KEY', provider: 'acme'};
  const message = 'The environment variable ACME_API_KEY is not set; acme needs it.';
  const example = {status: 4, code: 'KEY_MISSING', message, actions: ['export ACME_API_KEY=…'], data, warnings: []};
  const rows = Object.entries(ERRORS).map(([name, {exit, meaning}]) => [code(name), EXIT[exit], meaning]);
  return page([
    NOTICE,
    '# Errors',
    'Every command that fails gives a code, says what went wrong and why, and what to type next. Codes stay as they are; messages may change.',
    'With `--json` that is one document on stdout, whose `status` is the exit code:',
    block('json', JSON.stringify(example, undefined, 2)),
    '`data` is there where there is more to say; [common.schema.json](../schemas/common.schema.json) lists it by code.',
    table(
      ['code', 'exit code', 'meaning'],
      rows.sort((a, b) => a[1] - b[1]),
    ),
    'A command that cannot even be loaded, or one of another plugin, may end with the code `FAILED`.',
  ]);
}

function filled(text, id) {
  return text.replaceAll('<%= config.bin %>', 'agac').replaceAll('<%= command.id %>', id.replaceAll(':', ' '));
}

function nameOf(id) {
  return `agac ${id.replaceAll(':', ' ')}`;
}

function schemaOf(id) {
  return `${id.replaceAll(':', '-')}.schema.json`;
}
