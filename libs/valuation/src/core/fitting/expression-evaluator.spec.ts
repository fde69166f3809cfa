import fc from 'fast-check';
import { assert } from '#libs/kernel';
import { evaluatorOf, type RowModel } from './expression-evaluator.js';
import { expressionGraph } from './expression-graph.js';
import type { Expression } from './expression.js';
import { parseExpression } from './parse-expression.js';

const PARAMETERS = ['a', 'b', 'c'];
const XS = [0.3, 1, 2.7];

function modelOf(text: string): RowModel {
  const expression = parseExpression(text);
  assert(expression.ok, `not an expression: ${text}`);
  const graph = expressionGraph(expression.value, ['x'], PARAMETERS);
  assert(graph.ok, 'all names are known');
  return evaluatorOf(graph.value, [XS], XS.length);
}

/** The plainest evaluation: by recursion over the formula. */
function valueOf(expression: Expression, names: Readonly<Record<string, number>>): number {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'name':
      return names[expression.name] ?? Number.NaN;
    case 'negate':
      return -valueOf(expression.of, names);
    case 'call':
      return Math[expression.name](valueOf(expression.of, names));
    case 'operation': {
      const [left, right] = [valueOf(expression.left, names), valueOf(expression.right, names)];
      return {
        '+': left + right,
        '-': left - right,
        '*': left * right,
        '/': left / right,
        '^': left ** right,
      }[expression.operator];
    }
  }
}

/** Formulas that are smooth for positive parameters, by text. */
const { formula } = fc.letrec<{ formula: string }>((tie) => ({
  formula: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    fc.constantFrom('a', 'b', 'c', 'x', '2', '0.5', 'pi'),
    fc
      .tuple(tie('formula'), fc.constantFrom('+', '-', '*'), tie('formula'))
      .map(([l, o, r]) => `(${l}${o}${r})`),
    fc.tuple(tie('formula'), tie('formula')).map(([l, r]) => `(${l}/(2 + sin(${r})))`),
    fc.tuple(tie('formula'), tie('formula')).map(([l, r]) => `((1.5 + cos(${l}))^atan(${r}))`),
    tie('formula').map((of) => `exp(-atan(${of}))`),
    tie('formula').map((of) => `log(2 + sin(${of}))`),
    tie('formula').map((of) => `sqrt(1 + (${of})^2)`),
    tie('formula').map((of) => `-(${of})`),
  ),
}));

const parameters = fc.tuple(...PARAMETERS.map(() => fc.double({ min: 0.2, max: 2, noNaN: true })));

describe('an expression over rows', () => {
  it('has the values that recursion over the formula gives', () => {
    fc.assert(
      fc.property(formula, parameters, (text, values) => {
        const expression = parseExpression(text);
        assert(expression.ok, text);
        const [a = 0, b = 0, c = 0] = values;
        const rows = XS.map((x) => valueOf(expression.value, { a, b, c, x }));
        for (const [i, value] of [...modelOf(text).valuesAt(values)].entries())
          expect(value).toBeCloseTo(rows[i] ?? Number.NaN, 12);
      }),
    );
  });

  it('has the derivatives that differences approach', () => {
    fc.assert(
      fc.property(formula, parameters, fc.nat(PARAMETERS.length - 1), (text, values, index) => {
        const model = modelOf(text);
        const h = 1e-5;
        const shifted = (by: number): Float64Array =>
          model.valuesAt(values.with(index, (values[index] ?? 0) + by)).slice();
        const [ahead, behind] = [shifted(h), shifted(-h)];
        model.valuesAt(values);
        const exact = model.derivatives()[index] ?? new Float64Array();
        for (const [i, slope] of exact.entries()) {
          const difference = ((ahead[i] ?? 0) - (behind[i] ?? 0)) / (2 * h);
          fc.pre(Math.abs(slope) < 1e3);
          expect(Math.abs(slope - difference)).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
        }
      }),
    );
  });

  it('does not carry derivatives over from one point to the next', () => {
    const model = modelOf('a*x + b^2');
    model.valuesAt([1, 2, 3]);
    const before = model.derivatives().map((column) => [...column]);
    model.derivatives();
    model.valuesAt([5, 6, 7]);
    model.derivatives();
    model.valuesAt([1, 2, 3]);
    expect(model.derivatives().map((column) => [...column])).toEqual(before);
  });

  it('gives a parameter that it does not use a column of zeros', () => {
    const model = modelOf('a*x');
    model.valuesAt([1, 1, 1]);
    expect(model.derivatives().map((column) => [...column])).toEqual([XS, [0, 0, 0], [0, 0, 0]]);
  });

  it.each([
    ['x^a', [0, 0, 0]],
    ['(x*b)^2', [0, 0, 0]],
    ['b^0*x', [0, 0, 0]],
  ])('%s has finite derivatives where its base is 0', (text, expected) => {
    const expression = parseExpression(text);
    assert(expression.ok, text);
    const graph = expressionGraph(expression.value, ['x'], PARAMETERS);
    assert(graph.ok, 'all names are known');
    const model = evaluatorOf(graph.value, [[0]], 1);
    model.valuesAt([1.5, text.includes('b^0') ? 0 : 1, 1]);
    expect(model.derivatives().map(([slope = Number.NaN]) => Math.abs(slope))).toEqual(expected);
  });
});

describe('expressionGraph', () => {
  it('computes what is written twice once', () => {
    const expression = parseExpression('exp(-a*x) + exp(-a*x)');
    assert(expression.ok, 'well formed');
    const graph = expressionGraph(expression.value, ['x'], ['a']);
    expect(graph.ok && graph.value.nodes).toHaveLength(6);
  });

  it('names the first place of a name that is neither predictor nor parameter', () => {
    const expression = parseExpression('a*x + q + q');
    assert(expression.ok, 'well formed');
    expect(expressionGraph(expression.value, ['x'], ['a'])).toMatchObject({ ok: false, error: { at: 6 } });
  });
});
