export type { KnnModel, LabelledPoints } from './knn-model.js';
export { knnShapley, knnShapleyOfRanks, type KnnValues } from './knn-shapley.js';
export { knnShapleyExact, knnShapleyOfMatches } from './knn-shapley-exact.js';
export { type PointSet, pointSet } from './nearest-order.js';
export type { KnnUtility } from './rank-weights.js';
