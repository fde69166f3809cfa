import { asCurrency } from '#libs/kernel';
import { rightName, termsText } from './right-text.js';

const EUR = asCurrency('EUR');

describe('a right in words', () => {
  it('has a name', () => {
    expect(rightName('exclusive-licence')).toBe('Exclusive licence');
  });

  it('tells its terms', () => {
    const terms = {
      copies: 3,
      fieldOfUse: 'web',
      territory: ['DE', 'FR'],
      termMonths: 12,
      transferable: false,
    };
    expect(termsText(terms, EUR)).toBe(
      'copies: 3; field of use: web; territory: DE, FR; term: 12 months; transferable: no',
    );
  });

  it.each([
    ['400000', 'cap: 4000.00\u00a0EUR'],
    [null, 'without a cap'],
  ])('tells a share of receipts with the cap %s', (capMinor, text) => {
    expect(termsText({ shareBps: 1_250, capMinor }, EUR)).toBe(`share: 12.50\u00a0% of receipts; ${text}`);
  });
});
