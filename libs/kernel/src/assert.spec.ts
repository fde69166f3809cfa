import { assert, assertDefined, AssertionFailure, unreachable } from './assert.js';

describe('assertions', () => {
  it('pass what holds', () => {
    assert(true, 'holds');
    expect(assertDefined(0, 'is there')).toBe(0);
    expect(assertDefined('', 'is there')).toBe('');
  });

  it('fail loudly, by name, for what does not', () => {
    const failure = new AssertionFailure('a lot has a seller');
    expect(() => {
      assert(false, 'a lot has a seller');
    }).toThrow(failure);
    expect(() => assertDefined<string>(null, 'a lot has a seller')).toThrow(failure);
    expect(() => assertDefined<string>(undefined, 'a lot has a seller')).toThrow(failure);
    expect(failure.name).toBe('AssertionFailure');
  });

  it('name the value that types had ruled out', () => {
    expect(() => {
      unreachable('sideways' as never);
    }).toThrow('unreachable: sideways');
  });
});
