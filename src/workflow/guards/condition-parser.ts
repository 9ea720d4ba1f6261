import type {IToken} from 'chevrotain';
import {type Chevrotain, conditionTokens} from './condition-tokens.js';
import * as make from './make-expression.js';
import type {Written} from './written.js';

/**
 * The grammar of conditions. A class in a function, since what it extends is loaded only when there is a condition to
 * read; the outer rules hold the operators that bind least.
 */
export function conditionParser(chevrotain: Chevrotain) {
  const tokens = conditionTokens(chevrotain);

  class ConditionParser extends chevrotain.EmbeddedActionsParser {
    readonly condition = this.RULE('condition', (): Written => {
      const terms = [this.SUBRULE(this.conjunction)];
      this.MANY(() => {
        this.CONSUME(tokens.or);
        terms.push(this.SUBRULE2(this.conjunction));
      });
      return make.junction('or', terms);
    });

    readonly conjunction = this.RULE('conjunction', (): Written => {
      const terms = [this.SUBRULE(this.negation)];
      this.MANY(() => {
        this.CONSUME(tokens.and);
        terms.push(this.SUBRULE2(this.negation));
      });
      return make.junction('and', terms);
    });

    readonly negation = this.RULE('negation', (): Written => {
      let times = 0;
      this.MANY(() => {
        this.CONSUME(tokens.not);
        times += 1;
      });
      return make.negated(this.SUBRULE(this.test), times);
    });

    readonly test = this.RULE('test', (): Written => {
      const left = this.SUBRULE(this.value);
      const found = this.OPTION(() =>
        this.OR([
          {ALT: () => this.SUBRULE(this.comparison, {ARGS: [left]})},
          {ALT: () => this.SUBRULE(this.nullTest, {ARGS: [left]})},
          {ALT: () => this.SUBRULE(this.search, {ARGS: [left]})},
        ]),
      );
      return found ?? left;
    });

    readonly comparison = this.RULE('comparison', (left: Written): Written => {
      const {image} = this.CONSUME(tokens.comparison);
      const right = this.SUBRULE(this.value);
      return this.ACTION(() => make.comparison(image, left, right));
    });

    readonly nullTest = this.RULE('nullTest', (left: Written): Written => {
      this.CONSUME(tokens.is);
      const not = this.OPTION(() => this.CONSUME(tokens.not));
      const nothing = this.CONSUME(tokens.constant);
      return this.ACTION(() => make.nullTest(left, nothing, not === undefined ? 0 : 1));
    });

    readonly search = this.RULE('search', (left: Written): Written => {
      const not = this.OPTION(() => this.CONSUME(tokens.not));
      const found: Written = this.OR([
        {ALT: () => this.SUBRULE(this.finding, {ARGS: [left]})},
        {ALT: () => this.SUBRULE(this.range, {ARGS: [left]})},
      ]);
      return make.negated(found, not === undefined ? 0 : 1);
    });

    readonly finding = this.RULE('finding', (left: Written): Written => {
      const {image} = this.CONSUME(tokens.finding);
      const right = this.SUBRULE(this.value);
      return this.ACTION(() => make.comparison(image.toLowerCase(), left, right));
    });

    readonly range = this.RULE('range', (left: Written): Written => {
      const between = this.CONSUME(tokens.between);
      const low = this.SUBRULE(this.value);
      const high = this.OPTION(() => {
        this.CONSUME(tokens.and);
        return this.SUBRULE2(this.value);
      });
      return this.ACTION(() => make.range(left, {low, high, between}));
    });

    readonly value = this.RULE('value', (): Written => {
      return this.OR([
        {ALT: () => this.SUBRULE(this.named)},
        {ALT: () => this.SUBRULE(this.list)},
        {ALT: () => this.SUBRULE(this.group)},
        {ALT: () => make.number(this.CONSUME(tokens.number))},
        {ALT: () => make.text(this.CONSUME(tokens.text))},
        {ALT: () => make.constant(this.CONSUME(tokens.constant))},
      ]);
    });

    readonly group = this.RULE('group', (): Written => {
      this.CONSUME(tokens.open);
      const inner: Written = this.SUBRULE(this.condition);
      this.CONSUME(tokens.close);
      return inner;
    });

    readonly list = this.RULE('list', (): Written => {
      const items: Written[] = [];
      this.CONSUME(tokens.openList);
      this.MANY_SEP({SEP: tokens.comma, DEF: () => items.push(this.SUBRULE(this.value))});
      this.CONSUME(tokens.closeList);
      return this.ACTION(() => make.list(items));
    });

    /** A field, or the call of a function. */
    readonly named = this.RULE('named', (): Written => {
      const name = this.CONSUME(tokens.name);
      return this.OR([
        {ALT: () => this.SUBRULE(this.call, {ARGS: [name]})},
        {ALT: () => this.SUBRULE(this.steps, {ARGS: [name]})},
      ]);
    });

    readonly call = this.RULE('call', (name: IToken): Written => {
      const values: Written[] = [];
      this.CONSUME(tokens.open);
      this.MANY_SEP({SEP: tokens.comma, DEF: () => values.push(this.SUBRULE(this.condition))});
      this.CONSUME(tokens.close);
      return this.ACTION(() => make.call(name, values));
    });

    readonly steps = this.RULE('steps', (name: IToken): Written => {
      const steps: IToken[] = [];
      this.MANY(() => {
        this.OR([
          {
            ALT: () => {
              this.CONSUME(tokens.dot);
              steps.push(this.CONSUME(tokens.word));
            },
          },
          {
            ALT: () => {
              this.CONSUME(tokens.openList);
              steps.push(this.CONSUME(tokens.text));
              this.CONSUME(tokens.closeList);
            },
          },
        ]);
      });
      return this.ACTION(() => make.field(name, steps));
    });

    constructor() {
      super(tokens.all, {recoveryEnabled: false});
      this.performSelfAnalysis();
    }
  }

  return {lexer: new chevrotain.Lexer(tokens.all), parser: new ConditionParser()};
}
