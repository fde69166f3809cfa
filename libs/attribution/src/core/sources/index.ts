export type { AttributionRequest, Source } from './attribution-request.js';
export type {
  AttributionNote,
  AttributionRefusal,
  AttributionResult,
  AttributionSubject,
} from './attribution-result.js';
export { clusterPlayers, type PlayerCluster } from './cluster-players.js';
export { type AttributionTask, computeAttribution } from './compute-attribution.js';
export { type PreparedAttribution, prepareAttribution } from './prepare-attribution.js';
