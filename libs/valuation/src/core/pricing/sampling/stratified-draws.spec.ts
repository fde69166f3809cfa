import { seededRandom } from '#libs/kernel';
import { mean, variance } from 'simple-statistics';
import { betaDeviates, stratifiedNormals, stratifiedUniforms } from './stratified-draws.js';

describe('stratified draws', () => {
  it('put one uniform into each stratum', () => {
    const strata = [...stratifiedUniforms(seededRandom('a'), 200)].map((uniform) =>
      Math.floor(uniform * 200),
    );
    expect(strata.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, index) => index));
  });

  it('have normal moments far closer than plain draws do', () => {
    const normals = [...stratifiedNormals(seededRandom('b'), 2_000)];
    expect(Math.abs(mean(normals))).toBeLessThan(1e-3);
    expect(variance(normals)).toBeCloseTo(1, 2);
  });

  it('come in an order that has nothing to do with their size', () => {
    const normals = stratifiedNormals(seededRandom('c'), 2_000);
    const products = [...normals].slice(1).map((value, index) => value * (normals[index] ?? 0));
    expect(Math.abs(mean(products))).toBeLessThan(0.08);
  });
});

describe('beta deviates', () => {
  it('have the moments of Beta(5, 5)', () => {
    const deviates = [...betaDeviates(seededRandom('d'), 20_000, 5, 5)];
    expect(mean(deviates)).toBeCloseTo(0.5, 2);
    expect(variance(deviates)).toBeCloseTo(1 / 44, 3);
  });
});
