import { assert } from '#libs/kernel';
import { expressionGraph } from './expression-graph.js';
import { linearParameters } from './linear-parameters.js';
import { parseExpression } from './parse-expression.js';

function linearIn(text: string, parameterNames: readonly string[]): readonly string[] {
  const expression = parseExpression(text);
  assert(expression.ok, text);
  const graph = expressionGraph(expression.value, ['x'], parameterNames);
  assert(graph.ok, text);
  return linearParameters(graph.value).map((index) => parameterNames[index] ?? '');
}

describe('linearParameters', () => {
  it.each([
    ['a + b*exp(-c*x)', ['a', 'b']],
    ['(a + b*x)/(1 + c*x)', ['a', 'b']],
    ['a*(b + x)', ['a']],
    ['b*(a + x)', ['a']],
    ['a/b*x', ['a']],
    ['x/a', []],
    ['exp(a + x)', []],
    ['-(a - x*b)*2/x', ['a', 'b']],
    ['a^1*x', []],
    ['a*exp(-x) + b*a', ['a']],
    ['c', ['c']],
  ])('%s is affine in %j', (text, names) => {
    const used = ['a', 'b', 'c'].filter((name) => new RegExp(`\\b${name}\\b`).test(text));
    expect(linearIn(text, used)).toEqual(names);
  });
});
