export { sampleBanzhaf } from './banzhaf-sampling.js';
export { permutationOf, samplingSeed } from './permutation.js';
export {
  type PermutationPlan,
  type SampledGame,
  type SampledValues,
  samplePermutations,
} from './permutation-sampling.js';
export { permutationsNeeded } from './sample-size.js';
