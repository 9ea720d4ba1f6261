// npm run new:provider NAME: begins the package of a vendor as plugins/_template under its name, which builds and passes the
// conformance suite as it stands. The template is a whole adapter and tested as one, so it cannot go stale.
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {pluginFolders} from './plugins.mjs';

const root = join(import.meta.dirname, '..');
const EXAMPLE = 'plugins/_template';
/** Tests of the kit and of the suite itself, which no other adapter has to repeat. */
const LEFT_OUT = ['test/broken.test.ts', 'test/vendor.test.ts'];

const name = process.argv[2] ?? '';
const problem = problemOf(name);
if (problem !== undefined) {
  process.stderr.write(`${problem}\n`);
  process.exit(2);
}
const title = name.replace(/(^|-)(.)/g, (_, hyphen, letter) => `${hyphen && ' '}${letter.toUpperCase()}`);
for (const [path, text] of Object.entries(newFiles())) {
  mkdirSync(join(root, dirname(path)), {recursive: true});
  writeFileSync(join(root, path), text);
}
format(`plugins/${name}`);
process.stdout.write(nextSteps());

/** Why there cannot be a provider of this name, and what to type instead. */
function problemOf(wanted) {
  if (wanted === '') return 'Which vendor? Write npm run new:provider NAME.';
  if (wanted.length > 40 || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(wanted)) {
    const rule = 'A name is small letters and digits, a letter first, with single hyphens between, 40 at most.';
    return `${JSON.stringify(wanted)} is no name for a provider. ${rule} Write npm run new:provider nova-ai, say.`;
  }
  for (const folder of ['.', ...pluginFolders()]) {
    const {name: plugin, agac} = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    if (Object.hasOwn(agac.providers, wanted)) return `${plugin} offers a provider ${wanted} already.`;
  }
  return [`plugins/${wanted}`, `docs/providers/${wanted}.md`]
    .filter((path) => existsSync(join(root, path)))
    .map((path) => `${path} is there already.`)[0];
}

/** Text by path. */
function newFiles() {
  const sources = ['src', 'test'].flatMap((folder) =>
    readdirSync(join(root, EXAMPLE, folder), {recursive: true, encoding: 'utf8'})
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
  );
  const copied = ['tsconfig.json', ...sources].filter((file) => !LEFT_OUT.includes(file));
  const here = (file) => `plugins/${name}/${file}`;
  return {
    [here('package.json')]: packageJson(),
    [here('README.md')]: readme(),
    [`docs/providers/${name}.md`]: page(),
    ...Object.fromEntries(copied.map((file) => [here(placeOf(file)), renamed(read(file))])),
  };
}

function read(file) {
  return readFileSync(join(root, EXAMPLE, file), 'utf8');
}

/** The example's fake is used by the tests of agac too; any other is a matter of its own tests. */
function placeOf(file) {
  return file.replace(/^src\/(vendor\b.*)$/, 'test/$1');
}

function renamed(text) {
  return text
    .replaceAll('../src/vendor.js', './vendor.js')
    .replaceAll('_template.tsbuildinfo', `${name}.tsbuildinfo`)
    .replaceAll('AcmeVendor', `${title.replaceAll(' ', '')}Vendor`)
    .replaceAll('ACME', name.toUpperCase().replaceAll('-', '_'))
    .replaceAll('Acme', title)
    .replaceAll('acme', name);
}

function packageJson() {
  const {private: _, ...about} = JSON.parse(renamed(read('package.json')));
  const {'./vendor': __, ...exports} = about.exports;
  const {name: ___, version, license, type, ...rest} = about;
  const description = `agac's adapter for the batch API of ${title}.`;
  const keywords = ['agac', 'agac-provider', 'oclif-plugin', name, 'batch'];
  const all = {name: `@agac/provider-${name}`, version, description, license, type, keywords, ...rest};
  return `${JSON.stringify({...all, description, exports}, undefined, 2)}\n`;
}

function readme() {
  return `# @agac/provider-${name}

[agac](../../README.md)'s adapter for the batch API of ${title}.

\`\`\`sh
agac plugins install @agac/provider-${name}
export ${name.toUpperCase().replaceAll('-', '_')}_API_KEY=…
\`\`\`

In a workflow: \`model_vendor: ${name}\`. Models, limits, options, prices and what can go wrong are in
[docs/providers/${name}.md](../../docs/providers/${name}.md).
`;
}

function page() {
  const [heading, ...rest] = renamed(read('page.md')).split('\n');
  const note = `> Every fact on this page is still that of [the example](../../${EXAMPLE}/README.md). Write it anew, with the page and the\n> day it was read, and take these lines out.`;
  return [heading, '', note, ...rest].join('\n');
}

/** Names of another length make lines of another length. */
function format(folder) {
  const biome = join(root, 'node_modules', '.bin', 'biome');
  const {status, stderr} = spawnSync(biome, ['check', '--write', folder], {cwd: root, encoding: 'utf8'});
  if (status !== 0)
    process.stderr.write(`npm run format is still to be done: ${stderr || 'biome is not installed.'}\n`);
}

function nextSteps() {
  return `Made plugins/${name} and docs/providers/${name}.md. They build and pass the conformance suite, for ${title} is still the
example's vendor under another name. Next:

1. npm install && npm run build && npm run docs
2. Make the fake in plugins/${name}/test behave as ${title}'s documentation says, then plugins/${name}/src, until this passes again:
   npx mocha --no-config -n import=tsx/esm 'plugins/${name}/test/*.test.ts'
3. Let ${title}'s own client, where there is one, drive the fake: npm install --save-dev ITS-PACKAGE
4. Write docs/providers/${name}.md anew, and npm run docs once more.
5. npm test, then try it: agac plugins link plugins/${name} && agac providers ${name}
`;
}
