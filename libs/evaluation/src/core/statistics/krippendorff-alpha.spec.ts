import * as fc from 'fast-check';
import { krippendorffAlpha } from './krippendorff-alpha.js';
import { valueOf } from './refusal.js';

const rating = fc.option(fc.integer({ min: 1, max: 4 }), { nil: null });
const ratings = fc
  .integer({ min: 2, max: 8 })
  .chain((units) =>
    fc.array(fc.array(rating, { minLength: units, maxLength: units }), { minLength: 2, maxLength: 4 }),
  );

/** 1 − D_o/D_e over all ordered pairs of ratings, with squared differences. */
function naiveInterval(rows: readonly (readonly (number | null)[])[]): number {
  const units = (rows[0] ?? [])
    .map((_, unit) => rows.flatMap((row) => row[unit] ?? []))
    .filter((unit) => unit.length > 1);
  const pairs = (values: readonly number[]): number =>
    values.reduce((sum, a) => sum + values.reduce((inner, b) => inner + (a - b) ** 2, 0), 0);
  const all = units.flat();
  const observed = units.reduce((sum, unit) => sum + pairs(unit) / (unit.length - 1), 0) / all.length;
  return 1 - observed / (pairs(all) / (all.length * (all.length - 1)));
}

describe('krippendorffAlpha', () => {
  it('on an interval scale is one minus observed over expected squared difference', () => {
    fc.assert(
      fc.property(ratings, (rows) => {
        const alpha = krippendorffAlpha(rows, 'interval');
        fc.pre(alpha.ok);
        expect(valueOf(alpha)).toBeCloseTo(naiveInterval(rows), 10);
      }),
    );
  });

  it('does not care which number a nominal category has', () => {
    const renamed = new Map([
      [1, 70],
      [2, 3],
      [3, 11],
      [4, -5],
    ]);
    fc.assert(
      fc.property(ratings, (rows) => {
        const alpha = krippendorffAlpha(rows, 'nominal');
        fc.pre(alpha.ok);
        const other = rows.map((row) =>
          row.map((value) => (value === null ? null : (renamed.get(value) ?? null))),
        );
        expect(valueOf(krippendorffAlpha(other, 'nominal'))).toBeCloseTo(valueOf(alpha), 12);
      }),
    );
  });

  it('on an ordinal scale knows the order only', () => {
    fc.assert(
      fc.property(ratings, (rows) => {
        const alpha = krippendorffAlpha(rows, 'ordinal');
        fc.pre(alpha.ok);
        const stretched = rows.map((row) => row.map((value) => (value === null ? null : 10 ** value)));
        expect(valueOf(krippendorffAlpha(stretched, 'ordinal'))).toBeCloseTo(valueOf(alpha), 12);
      }),
    );
  });

  it('refuses ratings without a pair', () => {
    expect(
      krippendorffAlpha(
        [
          [1, null],
          [null, 2],
        ],
        'nominal',
      ),
    ).toMatchObject({ error: { code: 'no-pairable-ratings' } });
  });
});
