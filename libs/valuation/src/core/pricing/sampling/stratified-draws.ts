import type { Random } from '#libs/kernel';
import { normalQuantile } from '../../normal-distribution.js';
import { shuffle } from './sampled-series.js';

/**
 * `count` uniforms on (0, 1), one in each of `count` equal strata, in random order: Latin hypercube sampling
 * when every factor takes its own (McKay, Beckman and Conover, 1979). A mean over paths then hardly varies with
 * the seed in what is monotone in a single factor, and stays unbiased.
 */
export function stratifiedUniforms(random: Random, count: number): Float64Array {
  const uniforms = Float64Array.from(
    { length: count },
    (_, stratum) => (stratum + openUniform(random)) / count,
  );
  shuffle(uniforms, random);
  return uniforms;
}

/** Standard normal deviates, stratified in the same way. */
export const stratifiedNormals = (random: Random, count: number): Float64Array =>
  stratifiedUniforms(random, count).map(normalQuantile);

/** Never 0, whose normal quantile is infinite. */
const openUniform = (random: Random): number => Math.max(random.uniform(), 2 ** -53);

/**
 * Beta(a, b) deviates for whole a and b: the a-th smallest of a + b − 1 uniforms (Devroye, 1986, section I.4).
 */
export function betaDeviates(random: Random, count: number, a: number, b: number): Float64Array {
  const uniforms = new Float64Array(a + b - 1);
  return Float64Array.from({ length: count }, () => {
    for (let index = 0; index < uniforms.length; index++) uniforms[index] = random.uniform();
    return uniforms.sort()[a - 1] ?? 0;
  });
}
