import { hexToBytes } from '@noble/hashes/utils.js';
import * as fc from 'fast-check';
import {
  decodeElement,
  decodeScalar,
  encodeScalar,
  GROUP_ORDER,
  modOrder,
  publicSum,
  SECRET_BASE,
  wideScalar,
} from './group.js';

describe('decodeElement', () => {
  it('takes the one encoding of an element', () => {
    // RFC 9496, appendix A.1: the base and its double.
    const [one, two] = [
      'e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76',
      '6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919',
    ];
    expect(decodeElement(hexToBytes(one))?.equals(SECRET_BASE)).toBe(true);
    expect(decodeElement(hexToBytes(two))?.equals(SECRET_BASE.double())).toBe(true);
  });

  it.each([
    ['the identity', '00'.repeat(32)],
    // RFC 9496, appendix A.3.
    ['a field element that is not canonical', `00${'ff'.repeat(31)}`],
    ['2^255 - 1', `${'ff'.repeat(31)}7f`],
    ['the field’s prime', `ed${'ff'.repeat(30)}7f`],
    ['a negative field element', `01${'00'.repeat(31)}`],
    ['a non-square', '26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371'],
    ['31 bytes', 'e2'.repeat(31)],
    ['33 bytes', 'e2'.repeat(33)],
    ['nothing', ''],
  ])('refuses %s', (_what, hex) => {
    expect(decodeElement(hexToBytes(hex))).toBeUndefined();
  });
});

describe('scalars', () => {
  it('have one encoding each', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: GROUP_ORDER - 1n }), (scalar) => {
        expect(decodeScalar(encodeScalar(scalar))).toBe(scalar);
      }),
    );
  });

  it('are below the order of the group', () => {
    expect(decodeScalar(encodeScalar(GROUP_ORDER))).toBeUndefined();
    expect(decodeScalar(new Uint8Array(32).fill(255))).toBeUndefined();
    expect(decodeScalar(new Uint8Array(31))).toBeUndefined();
  });

  it('are reduced from 64 bytes', () => {
    const bytes = new Uint8Array(64);
    bytes[63] = 1;
    expect(wideScalar(bytes)).toBe(2n ** 504n % GROUP_ORDER);
    expect(() => wideScalar(new Uint8Array(32))).toThrow('64 bytes');
  });

  it('are never negative', () => {
    expect(modOrder(-1n)).toBe(GROUP_ORDER - 1n);
  });
});

describe('publicSum', () => {
  it('is the sum of the multiples, zeros included', () => {
    const [a, b] = [SECRET_BASE.multiply(3n), SECRET_BASE.multiply(5n)];
    expect(publicSum([a, b], [7n, 11n]).equals(SECRET_BASE.multiply(76n))).toBe(true);
    expect(publicSum([a, b], [0n, 1n]).equals(b)).toBe(true);
  });
});
