import { seededRandom } from '#libs/kernel';
import { NON_EXCLUSIVE_SHARE } from '../priors.js';
import { balancedAssignment } from '../sampling/sampled-series.js';
import { betaDeviates, stratifiedNormals, stratifiedUniforms } from '../sampling/stratified-draws.js';
import type { PricingModel } from './pricing-model.js';

/** Courses of every series; the last of them are kept for learning when to give up. */
export const SERIES_PATHS = { priced: 2_000, learning: 500 } as const;

/** What chance decides on each path besides the series: one entry a path. */
export interface PathDraws {
  readonly count: number;
  readonly priceDeviate: Float64Array;
  readonly frontierDeviate: Float64Array;
  readonly elasticity: Float64Array;
  /** When platform or law end everything, in years; infinite where they never do. */
  readonly terminationYears: Float64Array;
  /** What one non-exclusive licensee gets of what an exclusive one would. */
  readonly nonExclusiveShare: Float64Array;
  /** Which course of each domain's series the path takes. */
  readonly qualityCourse: readonly Uint32Array[];
  readonly callsCourse: readonly Uint32Array[];
}

/**
 * Draws for `count` paths, each factor from a stream of its own and stratified over the paths. Usage takes the
 * same course number in every domain: one model has one reputation, and its customers leave it together.
 */
export function pathDraws(
  model: PricingModel,
  seed: string,
  count: number,
  courses: { readonly from: number; readonly available: number },
): PathDraws {
  const stream = (name: string) => seededRandom(`${seed}/${name}`);
  const assignment = (name: string): Uint32Array =>
    balancedAssignment(stream(name), count, courses.from, courses.available);
  const calls = assignment('calls');
  return {
    count,
    priceDeviate: stratifiedNormals(stream('price'), count),
    frontierDeviate: stratifiedNormals(stream('frontier'), count),
    elasticity: stratifiedNormals(stream('elasticity'), count).map((deviate) =>
      Math.max(model.qualityElasticity + model.qualityElasticityDeviation * deviate, 0),
    ),
    terminationYears: stratifiedUniforms(stream('termination'), count).map(
      (uniform) => -Math.log(uniform) / model.terminationPerYear,
    ),
    nonExclusiveShare: betaDeviates(
      stream('non-exclusive'),
      count,
      NON_EXCLUSIVE_SHARE.successes,
      NON_EXCLUSIVE_SHARE.failures,
    ),
    qualityCourse: model.domains.map(({ name }) => assignment(`quality/${name}`)),
    callsCourse: model.domains.map(() => calls),
  };
}
