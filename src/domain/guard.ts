import type {FunctionRef} from './function-ref.js';

/** Which of the records that enter an action are asked about. */
export type Guard = ConditionGuard | FunctionGuard;

interface GuardBase {
  /** As the user wrote it. */
  readonly text: string;
  /** True: the condition says which records are left alone (`skip_if`). */
  readonly inverted?: true;
  /** What becomes of a record that does not match. */
  readonly onFalse: OnFalse;
  /** A record of which the condition cannot be worked out matches. */
  readonly passOnError: boolean;
}

export interface ConditionGuard extends GuardBase {
  /** Checked, and plain JSON: deciding needs no parser. */
  readonly condition: Expression;
}

/** A function of the user decides (`udf:module.function`): what it returns is taken as true or false. */
export interface FunctionGuard extends GuardBase {
  readonly decider: FunctionRef;
  /** What it is given: the source, and all that the record carries of actions upstream. */
  readonly namespaces: readonly string[];
}

/**
 * - `filter`: it leaves the action without an output
 * - `skip`: it leaves the action with an output that holds nothing of the action's own
 * - `warn`: it is asked about all the same, and the user is told
 */
export type OnFalse = 'filter' | 'skip' | 'warn';

export type Expression = ExpressionOf<GuardField>;

/** A field of a record; without a path, the namespace itself. */
export interface GuardField {
  readonly kind: 'field';
  readonly namespace: string;
  readonly path: readonly string[];
}

/** `F`: how a field is given. `!=`, `NOT IN` and the like are `not` around what they deny, BETWEEN is two comparisons. */
export type ExpressionOf<F> =
  | F
  | {readonly kind: 'literal'; readonly value: string | number | boolean | null}
  | {readonly kind: 'list'; readonly items: readonly ExpressionOf<F>[]}
  | {readonly kind: 'call'; readonly name: FunctionName; readonly values: readonly ExpressionOf<F>[]}
  | {readonly kind: 'not' | 'is-null'; readonly value: ExpressionOf<F>}
  | {readonly kind: 'and' | 'or'; readonly terms: readonly ExpressionOf<F>[]}
  | {
      readonly kind: 'compare';
      readonly operator: Operator;
      readonly left: ExpressionOf<F>;
      readonly right: ExpressionOf<F>;
    };

export type Operator = '==' | '<' | '<=' | '>' | '>=' | 'in' | 'contains' | 'like';

export type FunctionName = 'len' | 'max' | 'min' | 'str' | 'int' | 'float' | 'abs' | 'upper' | 'lower' | 'trim';

type AnyField = {readonly kind: 'field'};

/** The same expression with other fields in it, from left to right. */
export function mapFields<F extends AnyField, G extends AnyField>(
  expression: ExpressionOf<F>,
  change: (field: F) => G,
): ExpressionOf<G> {
  const map = (inner: ExpressionOf<F>) => mapFields(inner, change);
  switch (expression.kind) {
    case 'field':
      return change(expression);
    case 'literal':
      return expression;
    case 'list':
      return {...expression, items: expression.items.map(map)};
    case 'call':
      return {...expression, values: expression.values.map(map)};
    case 'and':
    case 'or':
      return {...expression, terms: expression.terms.map(map)};
    case 'not':
    case 'is-null':
      return {...expression, value: map(expression.value)};
    case 'compare':
      return {...expression, left: map(expression.left), right: map(expression.right)};
  }
}

/** The fields that a guard looks at, from left to right; of one that is a function, all there are. */
export function guardFields(guard: Guard): readonly GuardField[] {
  if ('decider' in guard) return guard.namespaces.map((namespace) => ({kind: 'field', namespace, path: []}));
  const fields: GuardField[] = [];
  mapFields(guard.condition, (field) => {
    fields.push(field);
    return field;
  });
  return fields;
}

/** The namespaces that a guard looks into. */
export function guardNamespaces(guard: Guard): ReadonlySet<string> {
  return new Set(guardFields(guard).map(({namespace}) => namespace));
}
