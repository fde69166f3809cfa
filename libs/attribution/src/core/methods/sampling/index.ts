export { sampleBanzhaf } from './banzhaf-sampling.js';
export { permutationOf, samplingSeed } from './permutation.js';
export {
  type AskedCoalition,
  type PermutationPlan,
  type PermutationWalk,
  type SampledGame,
  type SampledValues,
  samplePermutations,
  type Truncation,
  walkPermutations,
} from './permutation-sampling.js';
export { permutationsNeeded } from './sample-size.js';
