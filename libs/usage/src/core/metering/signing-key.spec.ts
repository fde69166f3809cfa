import { keysInForce, nextKeyFault, type SigningKey } from './signing-key.js';

const KEYS: readonly SigningKey[] = [
  { party: 'a', publicKey: 'a2', validFromMs: 200 },
  { party: 'a', publicKey: 'a1', validFromMs: 100 },
  { party: 'b', publicKey: 'b1', validFromMs: 0 },
];

describe('keys of parties', () => {
  it.each([
    ['a', 99, undefined],
    ['a', 100, 'a1'],
    ['a', 199, 'a1'],
    ['a', 200, 'a2'],
    ['b', 1_000, 'b1'],
    ['c', 1_000, undefined],
  ])('of %s at %i: %s', (party, atMs, key) => {
    expect(keysInForce(KEYS)(party, atMs)).toBe(key);
  });

  it('follow each other in time, and do not run ahead of the clock', () => {
    const standing = KEYS.filter(({ party }) => party === 'a');
    expect(nextKeyFault(standing, 201, 300)).toBeUndefined();
    expect(nextKeyFault(standing, 200, 300)).toBe('not-after-the-last');
    expect(nextKeyFault(standing, 301, 300)).toBe('from-the-future');
    expect(nextKeyFault([], 0, 300)).toBeUndefined();
  });
});
