export { actingAs } from './acting-as.js';
export { DECAY_BANDS, type DecayBand, decayBandOf } from './decay-band.js';
export { type CountedOrder, type DemandCell, type DemandClass, demandMapOf } from './demand-map.js';
export { dayOf, type DemandSnapshot, snapshotAt } from './demand-snapshot.js';
export { lotUses } from './lot-uses.js';
export {
  type LotFacts,
  matchOrder,
  type OrderCriteria,
  type OrderMismatch,
  type UseFacts,
} from './match-order.js';
export { mayMove, ORDER_STATES, type OrderState } from './order-state.js';
export { REVENUE_BANDS, type RevenueBand, revenueBandOf } from './revenue-band.js';
