import {expect} from 'chai';
import fc from 'fast-check';
import {TemporaryProject, WORKFLOW_FILE} from './temporary-project.js';

const TEXT = `name: wf
defaults: {run_mode: batch, context_scope: {observe: [source.*]}}
actions:
  - name: classify
    prompt: $triage.Classify
    schema: card
    context_scope: {passthrough: [source.id], seed_path: {desks: $file:desks.json}}
    retry: {max_attempts: 4}
    api_key: ACME_KEY
    guard: {condition: 'len(source.x) > 3 and not y IN ["a"]', on_false: skip}
    stop: [END]
  - name: route
    kind: tool
    impl: route
    dependencies: [classify]
    schema: {desk: string!, tags: "array[object:{'k':'string!'}]"}
    context_scope: {observe: [classify.category], drop: [classify.id]}
    guard: category BETWEEN 'a' AND id
`;

const FILES = {
  'prompt_store/triage.md': '{prompt Classify}\nWhich?\n{end_prompt}\n',
  'schema/card.yml': 'fields: [{id: category, type: string, enum: [a, b], pattern: ^a}]\n',
  'seed_data/desks.json': '["one"]',
};

const PIECES = [
  '',
  ' ',
  '\n',
  '  - ',
  ':',
  ': ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '&a',
  '*a',
  '!',
  '|',
  '#',
  '~',
  '3',
  '../',
  'null',
  '$',
  '.',
  '*',
  '<<',
];

describe('a workflow with changes at random', () => {
  it('is read or refused with at least one error, and never breaks the reader', () => {
    using project = new TemporaryProject(FILES);
    const change = fc.record({at: fc.nat(TEXT.length), remove: fc.nat(6), piece: fc.constantFrom(...PIECES)});
    fc.assert(
      fc.property(
        fc.array(change, {minLength: 1, maxLength: 3}),
        fc.constantFrom(...Object.keys(FILES), WORKFLOW_FILE),
        (changes, file) => {
          const original = file === WORKFLOW_FILE ? TEXT : FILES[file as keyof typeof FILES];
          const changed = changes.reduce((text, {at, remove, piece}) => {
            const place = at % (text.length + 1);
            return text.slice(0, place) + piece + text.slice(place + remove);
          }, original);
          project.write({...FILES, [WORKFLOW_FILE]: TEXT, [file]: changed});
          const {workflow, problems} = project.load();
          const errors = problems.filter(({severity}) => severity === 'error');
          expect(workflow === undefined, JSON.stringify(problems)).to.equal(errors.length > 0);
          for (const problem of problems) {
            expect(problem.message).to.not.match(/undefined|\[object [A-Z]|NaN/);
            if (problem.line !== undefined)
              expect(problem.line).to.be.within(1, changed.split(/\n/).length + TEXT.split('\n').length);
          }
        },
      ),
      {numRuns: 200},
    );
  });
});
