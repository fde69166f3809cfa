import fc from 'fast-check';
import { assert } from '#libs/kernel';
import {
  type Expression,
  EXPRESSION_DEPTH_MAX,
  EXPRESSION_LENGTH_MAX,
  FUNCTION_NAMES,
} from './expression.js';
import { parseExpression } from './parse-expression.js';

const parsed = (text: string): Expression => {
  const expression = parseExpression(text);
  assert(expression.ok, `not an expression: ${text}`);
  return expression.value;
};

/** With all its brackets, so that grouping can be read. */
function bracketed(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'name':
      return expression.name;
    case 'negate':
      return `(-${bracketed(expression.of)})`;
    case 'call':
      return `${expression.name}(${bracketed(expression.of)})`;
    case 'operation':
      return `(${bracketed(expression.left)}${expression.operator}${bracketed(expression.right)})`;
  }
}

const leaf = fc.oneof(
  fc
    .double({ min: 0, noNaN: true, noDefaultInfinity: true })
    .map((value): Expression => ({ kind: 'number', value })),
  fc.constantFrom('x', 'b1', 'tau_2').map((name): Expression => ({ kind: 'name', name, at: 0 })),
);

const { expression: anyExpression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({ kind: fc.constant('negate' as const), of: tie('expression') }),
    fc.record({
      kind: fc.constant('call' as const),
      name: fc.constantFrom(...FUNCTION_NAMES),
      of: tie('expression'),
    }),
    fc.record({
      kind: fc.constant('operation' as const),
      operator: fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const, '^' as const),
      left: tie('expression'),
      right: tie('expression'),
    }),
  ),
}));

describe('parseExpression groups', () => {
  it.each([
    ['a + b*c', '(a+(b*c))'],
    ['a - b - c', '((a-b)-c)'],
    ['a / b * c', '((a/b)*c)'],
    ['a ^ b ^ c', '(a^(b^c))'],
    ['-x^2', '(-(x^2))'],
    ['2^-x^2', '(2^(-(x^2)))'],
    ['-a*b', '((-a)*b)'],
    ['a*-b', '(a*(-b))'],
    ['a--b', '(a-(-b))'],
    ['(a+b)^(-1/c)', '((a+b)^((-1)/c))'],
    ['exp(-b*x) / (c + d)', '(exp(((-b)*x))/(c+d))'],
    ['.5e-3*x', '(0.0005*x)'],
    ['pi', String(Math.PI)],
  ])('%s as %s', (text, grouped) => {
    expect(bracketed(parsed(text))).toBe(grouped);
  });

  it('what it wrote with brackets back to the same', () => {
    fc.assert(
      fc.property(anyExpression, (expression) => {
        const text = bracketed(expression);
        fc.pre(text.length <= EXPRESSION_LENGTH_MAX);
        expect(bracketed(parsed(text))).toBe(text);
      }),
    );
  });
});

describe('parseExpression refuses, at the position where the text goes wrong,', () => {
  it.each([
    ['', 0, 'found the end'],
    ['  ', 2, 'found the end'],
    ['a+', 2, 'found the end'],
    ['a**b', 2, 'expected a number'],
    ['+a', 0, 'expected a number'],
    ['(a', 2, 'expected )'],
    ['a)', 1, 'expected an operator'],
    ['2x', 1, 'expected an operator'],
    ['a b', 2, 'expected an operator'],
    ['a # b', 2, 'unexpected character "#"'],
    ['a + 😀', 4, 'unexpected character "😀"'],
    ['exp x', 4, 'expected ('],
    ['exp', 3, 'expected ('],
    ['tan(x)', 0, 'tan is not a function'],
    ['x(1)', 0, 'x is not a function'],
    ['1e999', 0, 'exceeds binary64'],
    ['constructor(1)', 0, 'is not a function'],
  ])('%j', (text, at, reason) => {
    expect(parseExpression(text)).toMatchObject({
      ok: false,
      error: { at, reason: expect.stringContaining(reason) as string },
    });
  });

  it('what is too long', () => {
    expect(parseExpression(`${'1+'.repeat(EXPRESSION_LENGTH_MAX / 2)}1`)).toMatchObject({ ok: false });
    expect(parseExpression(`${'1+'.repeat(EXPRESSION_LENGTH_MAX / 2 - 1)}11`)).toMatchObject({ ok: true });
  });

  it.each(['(', '-', '2^'])('what nests too deep by %s', (opening) => {
    const nested = (depth: number): string =>
      `${opening.repeat(depth)}1${opening === '(' ? ')'.repeat(depth) : ''}`;
    expect(parseExpression(nested(EXPRESSION_DEPTH_MAX)).ok).toBe(true);
    expect(parseExpression(nested(EXPRESSION_DEPTH_MAX + 2))).toMatchObject({
      ok: false,
      error: { reason: expect.stringContaining('nested deeper') as string },
    });
  });

  it('any text whatever with a position inside it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(' ', ...'a b 1 . e + - * / ^ ( ) #'.split(' ')) }),
        (text) => {
          const result = parseExpression(text);
          if (!result.ok) expect(result.error.at).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });
});
