import type { PointSet } from './nearest-order.js';
import type { KnnUtility } from './rank-weights.js';

/** The model whose utility is shared: K nearest neighbours, K at least 1. */
export type KnnModel = { readonly k: number; readonly utility: KnnUtility };

/** Points and their labels, as many of each. */
export type LabelledPoints = { readonly points: PointSet; readonly labels: readonly (string | number)[] };

/** What the number of right neighbours is divided by, with this many training points. */
export const neighboursCounted = ({ k, utility }: KnnModel, points: number): number =>
  utility === 'hard-label' ? k : Math.min(k, points);
