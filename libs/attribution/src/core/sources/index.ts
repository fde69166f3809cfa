export type { AttributionRequest, Source } from './attribution-request.js';
export {
  type AttributionNote,
  type AttributionRefusal,
  type AttributionResult,
  attributionResult,
  type AttributionSubject,
} from './attribution-result.js';
export { clusterPlayers, clustersOf, payeeLinks, type PlayerCluster } from './cluster-players.js';
export { type AttributionTask, computeAttribution } from './compute-attribution.js';
export type { SourceContents } from './content-links.js';
export { type PreparedAttribution, prepareAttribution, sourcesFault } from './prepare-attribution.js';
