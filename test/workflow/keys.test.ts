import {expect} from 'chai';
import {DEFAULTS_KEYS} from '../../src/workflow/keys.js';
import {load, sound, TemporaryProject, told, WORKFLOW_FILE, withLines, wrong} from './temporary-project.js';

describe('the keys of an action', () => {
  const cases: readonly (readonly [line: string, problem: RegExp])[] = [
    ['temprature: 1', /^6 error: "temprature" is not a key of an action\. \| Did you mean "temperature"\?$/],
    ['zzz: 1', /^6 error: "zzz" is not a key of an action\. \| There are: /],
    ['__proto__: {a: 1}', /^6 error: A key cannot be called __proto__\.$/],
    ['constructor: 1', /^6 error: "constructor" is not a key of an action/],
    ['temperature: hot', /^6 error: "temperature" is the text "hot"; it should be a number from 0\.$/],
    ['temperature: -1', /^6 error: "temperature" is the number -1; it should be a number from 0\.$/],
    ['temperature: .inf', /^6 error: \.inf is not a number that JSON can hold\.$/],
    ['top_p: 50', /^6 error: "top_p" is the number 50; it should be a number from 0 to 1\.$/],
    ['max_tokens: 1.5', /^6 error: "max_tokens" is the number 1.5; it should be a whole number from 1\.$/],
    ['max_tokens: 0', /^6 error: "max_tokens" is the number 0; it should be a whole number from 1\.$/],
    [
      'stop: 3',
      /^6 error: "stop" is the number 3; it should be a text or a list of texts\. \| Put it into quotes: "3"$/,
    ],
    ['stop: [a, 3]', /^6 error: "stop" is a list; it should be a text or a list of texts\.$/],
    ['seed: 1.5', /^6 error: "seed" is the number 1.5; it should be a whole number\.$/],
    ['vendor_options: {n: 12345678901234567891}', /^6 error: 12345678901234567891 has too many digits/],
    ['json_mode: yes', /^6 error: "json_mode" is the text "yes"; it should be true or false\. \| Write true\.$/],
    [
      'run_mode: bach',
      /^6 error: "run_mode" is the text "bach"; it should be "online" or "batch"\. \| Did you mean "batch"\?$/,
    ],
    ['run_mode: [batch]', /^6 error: "run_mode" is a list; it should be "online" or "batch"\.$/],
    ['granularity: file', /^6 error: Only tools and persons can take a whole file at once\./],
    [
      'model_name: 4.1',
      /^6 error: "model_name" is the number 4.1; it should be a text\. \| Put it into quotes: "4.1"$/,
    ],
    ['model_name: ""', /^6 error: "model_name" is an empty text; it should be a text\.$/],
    ['retry: true', /^6 error: "retry" is true; it should be a map or false\.$/],
    [
      'retry: {max_attempts: 11}',
      /^6 error: "max_attempts" is the number 11; it should be a whole number from 1 to 10\.$/,
    ],
    ['retry: {max_attempts: 0}', /^6 error: "max_attempts" is the number 0; /],
    [
      'retry: {on_exhausted: stop}',
      /^6 error: "on_exhausted" is the text "stop"; it should be "return_last" or "raise"\.$/,
    ],
    ['retry: {validation: f}', /^6 error: "validation" is not a key of retry\./],
    [
      'reprompt: {validation: f}',
      /^6 error: There is no validator "f" in tools\/\. \| Write tools\/f\.js with "export function f\(answer\) .* or tools\/f\.py with "@reprompt_validation/,
    ],
    ['reprompt: {validation: [f]}', /^6 error: "validation" is a list; it should be a text\.$/],
    [
      'validation: is_good',
      /^6 error: "validation" is not supported here: it is a key of reprompt, and there is none beside it\. \| Write reprompt: \{validation: is_good\}$/,
    ],
    [
      'reprompt: {use_llm_critique: true}',
      /^6 error: "use_llm_critique" is true; it should be false\. \| A critique would be one more paid call .* write use_self_reflection: true/,
    ],
    [
      'reprompt: {critique_after_attempt: 2}',
      /^6 warning: "critique_after_attempt" has no effect: there is no critique\. \| Remove it\.$/,
    ],
    [
      'max_execution_time: 20',
      /^6 warning: "max_execution_time" has no effect: "ask" asks a model and calls no tool\. \| Remove it\.$/,
    ],
    ['context_scope: [a]', /^6 error: "context_scope" is a list; it should be a map\.$/],
    ['context_scope: {observe: {a: 1}}', /^6 error: "observe" is a map; it should be a text or a list of texts\.$/],
    ['kind: source', /^6 error: Actions of kind source are not supported in this version\. \| Leave it out: /],
    ['hitl: {port: 8000}', /^6 error: "hitl" is about what a person decides, but "ask" is of kind llm\./],
    [
      'kind: tol',
      /^6 error: "kind" is the text "tol"; it should be "llm", "tool" or "hitl"\. \| Did you mean "tool"\?$/,
    ],
    [
      'impl: route',
      /^6 error: "impl" names a function, but "ask" asks a model\. \| Write kind: tool, or remove impl\.$/,
    ],
    ['dependencies: 3', /^6 error: "dependencies" is the number 3; it should be a text or a list of texts\./],
    ['is_operational: maybe', /^6 error: "is_operational" is the text "maybe"; it should be true or false\.$/],
    [
      'chunk_config: {chunk_sice: 3}',
      /^6 error: "chunk_sice" is not a key of chunk_config\. \| Did you mean "chunk_size"\?$/,
    ],
    [
      'chunk_config: {split_method: spacy}',
      /^6 error: "split_method" is the text "spacy"; it should be "tiktoken" or "chars"\.$/,
    ],
    ['chunk_size: 0', /^6 error: "chunk_size" is the number 0; it should be a whole number from 1\.$/],
    ['constraints: x', /^6 error: "constraints" is not supported here: .* \| Put them into the prompt/],
    ['interceptors: []', /^6 error: "interceptors" is not supported here: .* \| Use a tool action/],
    ['observe: {a: 1}', /^6 error: "observe" is a map; it should be a text or a list of texts\.$/],
    [
      'observe: [source.x]',
      /^6 warning: "observe" counts as observe of context_scope\. \| Write context_scope: \{observe: \[source\.x\]\}$/,
    ],
    [
      'drops: source.x',
      /^6 warning: "drops" counts as drop of context_scope\. \| Write context_scope: \{drop: source\.x\}$/,
    ],
    ['prompt_debug: true', /^6 warning: "prompt_debug" has no effect: .* \| agac run --dry-run --show 1$/],
    ['policy: strict', /^6 warning: "policy" has no effect: .* \| Remove it\.$/],
    ['strict_schema: false', /^6 error: "strict_schema" is false; it should be true\. \| Loosen the schema itself/],
    ['on_schema_mismatch: warn', /^6 error: "on_schema_mismatch" is the text "warn"; .* write reject, or reprompt/],
    ['kind: source', /^6 error: Actions of kind source are not supported in this version\. \| Leave it out: /],
  ];

  for (const [line, problem] of cases) {
    it(`are checked: ${line}`, () => {
      const found = wrong(withLines(line));
      expect(found).to.have.length(1);
      expect(found[0]).to.match(problem);
    });
  }

  it('may be left empty', () => {
    const keys = Object.entries(DEFAULTS_KEYS).filter(([, rule]) => !('unsupported' in rule));
    const inherited = ['model_vendor', 'model_name', 'prompt', 'schema', 'output_dir', 'data_source', 'hitl_timeout'];
    const lines = keys.filter(([key]) => !inherited.includes(key)).map(([key]) => `${key}:`);
    expect(sound(withLines(...lines)).actions[0]).to.deep.include({
      parameters: {},
      vendorOptions: {},
      runMode: 'online',
    });
  });

  it('that older projects have are known in defaults, too', () => {
    expect(
      wrong(
        'name: wf\ndefaults:\n  versions: {}\n  hitl_timeout: 3\nactions: [{name: a, prompt: x, schema: {a: string}}]',
      ),
    ).to.have.length(2);
  });

  it('at the top are checked', () => {
    const yaml =
      'name: wf\nupstream: none\nactons: []\nversion: 1.0\nactions: [{name: a, prompt: x, schema: {a: string}}]';
    expect(wrong(yaml)).to.deep.equal([
      '2 error: "upstream" is the text "none"; it should be a list.',
      '3 error: "actons" is not a key of a workflow. | Did you mean "actions"?',
    ]);
  });

  it('take run_mode in any case', () => {
    expect(sound(withLines('run_mode: BATCH')).actions[0]).to.include({runMode: 'batch'});
  });

  it('switch asking again off with false, enabled: false, or nothing', () => {
    const {actions} = sound(
      withLines('retry: false', 'reprompt: {enabled: false, max_attempts: 9, on_exhausted: raise}'),
    );
    const off = {maxAttempts: 0, onExhausted: 'return_last'};
    expect(actions[0]).to.deep.include({retry: off, reprompt: off});
  });

  it('ask again three times for a retry and twice for a reprompt, where a map does not say', () => {
    const {actions} = sound(withLines('retry: {}', 'reprompt: {on_exhausted: RAISE}'));
    expect(actions[0]).to.deep.include({
      retry: {maxAttempts: 3, onExhausted: 'return_last'},
      reprompt: {maxAttempts: 2, onExhausted: 'raise'},
    });
  });

  it('name what judges an answer besides the schema, and how it is asked for again', () => {
    const {actions} = sound(
      withLines('reprompt: {validation: is_good, use_self_reflection: true, use_llm_critique: false, max_attempts: 3}'),
    );
    expect(actions[0]).to.have.deep.property('reprompt', {
      maxAttempts: 3,
      onExhausted: 'return_last',
      validator: {name: 'is_good', file: 'tools/is_good.js'},
      selfReflection: true,
    });
    const {actions: off} = sound(withLines('reprompt: {validation: is_good, enabled: false}'));
    expect(off[0]).to.have.deep.property('reprompt', {maxAttempts: 0, onExhausted: 'return_last'});
  });
});

