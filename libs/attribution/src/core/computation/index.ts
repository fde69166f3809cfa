export {
  attribute,
  ATTRIBUTION_METHODS,
  type AttributionInput,
  attributionInput,
  readAttributionInput,
} from './attribution-input.js';
export type { AttributionValues, PublishedValue } from './attribution-values.js';
export { signatures, statement, trustedKeys } from './evidence-values.js';
export { readTable, samples, VOTERS_MAX, votes } from './game-input.js';
export type { Progress } from './game-values.js';
export { faultOf, type InputFault } from './input-fault.js';
export { namedValues } from './named-values.js';
export {
  matches,
  neighbourCount,
  neighbourUtility,
  points,
  POINTS_EXACT_MAX,
  POINTS_MAX,
} from './neighbour-values.js';
export { outputs, sourcesMax, wordsMin } from './provenance-values.js';
export { truncation } from './truncated-game.js';
