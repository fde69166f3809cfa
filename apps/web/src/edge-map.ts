import type { ResidualEdges } from './market-view.js';

type Version = ResidualEdges['versions'][number];
export type EdgeCell = Version['cells'][number];

export type EdgeRow = {
  readonly key: string;
  readonly name: string;
  /** In the order of the domains; undefined where the version has no completed run. */
  readonly cells: readonly (EdgeCell | undefined)[];
  /** Mean lift over the domains it was tested on: how good it is in general. */
  readonly meanLift: number;
};

export type EdgeMap = {
  readonly domains: ResidualEdges['domains'];
  /** The best in general last: what stands at the top is strong at best somewhere. */
  readonly rows: readonly EdgeRow[];
};

/** Versions as rows and domains as columns. A weak model that is strong somewhere is a light row with one dark cell. */
export function edgeMap({ domains, versions }: ResidualEdges): EdgeMap {
  const rows = versions.map(({ id, modelName, label, cells }) => ({
    key: id,
    name: modelName.includes(label) ? modelName : `${modelName} ${label}`,
    cells: domains.map(({ domain }) => cells.find((cell) => cell.domain === domain)),
    meanLift: cells.reduce((sum, { lift }) => sum + lift, 0) / Math.max(1, cells.length),
  }));
  return { domains, rows: rows.sort((a, b) => a.meanLift - b.meanLift) };
}

/** How strong a cell is, for its shade: 0 no better than the best trick without a model, 4 nearly perfect. */
export function shadeOf(lift: number): number {
  if (lift <= 0) return 0;
  return Math.min(4, 1 + Math.floor(4 * lift));
}

/** First of several, by the ranks that the data leave possible. */
export const isFirst = ({ rank }: EdgeCell): boolean => rank.value === 1 && rank.of > 1;
