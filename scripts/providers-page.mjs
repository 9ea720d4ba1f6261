// docs/providers/README.md: what every provider of this repository can do, from the cards of its adapter as built.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {code, page, table} from './markdown.mjs';
import {pluginFolders} from './plugins.mjs';

const root = join(import.meta.dirname, '..');
/** A model that nobody has: its card says what holds for all. */
const ANY_MODEL = '*';

export async function providersPage(notice) {
  const looks = await Promise.all(publishedPlugins().flatMap(looksOf));
  return page([
    notice,
    '# Providers',
    'What each vendor can do, by the cards of its adapter. A model may differ: `agac providers NAME` and `agac validate` know.',
    table(
      ['', ...looks.map(({written}) => written.map(code).join(', '))],
      [
        ['package', ...looks.map(({plugin, page: link}) => (link ? `[${plugin}](${link})` : plugin))],
        ['key', ...looks.map(({keyEnv}) => (keyEnv === undefined ? 'as the project says' : code(keyEnv)))],
        ...ABILITIES.map(([what, tell]) => [what, ...looks.map(({provider}) => tell(provider))]),
      ],
    ),
    'How plugins are installed: [plugins.md](../plugins.md). How one is written: [CONTRIBUTING.md](../../CONTRIBUTING.md#add-a-provider).',
  ]);
}

const card = (provider) => provider.describe(ANY_MODEL);
const yes = (value) => (value ? 'yes' : 'no');
const known = (value, text) => (value === undefined ? 'not known' : text(value));
const grouped = (number) => number.toLocaleString('en-US');

const ABILITIES = [
  ['`run_mode: online`', (provider) => yes(provider.complete)],
  ['asks whether there is a batch lane', (provider) => yes(provider.probe)],
  ['finds a lost submission', (provider) => yes(provider.find || provider.idempotent)],
  ['cancel', (provider) => yes(provider.cancel)],
  ['deletes what it left', (provider) => yes(provider.discard)],
  ['results before the end', (provider) => yes(card(provider).partialResults)],
  ['follows a schema', (provider) => card(provider).schema],
  ['requests a job', (provider) => known(card(provider).limits.requests, grouped)],
  ['bytes a job', (provider) => known(card(provider).limits.bytes, (bytes) => `${grouped(bytes / 1e6)} MB`)],
  ['finishes within', (provider) => known(card(provider).windowHours, (hours) => `${hours} h`)],
  ['keeps results', (provider) => known(card(provider).retentionDays, (days) => `${days} days`)],
  ['batch price', (provider) => known(card(provider).batchRate, ({share, asOf}) => `× ${share} (${asOf})`)],
  ['parameters', (provider) => card(provider).parameters.map(code).join(' ') || 'none'],
];

function publishedPlugins() {
  return pluginFolders()
    .map((folder) => ({folder, ...JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))}))
    .filter(({private: isPrivate}) => isPrivate !== true);
}

/** One for each module: further names of the same one are other spellings. */
function looksOf({folder, name: plugin, agac}) {
  const link = `${folder.replace('plugins/', '')}.md`;
  const there = existsSync(join(root, 'docs/providers', link)) ? link : undefined;
  const byModule = Object.groupBy(Object.entries(agac.providers), ([, {module}]) => module);
  return Object.entries(byModule).map(async ([module, entries]) => {
    const names = entries.map(([name]) => name);
    const {open} = await import(pathToFileURL(join(root, folder, module)).href);
    const provider = open({name: names[0], baseUrl: 'http://127.0.0.1:9', key: () => '', spool: '', options: {}});
    // A named adapter is none of these by itself: the project gives each of its servers a name.
    const written = entries.map(([name, {named}]) => (named ? `adapter: ${name}` : name));
    return {written, plugin, page: there, keyEnv: entries[0][1].keyEnv, provider};
  });
}
