export { type FreezeFault, freezeValues, type FrozenValue, type PlayerValue } from './freeze-values.js';
export { lowerBoundsPpb, type UncertainValue } from './lower-bounds.js';