describe('keys that have their place in a map of the action', () => {
  const scope = (...lines: readonly string[]) => {
    const {workflow, problems} = load(withLines(...lines));
    return {...workflow?.actions[0]?.scope, told: told(problems)};
  };
  const fields = (refs: readonly {namespace: string; path: readonly string[]}[] = []) =>
    refs.map(({namespace, path}) => [namespace, ...path].join('.'));

  it('come after what is written there, and are shown in place', () => {
    const found = scope(
      'context_scope: {observe: [source.a, source.b], passthrough: source.id}',
      'observe: [source.b, source.c]',
      'passthrough:',
      'drop: [source.d]',
      'drops: [source.e]',
    );
    expect(fields(found.observe)).to.deep.equal(['source.a', 'source.b', 'source.c']);
    expect(fields(found.drop)).to.deep.equal(['source.d', 'source.e']);
    expect(fields(found.passthrough)).to.deep.equal(['source.id']);
    expect(found.told).to.deep.equal([
      '7 warning: "observe" counts as observe of context_scope. | Write observe: [source.a, source.b, source.c] under context_scope.',
      '9 warning: "drop" counts as drop of context_scope. | Write drop: [source.d] under context_scope.',
      '10 warning: "drops" counts as drop of context_scope. | Write drop: [source.e] under context_scope.',
    ]);
  });

  it('are inherited from defaults as what stands under their context_scope is', () => {
    const {workflow, problems} = load(`${withLines('drop: source.b')}\ndefaults: {drops: [source.a]}`);
    expect(fields(workflow?.actions[0]?.scope.drop)).to.deep.equal(['source.a', 'source.b']);
    expect(told(problems)).to.have.length(2);
  });

  it('are refused where they would name seed data a second time', () => {
    const {told: found} = scope('context_scope: {seed_path: {a: $file:a.json}}', 'seed_path: {a: $file:b.json}');
    expect(found).to.include(
      '7 error: "seed_path" is not supported here: it is a key of context_scope, and "a" is there, too. | Write one of the two, under context_scope.',
    );
  });

  it('name a validator only beside a reprompt that names none', () => {
    const {workflow} = load(withLines('reprompt: {max_attempts: 3}', 'validation: is_good'));
    expect(workflow?.actions[0]).to.have.nested.property('reprompt.validator.name', 'is_good');
    expect(workflow?.actions[0]).to.have.nested.property('reprompt.maxAttempts', 3);
    const refused = (reprompt: string) =>
      wrong(withLines(`reprompt: ${reprompt}`, 'validation: is_good')).map((problem) => problem.split(' | ')[0]);
    const said = '7 error: "validation" is not supported here: it is a key of reprompt, and that';
    expect(refused('false')).to.deep.equal([`${said} is false.`]);
    expect(refused('{validation: is_good}')).to.deep.equal([`${said} names is_good.`]);
  });
});

