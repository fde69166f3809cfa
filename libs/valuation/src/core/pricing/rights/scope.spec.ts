import { scopeShares, scopeSharesAtMost, type UsagePlaces } from './scope.js';

const PLACES: UsagePlaces = {
  fields: ['web/bot-detection', 'mail/spam'],
  territoryShares: { DE: 0.4, FR: 0.25 },
};
const worldwide = (fieldOfUse: string) => ({ fieldOfUse, territory: 'worldwide' as const });
const sharesIn = (fieldOfUse: string): number[] | string => {
  const shares = scopeShares(worldwide(fieldOfUse), PLACES);
  return shares.ok ? [...shares.value] : shares.error.code;
};

describe('the scope of a right', () => {
  it.each<[string, number[] | string]>([
    ['any', [1, 1]],
    ['web', [1, 0]],
    ['mail/spam', [0, 1]],
    ['we', 'field-outside-evidence'],
    ['music', 'field-outside-evidence'],
    ['web/bot-detection/news', 'field-too-narrow'],
  ])('in the field %s', (field, shares) => {
    expect(sharesIn(field)).toEqual(shares);
  });

  it('in some countries is their part of the usage', () => {
    const shares = scopeShares({ fieldOfUse: 'web', territory: ['AT', 'DE', 'FR'] }, PLACES);
    expect(shares.ok && [...shares.value]).toEqual([0.65, 0]);
  });

  it('in some countries is refused where nobody knows their part, and for a grant taken at its widest', () => {
    const scope = { fieldOfUse: 'any', territory: ['DE'] };
    const unknown = { ...PLACES, territoryShares: undefined };
    expect(scopeShares(scope, unknown)).toMatchObject({ error: { code: 'territory-unknown' } });
    expect([...scopeSharesAtMost(scope, unknown)]).toEqual([1, 1]);
    expect([...scopeSharesAtMost(worldwide('web/bot-detection/news'), PLACES)]).toEqual([1, 0]);
  });
});
