import {copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect} from 'chai';
import {load} from 'js-yaml';
import {createProject, listExamples} from '../../src/project/create-project.js';
import {checkWorkflow} from '../../src/verbs/check-workflow.js';
import {dryRun} from '../../src/verbs/dry-run.js';
import {placeOf} from './place.js';

const examplesRoot = join(import.meta.dirname, '../../examples');
const moviesFile = join(import.meta.dirname, '../../node_modules/vega-datasets/data/movies.json');

type Map = Readonly<Record<string, unknown>>;
type Tool = (input: Map) => Map;
interface Message {
  readonly id: string;
  readonly channel: string;
  readonly customer: string;
  readonly message: string;
}

describe('examples', () => {
  for (const name of listExamples(examplesRoot)) {
    describe(name, () => {
      const folder = join(examplesRoot, name);
      const workflow = readdirSync(join(folder, 'agent_workflow'))[0]!;
      const text = (path: string) => readFileSync(join(folder, path), 'utf8');
      const yaml = (path: string) => load(text(path)) as Map;
      const config = () => yaml(`agent_workflow/${workflow}/agent_config/${workflow}.yml`);
      const actions = () => config().actions as readonly Map[];

      it('has settings and a workflow that are valid YAML', () => {
        expect(yaml('agent_actions.yml').project_name).to.equal(name);
        expect(yaml('agent_actions.yml').default_agent_config).to.include({
          model_vendor: 'local',
          model_name: 'sample',
        });
        expect(config().name).to.equal(workflow);
        expect(actions()).to.not.be.empty;
      });

      it('is valid, and makes a request of every record', async () => {
        const parent = mkdtempSync(join(tmpdir(), 'agac-example-'));
        try {
          const project = createProject({folder: join(parent, name), example: name, examplesRoot});
          const staging = join(project.folder, 'agent_workflow', workflow, 'agent_io/staging');
          if (name === 'films') copyFileSync(moviesFile, join(staging, 'movies.json'));

          const checked = await checkWorkflow(placeOf(project.folder), project.workflow);
          const plan = await dryRun(placeOf(project.folder), checked.workflow, {show: 0, fresh: false});

          expect(checked.warnings).to.deep.equal([]);
          expect(plan.warnings).to.deep.equal([]);
          expect(plan.actions).to.have.length(1);
          expect(plan.actions[0]).to.include({requests: name === 'films' ? 3201 : 24, refused: 0});
        } finally {
          rmSync(parent, {recursive: true});
        }
      });

      it('has every schema and prompt that its actions name', () => {
        for (const {name: action, schema, prompt} of actions()) {
          if (typeof schema === 'string') expect(yaml(`schema/${schema}.yml`), String(action)).to.be.an('object');
          if (typeof prompt !== 'string') continue;
          const [file, block] = prompt.slice(1).split('.');
          expect(text(`prompt_store/${file}.md`)).to.match(new RegExp(`\\{prompt ${block}\\}[^]+\\{end_prompt\\}`));
        }
      });

      it('asks every model action by batch, and again where it must', () => {
        for (const action of actions().filter(({kind}) => kind !== 'tool')) {
          const {run_mode: mode, retry, reprompt} = {...(config().defaults as Map), ...action};
          expect({mode, retry, reprompt}).to.deep.equal({
            mode: 'batch',
            retry: {max_attempts: 2},
            reprompt: {max_attempts: 2},
          });
        }
      });

      it('names no file in its README that it does not have', () => {
        const named = [...text('README.md').matchAll(/^\| `([^`]+)` +\|/gm)].map((match) => match[1]!);
        const shipped = named.filter((path) => !basename(path).startsWith('.') && !/^(classify|route)\//.test(path));
        expect(shipped).to.not.be.empty;
        for (const path of shipped) expect(text(path), path).to.not.be.empty;
      });
    });
  }

  describe('the messages', () => {
    const folder = join(examplesRoot, 'messages');
    const staged = join(folder, 'agent_workflow/triage/agent_io/staging/messages.json');
    const messages = JSON.parse(readFileSync(staged, 'utf8')) as readonly Message[];

    it('are 24, no two alike', () => {
      expect(messages).to.have.length(24);
      for (const key of ['id', 'customer', 'message'] as const) {
        expect(new Set(messages.map((each) => each[key])).size, key).to.equal(24);
      }
    });

    it('have the same four fields, none empty', () => {
      for (const each of messages) {
        expect(Object.keys(each)).to.deep.equal(['id', 'channel', 'customer', 'message']);
        for (const value of Object.values(each)) expect(value).to.be.a('string').and.not.empty;
      }
    });

    it('are of the kinds that break careless code', () => {
      const some = (test: (text: string) => boolean) => messages.some(({message}) => test(message));
      expect(
        some((text) => text.includes('"') && text.includes('\n')),
        'quotes and newlines',
      ).to.equal(true);
      expect(
        some((text) => /\p{Emoji_Presentation}/u.test(text)),
        'emoji',
      ).to.equal(true);
      expect(
        some((text) => /\p{Script=Hiragana}/u.test(text)),
        'another script',
      ).to.equal(true);
      expect(
        some((text) => text.length < 8),
        'very short',
      ).to.equal(true);
      expect(
        some((text) => text.length > 40 && text === text.toUpperCase()),
        'capitals',
      ).to.equal(true);
    });

    it('are routed to a desk whatever the answer is', async () => {
      const {properties} = load(readFileSync(join(folder, 'schema/classification.yml'), 'utf8')) as {
        properties: {category: {enum: string[]}; urgency: {enum: string[]}};
      };
      const {route} = (await import(pathToFileURL(join(folder, 'tools/route.js')).href)) as {route: Tool};

      for (const category of properties.category.enum) {
        for (const urgency of properties.urgency.enum) {
          const {desk, answer_within_hours: hours} = route({classify: {category, urgency}});
          expect(desk, category).to.be.a('string');
          expect(hours, urgency).to.be.a('number');
        }
      }
    });
  });

  it('says of the films what is true of them', () => {
    const films = JSON.parse(readFileSync(moviesFile, 'utf8')) as readonly Map[];
    const readme = readFileSync(join(examplesRoot, 'films/README.md'), 'utf8').replaceAll('\n', ' ');
    const prompt = readFileSync(join(examplesRoot, 'films/prompt_store/films.md'), 'utf8');

    expect(readme).to.include(`${films.length.toLocaleString('en')} films`);
    expect(readme).to.include(
      `${films.filter((film) => film.Director === null).length.toLocaleString('en')} films without a director`,
    );
    expect(films.filter((film) => film.Title === null)).to.have.length(1);
    expect(films.map((film) => film.Title)).to.include.members([1776, 2012]);
    for (const [, dotted, bracketed] of prompt.matchAll(/source(?:\.(\w+)|\["([^"]+)"\])/g)) {
      expect(
        films.every((film) => (dotted ?? bracketed!) in film),
        dotted ?? bracketed,
      ).to.equal(true);
    }
  });
});
