export { clusterSources, type SourceCluster } from './cluster-sources.js';
export { type ClusteredValues, clusteredValues } from './clustered-values.js';
export { cosine, embeddingLinks } from './embedding-similarity.js';
export { type Contribution, firstBringerSplit } from './first-bringer-split.js';
export { minHash, nearDuplicateLinks, resemblance, shinglesOf } from './min-hash.js';
export { quotientUtilities } from './quotient-game.js';
export { equalKeyLinks, type LinkReason, type SourceLink } from './source-link.js';
