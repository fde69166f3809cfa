import fc from 'fast-check';
import { asId, decodeId, encodeId, ID_PREFIXES, type IdKind } from './id.js';

const KINDS = Object.keys(ID_PREFIXES) as IdKind[];
const kind = fc.constantFrom(...KINDS);

describe('ids', () => {
  it('are written as a prefix and 32 hexadecimal digits', () => {
    const id = asId('lot', '019a0000-0000-7000-8000-0000000000ab');
    expect(encodeId('lot', id)).toBe('lot_019a00000000700080000000000000ab');
  });

  it('come back from what they were written as', () => {
    fc.assert(
      fc.property(kind, fc.uuid(), (of, uuid) => {
        expect(decodeId(of, encodeId(of, asId(of, uuid)))).toBe(uuid);
      }),
    );
  });

  it('of one kind are refused as ids of another', () => {
    fc.assert(
      fc.property(kind, kind, fc.uuid(), (one, other, uuid) => {
        fc.pre(one !== other);
        expect(decodeId(other, encodeId(one, asId(one, uuid)))).toBeUndefined();
      }),
    );
  });

  it('have prefixes that are all different', () => {
    expect(new Set(Object.values(ID_PREFIXES)).size).toBe(KINDS.length);
  });

  it.each([
    '',
    'lot_',
    'lot_019a00000000700080000000000000a',
    'lot_019a00000000700080000000000000abc',
    'lot_019A00000000700080000000000000AB',
    'lot_019a0000-0000-7000-8000-0000000000ab',
    'LOT_019a00000000700080000000000000ab',
    ' lot_019a00000000700080000000000000ab',
    'lot_019a00000000700080000000000000ab\n',
  ])('are not read from %j', (text) => {
    expect(decodeId('lot', text)).toBeUndefined();
  });
});
