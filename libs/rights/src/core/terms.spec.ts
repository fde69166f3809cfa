import { digestOf, sha256Hex } from '#libs/kernel';
import { lotTermsSchema } from './terms.js';
import { termEndMs } from './term.js';

const usage = {
  kind: 'usage-licence',
  copies: 1,
  fieldOfUse: 'web/bot-detection',
  territory: ['DE', 'FR'],
  termMonths: 12,
  transferable: false,
};

const faultsOf = (terms: object): readonly string[] => {
  const parsed = lotTermsSchema.safeParse(terms);
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('/'));
};

describe('lotTermsSchema', () => {
  it.each([
    { kind: 'weights', assignment: true },
    { kind: 'exclusive-licence', fieldOfUse: 'any', territory: 'worldwide', termMonths: 120 },
    usage,
    { kind: 'inference-access', callsPerMonth: 1, termMonths: 1 },
    { kind: 'inference-access', callsPerMonth: 1, termMonths: 1, meteringEveryDays: 366 },
    { kind: 'revenue-share', shareBps: 10_000, termMonths: 1, capMinor: null },
    { kind: 'revenue-share', shareBps: 1, termMonths: 1, capMinor: '1' },
  ])('takes %j', (terms) => {
    expect(lotTermsSchema.parse(terms)).toEqual(terms);
  });

  it.each<[string, object]>([
    ['copies', { ...usage, copies: 0 }],
    ['copies', { ...usage, copies: 1_001 }],
    ['termMonths', { ...usage, termMonths: 121 }],
    ['termMonths', { ...usage, termMonths: 1.5 }],
    ['meteringEveryDays', { ...usage, meteringEveryDays: 0 }],
    ['meteringEveryDays', { ...usage, meteringEveryDays: 367 }],
    ['fieldOfUse', { ...usage, fieldOfUse: 'Web' }],
    ['fieldOfUse', { ...usage, fieldOfUse: 'web/' }],
    ['territory', { ...usage, territory: [] }],
    ['territory', { ...usage, territory: ['EU'] }],
    ['territory', { ...usage, territory: ['UK'] }],
    ['territory', { ...usage, territory: ['FR', 'DE'] }],
    ['territory', { ...usage, territory: ['DE', 'DE'] }],
    ['', { ...usage, note: 'unknown field' }],
    ['assignment', { kind: 'weights', assignment: false }],
    ['shareBps', { kind: 'revenue-share', shareBps: 10_001, termMonths: 1, capMinor: null }],
    ['capMinor', { kind: 'revenue-share', shareBps: 1, termMonths: 1, capMinor: '0' }],
    ['capMinor', { kind: 'revenue-share', shareBps: 1, termMonths: 1 }],
    ['kind', { kind: 'reputation' }],
  ])('refuses what is wrong with %j', (path, terms) => {
    expect(faultsOf(terms)[0]?.split('/')[0]).toBe(path);
  });
});

it('keeps the digest of terms that ask for no meter', () => {
  // Of the terms above, from before terms could ask for one.
  expect(digestOf(lotTermsSchema.parse(usage))).toBe(
    sha256Hex(
      '{"copies":1,"fieldOfUse":"web/bot-detection","kind":"usage-licence","termMonths":12,' +
        '"territory":["DE","FR"],"transferable":false}',
    ),
  );
});

describe('termEndMs', () => {
  it.each([
    ['2026-01-15T10:00:00.000Z', 1, '2026-02-15T10:00:00.000Z'],
    ['2026-01-31T00:00:00.000Z', 1, '2026-02-28T00:00:00.000Z'],
    ['2024-01-31T23:59:59.999Z', 1, '2024-02-29T23:59:59.999Z'],
    ['2024-02-29T00:00:00.000Z', 12, '2025-02-28T00:00:00.000Z'],
    ['2026-12-31T00:00:00.000Z', 120, '2036-12-31T00:00:00.000Z'],
  ])('%s plus %i months is %s', (start, months, end) => {
    expect(new Date(termEndMs(Date.parse(start), months)).toISOString()).toBe(end);
  });
});
