import { patternProblem } from './pattern-cost.js';

describe('patternProblem', () => {
  it.each([
    '^\\d{4}-\\d{2}$',
    '(yes|no)',
    '(?:foo|bar)?',
    '(abc)+',
    '[*+]+ and \\(more\\)*',
    'a*b*c*',
    '(?<year>\\d{4})(?=-)',
    'a{2,5}',
  ])('has nothing against %s', (pattern) => {
    expect(patternProblem(pattern)).toBeUndefined();
  });

  it.each([
    ['(a+)+$', 'repeats what itself repeats or chooses'],
    ['(a|a)*$', 'repeats what itself repeats or chooses'],
    ['((ab)?){3}', 'repeats what itself repeats or chooses'],
    ['(x(y|z)w)+', 'repeats what itself repeats or chooses'],
    ['(a{1,30}){1,30}', 'repeats what itself repeats or chooses'],
    ['a*a*a*a*b', 'has too many repetitions'],
    ['(\\w)\\1', 'asks for what was matched before'],
    ['(?<x>a)\\k<x>', 'asks for what was matched before'],
    ['(', 'is no regular expression'],
    ['a'.repeat(501), 'is too long'],
  ])('refuses %s', (pattern, reason) => {
    expect(patternProblem(pattern)).toBe(reason);
  });
});
