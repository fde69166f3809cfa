import { actingAs } from './acting-as.js';

describe('actingAs', () => {
  const groups = new Map([
    ['anna', 'Firm'],
    ['bert', 'Firm'],
  ]);

  it('is one for parties that act together', () => {
    expect(actingAs('anna', groups)).toBe(actingAs('bert', groups));
  });

  it('takes no party for a group of its name', () => {
    expect(actingAs('Firm', groups)).not.toBe(actingAs('anna', groups));
  });
});
