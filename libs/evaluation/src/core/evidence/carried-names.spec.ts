import { carriedNames } from './carried-names.js';

describe('carriedNames', () => {
  it('counts the names that stand among the texts, whatever is escaped', () => {
    const clusters = ['Googlebot\\/', 'Linguee Bot', 'Bingbot', 'linguee bot'];
    expect(carriedNames(clusters, ['googlebot/', 'Linguee Bot', 'bing'])).toEqual({
      clusters: 3,
      carried: 2,
    });
  });

  it('overlooks names that stand everywhere', () => {
    expect(carriedNames(['bot', 'curl'], ['bot', 'curl'])).toEqual({ clusters: 1, carried: 1 });
  });
});
