export { clusterSources, type SourceCluster } from './cluster-sources.js';
export { type ClusteredValues, clusteredValues } from './clustered-values.js';
export { embeddingLinks } from './embedding-similarity.js';
export { type Contribution, firstBringerSplit } from './first-bringer-split.js';
export { minHash, resemblance, shinglesOf } from './min-hash.js';
export { nearDuplicateLinks } from './near-duplicates.js';
export { NEAR_DUPLICATE_RULE, textSignature } from './text-signature.js';
export { quotientUtilities } from './quotient-game.js';
export { equalKeyLinks, type LinkReason, type SourceLink } from './source-link.js';
