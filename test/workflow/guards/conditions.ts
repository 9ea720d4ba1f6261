import fc from 'fast-check';
import {type ConditionGuard, type Expression, mapFields} from '../../../src/domain/guard.js';
import {readCondition} from '../../../src/workflow/guards/read-condition.js';

/** A condition whose fields are all written with their namespaces. */
export function condition(text: string): Expression {
  return mapFields(readCondition(text), ({steps: [namespace, ...path]}) => ({kind: 'field', namespace, path}));
}

export function guard(text: string, otherwise: Partial<ConditionGuard> = {}): ConditionGuard {
  return {text, condition: condition(text), onFalse: 'filter', passOnError: true, ...otherwise};
}

/** The condition as it could have been written: every part of it in parentheses. */
export function written(expression: Expression): string {
  const all = (terms: readonly Expression[]) => terms.map(written);
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string' ? quoted(expression.value) : String(expression.value);
    case 'field':
      return [expression.namespace, ...expression.path].reduce((path, step) => `${path}[${quoted(step)}]`);
    case 'list':
      return `[${all(expression.items).join(', ')}]`;
    case 'call':
      return `${expression.name}(${all(expression.values).join(', ')})`;
    case 'and':
    case 'or':
      return `(${all(expression.terms).join(` ${expression.kind} `)})`;
    case 'not':
      return `(not ${written(expression.value)})`;
    case 'is-null':
      return `(${written(expression.value)} IS NULL)`;
    case 'compare':
      return `(${written(expression.left)} ${expression.operator} ${written(expression.right)})`;
  }
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

const literals = fc.oneof(
  fc.string({unit: 'binary', maxLength: 8}),
  fc.integer(),
  fc.double({noNaN: true, noDefaultInfinity: true}).filter((number) => !Object.is(number, -0)),
  fc.boolean(),
  fc.constant(null),
);

const fields = fc.record({
  kind: fc.constant('field' as const),
  namespace: fc.constantFrom('source', 'seed', 'file_open', 'évaluation'),
  path: fc.array(fc.string({unit: 'binary', maxLength: 5}), {maxLength: 3}),
});

/** Any condition that reading can give. */
export const {conditions} = fc.letrec<{conditions: Expression}>((tie) => ({
  conditions: fc.oneof(
    {depthSize: 'small', withCrossShrink: true},
    fields,
    fc.record({kind: fc.constant('literal' as const), value: literals}),
    fc.record({kind: fc.constant('list' as const), items: fc.array(tie('conditions'), {maxLength: 3})}),
    fc.record({
      kind: fc.constant('call' as const),
      name: fc.constantFrom('len', 'str', 'int', 'float', 'abs', 'upper', 'lower', 'trim'),
      values: fc.tuple(tie('conditions')),
    }),
    fc.record({
      kind: fc.constant('call' as const),
      name: fc.constantFrom('max', 'min'),
      values: fc.array(tie('conditions'), {minLength: 1, maxLength: 3}),
    }),
    fc.record({
      kind: fc.constantFrom('and', 'or'),
      terms: fc.array(tie('conditions'), {minLength: 2, maxLength: 3}),
    }),
    fc.record({kind: fc.constantFrom('not', 'is-null'), value: tie('conditions')}),
    fc
      .record({
        kind: fc.constant('compare' as const),
        operator: fc.constantFrom('==', '<', '<=', '>', '>=', 'in', 'contains', 'like'),
        left: tie('conditions'),
        right: tie('conditions'),
      })
      // `== null` is read as IS NULL.
      .filter(({operator, left, right}) => operator !== '==' || ![left, right].some(isNull)),
  ),
}));

function isNull(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.value === null;
}