describe('an action that asks a model', () => {
  it('needs a prompt, a schema, a vendor and a model', () => {
    const settings = {'agent_actions.yml': 'project_name: x\n'};
    expect(wrong('name: wf\nactions:\n  - name: ask\n    run_mode: batch\n', settings)).to.deep.equal([
      '3 error: The action "ask" has no model_vendor. | Write model_vendor: local under the action, under defaults:, or under default_agent_config: in agent_actions.yml.',
      '3 error: The action "ask" has no model_name. | Write model_name: the-model under the action, under defaults:, or under default_agent_config: in agent_actions.yml.',
      '3 error: The action "ask" has no prompt. | Write prompt: $file.Name, for the block {prompt Name} of prompt_store/file.md.',
      '3 error: The action "ask" has no schema. | Write schema: and what an answer holds; or json_mode: false, for an answer that is plain text.',
    ]);
  });

  it('needs no schema to be asked online, and then takes any object', () => {
    const {workflow, problems} = load('name: wf\nactions: [{name: ask, prompt: x}]');
    expect(workflow?.actions[0]).to.deep.include({schema: {name: 'ask', json: {type: 'object'}, root: 'object'}});
    expect(told(problems)).to.deep.equal([
      '2 warning: The action "ask" has no schema: any JSON object counts as an answer. | Write schema: and what an answer holds.',
    ]);
  });

  it('is asked again for what does not fit its schema where on_schema_mismatch says so, as reprompt has it', () => {
    const reprompts = (...lines: readonly string[]) => sound(withLines(...lines)).actions[0];
    const asked = {maxAttempts: 2, onExhausted: 'return_last'};
    expect(reprompts('on_schema_mismatch: reprompt')).to.deep.include({reprompt: asked});
    expect(reprompts('on_schema_mismatch: reprompt', 'reprompt: {max_attempts: 5}')).to.have.nested.property(
      'reprompt.maxAttempts',
      5,
    );
    expect(reprompts('on_schema_mismatch: reject')).to.have.nested.property('reprompt.maxAttempts', 0);
    expect(reprompts('strict_schema: true')).to.have.nested.property('reprompt.maxAttempts', 0);
  });

  it('needs no schema for plain text, and warns of one', () => {
    const {workflow} = load('name: wf\nactions: [{name: ask, prompt: x, json_mode: false, output_field: text}]');
    expect(workflow?.actions[0]).to.include({jsonMode: false, outputField: 'text'}).and.not.have.property('schema');
    const {workflow: warned, problems} = load(withLines('json_mode: false'));
    expect(warned?.actions[0]).to.not.have.property('schema');
    expect(told(problems)).to.deep.equal([
      '5 warning: The schema has no effect: with json_mode: false, an answer is plain text. | Remove one of the two.',
    ]);
  });
});

