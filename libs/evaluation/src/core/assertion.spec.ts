import { type Assertion, FAIL, judge, PASS } from './assertion.js';

describe('judge', () => {
  it.each<[Assertion, string, string]>([
    [{ type: 'equals', value: 'Paris' }, 'Paris', 'paris'],
    [{ type: 'contains', value: 'Par' }, 'It is Paris.', 'It is Rome.'],
    [{ type: 'regex', value: '^\\d{4}$' }, '1789', 'in 1789'],
    [{ type: 'is-json' }, '{"year":1789}', '{"year":1789'],
    [{ type: 'contains', value: 'sorry', not: true }, 'Paris', 'I am sorry'],
  ])('%j lets %j pass, and %j not', (assertion, right, wrong) => {
    expect(judge([assertion], right)).toBe(PASS);
    expect(judge([assertion], wrong)).toBe(FAIL);
  });

  it('wants all assertions to hold', () => {
    const both: Assertion[] = [{ type: 'is-json' }, { type: 'contains', value: 'year' }];
    expect(judge(both, '{"year":1}')).toBe(PASS);
    expect(judge(both, '{"month":1}')).toBe(FAIL);
  });
});
