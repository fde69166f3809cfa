import { assertDefined, err, ok, type Result } from '#libs/kernel';
import {
  type Expression,
  EXPRESSION_DEPTH_MAX,
  EXPRESSION_LENGTH_MAX,
  type ExpressionFault,
  FUNCTION_NAMES,
  type Operator,
} from './expression.js';
import { type Token, tokenise } from './tokenise.js';

type Parsed = Result<Expression, ExpressionFault>;

/**
 * Reads a formula: numbers, names, `pi`, + - * / ^ ( ), unary minus, and the functions exp log sin cos atan
 * sqrt. `^` binds tightest and to the right; unary minus binds weaker than `^` and tighter than `*`, as in
 * mathematics: −x^2 is −(x^2). The fault names the first position at which the text stops being a formula.
 */
export function parseExpression(text: string): Result<Expression, ExpressionFault> {
  if (text.length > EXPRESSION_LENGTH_MAX)
    return err({
      at: EXPRESSION_LENGTH_MAX,
      reason: `is longer than ${String(EXPRESSION_LENGTH_MAX)} characters`,
    });
  const tokens = tokenise(text);
  if (!tokens.ok) return tokens;
  const reader = new Reader(tokens.value);
  const expression = reader.sum(0);
  if (!expression.ok) return expression;
  return reader.next.kind === 'end' ? expression : reader.unexpected('an operator');
}

/** Recursive descent: one method a level of binding, each leaving `next` at the first token it did not use. */
class Reader {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get next(): Token {
    return assertDefined(this.#tokens[this.#position], 'nothing is read beyond the end');
  }

  unexpected(wanted: string): Parsed {
    const { kind, text, at } = this.next;
    return err({ at, reason: `expected ${wanted}, found ${kind === 'end' ? 'the end' : text}` });
  }

  sum(depth: number): Parsed {
    return this.#chain(['+', '-'], () => this.#product(depth));
  }

  #product(depth: number): Parsed {
    return this.#chain(['*', '/'], () => this.#signed(depth));
  }

  /** Operands with operators between them, grouped to the left. */
  #chain(operators: readonly Operator[], operand: () => Parsed): Parsed {
    let left = operand();
    while (left.ok) {
      const operator = operators.find((symbol) => this.#take(symbol));
      if (operator === undefined) return left;
      const right = operand();
      if (!right.ok) return right;
      left = ok({ kind: 'operation', operator, left: left.value, right: right.value });
    }
    return left;
  }

  #signed(depth: number): Parsed {
    if (depth > EXPRESSION_DEPTH_MAX)
      return err({ at: this.next.at, reason: `is nested deeper than ${String(EXPRESSION_DEPTH_MAX)}` });
    if (!this.#take('-')) return this.#power(depth);
    const of = this.#signed(depth + 1);
    return of.ok ? ok({ kind: 'negate', of: of.value }) : of;
  }

  #power(depth: number): Parsed {
    const base = this.#primary(depth);
    if (!base.ok || !this.#take('^')) return base;
    const exponent = this.#signed(depth + 1);
    if (!exponent.ok) return exponent;
    return ok({ kind: 'operation', operator: '^', left: base.value, right: exponent.value });
  }

  #primary(depth: number): Parsed {
    const { kind, text, at } = this.next;
    if (kind === 'symbol' && text === '(') return this.#bracket(depth);
    if (kind !== 'number' && kind !== 'name') return this.unexpected('a number, a name or (');
    this.#position += 1;
    if (kind === 'number') return ok({ kind: 'number', value: Number(text) });
    const name = FUNCTION_NAMES.find((known) => known === text);
    if (name !== undefined) {
      const of = this.#bracket(depth);
      return of.ok ? ok({ kind: 'call', name, of: of.value }) : of;
    }
    if (this.next.text === '(') return err({ at, reason: `${text} is not a function` });
    return ok(text === 'pi' ? { kind: 'number', value: Math.PI } : { kind: 'name', name: text, at });
  }

  #bracket(depth: number): Parsed {
    if (!this.#take('(')) return this.unexpected('(');
    const inside = this.sum(depth + 1);
    if (!inside.ok) return inside;
    return this.#take(')') ? inside : this.unexpected(')');
  }

  #take(symbol: string): boolean {
    const { kind, text } = this.next;
    const taken = kind === 'symbol' && text === symbol;
    if (taken) this.#position += 1;
    return taken;
  }
}
