import fc from 'fast-check';
import { AMOUNT_MINOR_MAX, asId, encodeId } from '#libs/kernel';
import { z } from 'zod';
import {
  amountMinor,
  calendarDay,
  currencyCode,
  displayText,
  idOf,
  instant,
  PAGE_SIZE_MAX,
  nextPage,
  pageQueryOf,
  sha256Digest,
  signedMinor,
} from './platform.contract.js';

const accepts = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;

describe('ids on the wire', () => {
  const lot = idOf('lot');

  it('come back as they went out', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        const id = asId('lot', uuid);
        expect(z.decode(lot, z.encode(lot, id))).toBe(id);
      }),
    );
  });

  it.each([
    'auc_019a00000000700080000000000000ab',
    'lot_019a',
    '019a0000-0000-7000-8000-0000000000ab',
    '',
    7,
    null,
  ])('refuse %j', (value) => {
    expect(accepts(lot, value)).toBe(false);
  });
});

describe('amounts on the wire', () => {
  it('come back as they went out, over the whole range', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -AMOUNT_MINOR_MAX, max: AMOUNT_MINOR_MAX }), (amount) => {
        expect(z.decode(signedMinor, z.encode(signedMinor, amount))).toBe(amount);
      }),
    );
  });

  it.each(['0', '1', '9223372036854775807'])('accept %s', (text) => {
    expect(z.decode(amountMinor, text)).toBe(BigInt(text));
    expect(z.decode(signedMinor, text)).toBe(BigInt(text));
  });

  it.each([
    '9223372036854775808',
    '99999999999999999999',
    '01',
    '-0',
    '+1',
    '1.0',
    '1e3',
    ' 1',
    '1\n',
    '٣',
    '',
    1,
  ])('refuse %j', (value) => {
    expect(accepts(amountMinor, value)).toBe(false);
    expect(accepts(signedMinor, value)).toBe(false);
  });

  it('are negative only where a sign has a meaning', () => {
    expect(z.decode(signedMinor, '-5')).toBe(-5n);
    expect(accepts(amountMinor, '-5')).toBe(false);
  });

  it('are never sent beyond what can be stored', () => {
    expect(z.safeEncode(amountMinor, AMOUNT_MINOR_MAX + 1n).success).toBe(false);
    expect(z.safeEncode(amountMinor, -1n).success).toBe(false);
  });
});

describe('instants on the wire', () => {
  it('come back as they went out', () => {
    const time = fc.date({
      min: new Date(0),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(time, (date) => {
        expect(z.decode(instant, z.encode(instant, date))).toEqual(date);
      }),
    );
  });

  it.each(['2026-11-21T09:30:00Z', '2026-11-21T09:30:00.5Z', '2028-02-29T00:00:00.000Z'])(
    'accept %s',
    (text) => {
      expect(z.decode(instant, text)).toEqual(new Date(text));
    },
  );

  it.each([
    ['a local time', '2026-11-21T09:30:00'],
    ['an offset', '2026-11-21T09:30:00+01:00'],
    ['no seconds, which RFC 3339 demands', '2026-11-21T09:30Z'],
    ['fractions that a millisecond cannot hold', '2026-11-21T09:30:00.0001Z'],
    ['a day that does not exist', '2026-02-29T00:00:00Z'],
    ['an hour that does not exist', '2026-11-21T24:00:00Z'],
    ['a date', '2026-11-21'],
    ['milliseconds', 1_795_253_400_000],
  ])('refuse %s', (_what, value) => {
    expect(accepts(instant, value)).toBe(false);
  });
});

describe('other words on the wire', () => {
  it.each(['EUR', 'JPY'])('the currency %s', (code) => {
    expect(z.encode(currencyCode, z.decode(currencyCode, code))).toBe(code);
  });

  it.each(['eur', 'EURO', 'XYZ', ''])('not the currency %j', (code) => {
    expect(accepts(currencyCode, code)).toBe(false);
  });

  it('a digest is 64 lower-case hexadecimal digits', () => {
    expect(accepts(sha256Digest, 'a0'.repeat(32))).toBe(true);
    expect(
      ['A0'.repeat(32), 'a0'.repeat(31), `${'a0'.repeat(32)}\n`].map((text) => accepts(sha256Digest, text)),
    ).toEqual([false, false, false]);
  });

  it('a calendar day exists', () => {
    expect(
      ['2028-02-29', '2026-02-29', '2026-2-1', '2026-02-01T00:00:00Z'].map((day) =>
        accepts(calendarDay, day),
      ),
    ).toEqual([true, false, false, false]);
  });

  it.each(['a', 'Zoë & Søn', '日本', '👩‍🚀'])('the name %s', (text) => {
    expect(accepts(displayText(20), text)).toBe(true);
  });

  it.each(['', ' ', ' a', 'a ', 'a\nb', 'a\u0000', '\u001b[31m', '\ud800', 'x'.repeat(21)])(
    'not the name %j',
    (text) => {
      expect(accepts(displayText(20), text)).toBe(false);
    },
  );
});

describe('a page', () => {
  const lots = pageQueryOf('lot');

  it('has fifty rows unless told', () => {
    expect(lots.parse({})).toEqual({ limit: 50 });
  });

  it('is asked for in the words of a query string', () => {
    const after = asId('lot', '019a0000-0000-7000-8000-0000000000ab');
    expect(lots.parse({ after: encodeId('lot', after), limit: '200' })).toEqual({
      after,
      limit: PAGE_SIZE_MAX,
    });
  });

  it('does not go on after something else', () => {
    expect(accepts(lots, { after: 'lot_1' })).toBe(false);
    expect(
      accepts(lots, { after: encodeId('auction', asId('auction', '019a0000-0000-7000-8000-0000000000ab')) }),
    ).toBe(false);
  });

  it('is followed by another one as long as it is full', () => {
    const rows = [{ id: asId('lot', 'a') }, { id: asId('lot', 'b') }];
    expect(nextPage(rows, 2)).toBe('b');
    expect(nextPage(rows, 3)).toBeNull();
    expect(nextPage([], 3)).toBeNull();
  });

  it.each(['0', '201', '1.5', 'many', ''])('does not have %j rows', (limit) => {
    expect(accepts(lots, { limit })).toBe(false);
  });
});
