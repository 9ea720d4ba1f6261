import {expect} from 'chai';
import {neededNamespaces} from '../../src/engine/needed.js';
import {guard} from '../workflow/guards/conditions.js';
import {llm, ref, tool, workflowOf} from './actions.js';

const scope = (observe: string[], passthrough: string[] = [], drop: string[] = []) => ({
  observe: observe.map(ref),
  passthrough: passthrough.map(ref),
  drop: drop.map(ref),
  seed: {},
});

describe('engine/needed', () => {
  const split = llm('split', {scope: scope(['source.text'])});
  const score = llm('score', {dependencies: ['split'], scope: scope(['split.*'], ['extra.id'])});
  const sum = tool('sum', {dependencies: ['score'], scope: scope(['score.*', 'other.*'], [], ['source.secret'])});
  const aside = llm('aside', {dependencies: ['split'], scope: scope(['aside_only.*'])});
  const plan = workflowOf(split, score, sum, aside);

  it('is what the action refers to, and whatever comes after it', () => {
    expect([...neededNamespaces(plan, score)].toSorted()).to.deep.equal(['extra', 'other', 'score', 'source', 'split']);
    expect([...neededNamespaces(plan, sum)].toSorted()).to.deep.equal(['other', 'score', 'source']);
  });

  it('is what the guards of later actions look into, and not what its own did', () => {
    const guarded = {...score, guard: guard('own.x == 1')};
    const last = {...sum, guard: guard('len(far.x) > 1 or not far IS NULL and [more.y] == []')};
    const needed = neededNamespaces(workflowOf(split, guarded, last), guarded);
    expect([...needed].toSorted()).to.deep.equal(['extra', 'far', 'more', 'other', 'score', 'source', 'split']);
    expect(neededNamespaces(workflowOf(split, guarded, last), split)).to.include('own');
  });

  it('is all that a later guard is given which is a function', () => {
    const decider = {name: 'f', file: 'tools/f.js'};
    const namespaces = ['source', 'split', 'score', 'far'];
    const last = {...sum, guard: {text: 'udf:f', decider, namespaces, onFalse: 'skip', passOnError: true} as const};
    expect(neededNamespaces(workflowOf(split, score, last), split)).to.include('far');
    expect(neededNamespaces(workflowOf(split, score, last), last)).not.to.include('far');
  });

  it('is not what others beside it refer to', () => {
    expect([...neededNamespaces(plan, aside)]).to.deep.equal(['aside_only']);
    expect(neededNamespaces(plan, split)).to.include('aside_only').and.include('other');
  });
});
