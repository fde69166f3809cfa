import { NOTHING_GIVEN } from '../command.js';
import { assert } from '#libs/kernel';
import { apportion } from './apportion.js';

const run = (input: unknown) =>
  apportion.run(typeof input === 'string' ? input : JSON.stringify(input), NOTHING_GIVEN);

const sharesOf = (input: unknown): unknown => {
  const answer = run(input);
  assert(answer.ok, 'expected shares');
  return (JSON.parse(answer.value.output) as { shares: unknown }).shares;
};

describe('salvor apportion', () => {
  it('splits to the unit and answers in strings', () => {
    expect(sharesOf({ amount: 15, weights: { a: 80, b: 8, c: 12 } })).toEqual({ a: '12', b: '1', c: '2' });
  });

  it('takes whole numbers in strings, up to the largest amount there is', () => {
    const amount = '9223372036854775807';
    expect(sharesOf({ amount, weights: { a: '1', b: '0' } })).toEqual({ a: amount, b: '0' });
    expect(sharesOf({ amount: 3, weights: { a: '1'.repeat(100), b: '2'.repeat(100) } })).toEqual({
      a: '1',
      b: '2',
    });
  });

  it('forgets nobody, whatever the name', () => {
    const shares = sharesOf('{"amount":3,"weights":{"__proto__":1,"constructor":2}}');
    expect(JSON.stringify(shares)).toBe('{"__proto__":"1","constructor":"2"}');
  });

  it('runs the example in its help', () => {
    const [, example = ''] = /echo '(.*)' \| salvor apportion/.exec(apportion.help) ?? [];
    expect(sharesOf(example)).toEqual({ a: '12', b: '1', c: '2' });
  });

  it.each([
    ['an amount beyond 2^63 - 1', { amount: '9223372036854775808', weights: { a: 1 } }, '/amount'],
    ['an amount that binary64 has rounded', '{"amount":9007199254740993,"weights":{"a":1}}', '/amount'],
    ['a negative amount', { amount: -1, weights: { a: 1 } }, '/amount'],
    ['a broken amount', { amount: 1.5, weights: { a: 1 } }, '/amount'],
    ['no amount', { weights: { a: 1 } }, '/amount'],
    ['a negative weight', { amount: 1, weights: { a: 1, b: -1 } }, '/weights/b'],
    ['a weight that is no number', { amount: 1, weights: { a: 'much' } }, '/weights/a'],
    ['weights that sum to zero', { amount: 5, weights: { a: 0 } }, '/weights'],
    ['an amount with leading zeros', { amount: '007', weights: { a: 1 } }, '/amount'],
    ['weights without keys', { amount: 5, weights: [1, 2] }, '/weights'],
    ['no weights', { amount: 5, weights: {} }, '/weights'],
    ['a key twice', '{"amount":5,"weights":{"a":1,"a":2}}', '/weights/a'],
    ['an unknown field', { amount: 5, weights: { a: 1 }, method: 'webster' }, '/method'],
  ])('refuses %s', (_what, input, path) => {
    expect(run(input)).toMatchObject({ ok: false, error: { path } });
  });
});
