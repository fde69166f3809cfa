import fc from 'fast-check';
import { assert } from './assert.js';
import { canonicalJson, type Json, parseJson } from './canonical-json.js';

const parsed = (text: string): Json => {
  const json = parseJson(text);
  assert(json.ok, 'the text is JSON');
  return json.value;
};

const refusalOf = (text: string) => {
  const json = parseJson(text);
  assert(!json.ok, `accepted: ${text.slice(0, 80)}`);
  return json.error;
};

/** The number whose IEEE 754 bits these sixteen hexadecimal digits are. */
const fromBits = (bits: string): number => Buffer.from(bits, 'hex').readDoubleBE();

describe('canonicalJson, by RFC 8785', () => {
  it('serialises the sample of section 3.2.2', () => {
    const text = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    expect(canonicalJson(parsed(text))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],` +
        String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts the names of section 3.2.3 by UTF-16 code units', () => {
    const text = String.raw`{
      "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
    }`;
    const order = [...canonicalJson(parsed(text)).matchAll(/:"([^"]+)"/g)].map(([, value]) => value);
    expect(order).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the number of appendix B with bits %s as %s', (bits, text) => {
    expect(canonicalJson(fromBits(bits))).toBe(text);
  });

  it.each(['7fffffffffffffff', '7ff0000000000000'])('has no text for the bits %s', (bits) => {
    expect(() => canonicalJson(fromBits(bits))).toThrow('JSON has no');
  });

  it('leaves out members that are undefined', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
  });

  it('takes toJSON and __proto__ for names like any other', () => {
    const text = '{"toJSON":1,"b":{"z":1,"a":2},"__proto__":3}';
    expect(canonicalJson(parsed(text))).toBe('{"__proto__":3,"b":{"a":2,"z":1},"toJSON":1}');
  });

  it('writes a value that stands in two places twice', () => {
    const terms = { months: 12 };
    expect(canonicalJson({ lot: terms, lotTerms: terms })).toBe(
      '{"lot":{"months":12},"lotTerms":{"months":12}}',
    );
  });
});

describe('canonicalJson, in general', () => {
  const json = fc.jsonValue().map((value) => value as Json);

  it('is a fixed point: the canonical form of a canonical text is the text', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(parsed(text))).toBe(text);
      }),
    );
  });

  it('keeps the value', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not depend on the order in which names were written', () => {
    const shuffled = fc
      .uniqueArray(fc.tuple(fc.string({ unit: 'binary' }), fc.integer()), { selector: ([name]) => name })
      .chain((members) =>
        fc.tuple(fc.constant(members), fc.shuffledSubarray(members, { minLength: members.length })),
      );
    fc.assert(
      fc.property(shuffled, ([members, otherOrder]) => {
        expect(canonicalJson(Object.fromEntries(members))).toBe(
          canonicalJson(Object.fromEntries(otherOrder)),
        );
      }),
    );
  });
});

describe('parseJson refuses what I-JSON (RFC 7493) rules out', () => {
  it.each([
    ['a lone high surrogate', String.raw`{"a":"\ud800"}`, '/a', 'unpaired surrogate'],
    ['a lone low surrogate', String.raw`["x\udc00"]`, '/0', 'unpaired surrogate'],
    ['surrogates in the wrong order', String.raw`["\ude00\ud83d"]`, '/0', 'unpaired surrogate'],
    [
      'a lone surrogate in a name',
      String.raw`{"a":{"\ud800":1}}`,
      '/a/\ud800',
      'unpaired surrogate in a name',
    ],
    ['a number beyond binary64', '{"price":1e400}', '/price', 'number exceeds binary64'],
    ['a negative number beyond binary64', '[1,-1e309]', '/1', 'number exceeds binary64'],
    ['a name twice', '{"a":1,"a":1}', '/a', 'duplicate name'],
    ['a name twice, once escaped', String.raw`{"a":1,"\u0061":2}`, '/a', 'duplicate name'],
    [
      'a name twice in a nested object',
      '{"bids":[{"p":1},{"p":1,"q":2,"p":3}]}',
      '/bids/1/p',
      'duplicate name',
    ],
    ['the empty name twice', '{"":1,"":2}', '/', 'duplicate name'],
    [
      'a name with quotes and backslashes twice',
      String.raw`{"a\\\"":1,"a\\\"":2}`,
      String.raw`/a\"`,
      'duplicate name',
    ],
    ['a name that a pointer must escape twice', '{"a/~":1,"a/~":2}', '/a~1~0', 'duplicate name'],
    ['a name twice after a nested object with it', '{"a":{"a":1},"a":2}', '/a', 'duplicate name'],
    ['__proto__ twice', '{"__proto__":1,"__proto__":2}', '/__proto__', 'duplicate name'],
  ])('%s', (_what, text, path, reason) => {
    expect(refusalOf(text)).toEqual({ code: 'not-json', path, reason });
  });

  it.each(['', '{', '[1,]', "{'a':1}", '01', 'NaN', '{"a":1}x', '"\n"', '\ufeff{}'])(
    'what JSON.parse refuses: %j',
    (text) => {
      expect(refusalOf(text)).toMatchObject({ code: 'not-json', path: '' });
    },
  );

  it('nesting beyond 256 levels, however deep', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseJson(nested(257)).ok).toBe(true);
    expect(refusalOf(nested(258)).reason).toBe('nested deeper than 256');
    expect(refusalOf(nested(500_000)).reason).toBe('nested deeper than 256');
  });
});

describe('parseJson accepts', () => {
  it.each([
    ['equal names in different objects', '[{"a":1},{"a":{"a":2}}]'],
    ['equal strings that are not names', '{"a":["a","a"],"b":"a"}'],
    ['colons, commas and brackets in strings', String.raw`{"a":"{\"a\":1,","b":":\\","c":"[]"}`],
    ['paired surrogates', String.raw`"\ud83d\ude00"`],
    ['the largest binary64', '1.7976931348623157e308'],
  ])('%s', (_what, text) => {
    expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) as Json });
  });

  it('every text of JSON.stringify', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) as Json });
      }),
    );
  });

  it('strings of many megabytes', () => {
    const text = JSON.stringify({ rows: '"\\'.repeat(5_000_000) });
    expect(parseJson(text).ok).toBe(true);
  });
});