describe('a tool', () => {
  const tool = (...lines: readonly string[]) =>
    ['name: wf', 'actions:', '  - name: sort', '    kind: tool', ...lines.map((line) => `    ${line}`)].join('\n');

  it('needs no schema', () => {
    expect(sound(tool('impl: route')).actions[0]).to.not.have.property('schema');
  });

  it('needs a function that is there', () => {
    expect(wrong(tool())).to.deep.equal([
      '3 error: The tool "sort" has no impl. | Write impl: and the name of a function in a tool folder; agac tools list shows them.',
    ]);
    expect(wrong(tool('impl: missing'))[0]).to.match(/^5 error: There is no tool "missing" in tools\/\./);
  });

  it('is looked for where the workflow says, in place of where the project says', () => {
    const files = {'agent_actions.yml': 'tool_path: [lib, more]\n'};
    expect(wrong(tool('impl: route'), files)[0]).to.match(/^5 error: There is no tool "route" in lib\/ or more\/\./);
    expect(wrong(`${tool('impl: route')}\ntool_path: tools`, files)).to.deep.equal([]);
    expect(wrong(`${tool('impl: route')}\ntool_path: ../x`)).to.deep.equal([
      '6 error: "tool_path" names a folder outside of the project. | Name a folder inside, without "..".',
    ]);
  });

  it('cannot run in a batch by its own word, but may inherit that', () => {
    expect(wrong(tool('impl: route', 'run_mode: batch'))[0]).to.match(
      /^6 error: The tool "sort" cannot run in a vendor's batch\./,
    );
    expect(wrong(`${tool('impl: route')}\ndefaults: {run_mode: batch, granularity: record}`)).to.deep.equal([]);
  });

  it('may take as long as the workflow says', () => {
    expect(sound(tool('impl: route', 'max_execution_time: 20')).actions[0]).to.include({timeLimit: 20});
    expect(sound(`${tool('impl: route')}\ndefaults: {max_execution_time: 7}`).actions[0]).to.include({timeLimit: 7});
    expect(sound(tool('impl: route')).actions[0]).to.not.have.property('timeLimit');
    expect(wrong(tool('impl: route', 'max_execution_time: 0'))).to.deep.equal([
      '6 error: "max_execution_time" is the number 0; it should be a whole number from 1 to 86400.',
    ]);
  });

  it('is called with what its function says, unless the action says so; the two must not disagree', () => {
    const granularityOf = (granularity: 'record' | 'file' | undefined, ...lines: readonly string[]) => {
      using project = new TemporaryProject({[WORKFLOW_FILE]: tool('impl: route', ...lines)});
      const {workflow, problems} = project.load({
        locate: () => ({file: 'tools/r.py', ...(granularity && {granularity})}),
      });
      const action = workflow?.actions[0];
      return action?.kind === 'tool' ? action.granularity : told(problems);
    };
    expect(granularityOf(undefined)).to.equal('record');
    expect(granularityOf('file')).to.equal('file');
    expect(granularityOf('file', 'granularity: FILE')).to.equal('file');
    expect(granularityOf(undefined, 'granularity: file')).to.equal('file');
    expect(granularityOf('file', 'granularity: record')).to.deep.equal([
      '6 error: "granularity" is record, but the function in tools/r.py is decorated with file. | Write granularity: file, or change the decorator.',
    ]);
  });

  it('has nothing to do with what models are asked with', () => {
    const found = wrong(tool('impl: route', 'model_name: x', 'retry: false', 'temperature:'));
    expect(found).to.deep.equal([
      '6 warning: "model_name" has no effect: "sort" is a tool and asks no model. | Remove it.',
      '7 warning: "retry" has no effect: "sort" is a tool and asks no model. | Remove it.',
    ]);
  });
});
