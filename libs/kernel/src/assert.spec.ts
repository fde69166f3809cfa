import { assert, assertDefined, AssertionFailure, unreachable } from './assert.js';

describe('assertions', () => {
  it('pass what holds', () => {
    assert(true, 'holds');
    expect(assertDefined(0, 'is there')).toBe(0);
    expect(assertDefined('', 'is there')).toBe('');
  });

  it('fail loudly, by name, for what does not', () => {
    const broken = [
      () => {
        assert(false, 'a lot has a seller');
      },
      () => assertDefined(null, 'a lot has a seller'),
      () => assertDefined(undefined, 'a lot has a seller'),
    ];
    for (const breaking of broken) expect(breaking).toThrow(new AssertionFailure('a lot has a seller'));
  });

  it('name the value that types had ruled out', () => {
    expect(() => {
      unreachable('sideways' as never);
    }).toThrow('unreachable: sideways');
  });
});
