import * as fc from 'fast-check';
import { canonicalJson, type Json } from './canonical-json.js';
import { firstDifference } from './first-difference.js';

describe('firstDifference', () => {
  it.each<[string, Json, Json, string]>([
    ['a value', { a: 1, b: [2, 3] }, { a: 1, b: [2, 4] }, '/b/1'],
    ['a member too few', { a: 1 }, { a: 1, b: 2 }, '/b'],
    ['a member too many', { a: 1, b: 2 }, { a: 1 }, '/b'],
    ['a number for its text', { a: 1 }, { a: '1' }, '/a'],
    ['an object for a list', { a: [] }, { a: {} }, '/a'],
    ['the first of two', { b: 1, a: 1 }, { a: 2, b: 2 }, '/b'],
    ['a name with a slash', { 'a/b~': 1 }, { 'a/b~': 2 }, '/a~1b~0'],
    ['everything', null, { a: 1 }, ''],
  ])('finds %s', (_what, stated, computed, path) => {
    expect(firstDifference(stated, computed)?.path).toBe(path);
  });

  it('tells what is stated and what was computed', () => {
    expect(firstDifference({ a: 'x' }, { a: { b: 1 } })).toEqual({
      path: '/a',
      stated: 'x',
      computed: '{"b":1}',
    });
    expect(firstDifference({ a: 1 }, {})).toEqual({ path: '/a', stated: '1', computed: 'nothing' });
  });

  it('sees a member of the name that every object has', () => {
    const stated = JSON.parse('{"__proto__":{}}') as Json;
    expect(firstDifference(stated, {})).toMatchObject({ path: '/__proto__', computed: 'nothing' });
    expect(firstDifference({}, stated)).toMatchObject({ path: '/__proto__', stated: 'nothing' });
  });

  it('finds one exactly where the canonical texts differ', () => {
    const json = fc.jsonValue() as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(json, json, (one, other) => {
        expect(firstDifference(one, other) === undefined).toBe(canonicalJson(one) === canonicalJson(other));
        expect(firstDifference(one, JSON.parse(JSON.stringify(one)) as Json)).toBeUndefined();
      }),
    );
  });
});
