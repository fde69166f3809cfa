import { BPS } from './proceeds.js';

/** A completed run of the sold version. */
export type ScoredRun = {
  readonly runId: string;
  readonly domain: string;
  readonly finishedAtMs: number;
  /** Rates where more is better, each over `n` samples. */
  readonly scores: readonly { readonly n: number; readonly value: number }[];
};

/** What one domain says: the last run before the sale, and the newest since. Scores in basis points. */
export type DomainChange = {
  readonly domain: string;
  readonly runAtSale: string;
  readonly runNow: string;
  readonly atSaleBps: number;
  readonly nowBps: number;
};

/**
 * Each domain on which the version was scored before the sale and again since then, by name. A domain that was scored
 * on one side only says nothing about a change.
 */
export function domainChanges(runs: readonly ScoredRun[], soldAtMs: number): readonly DomainChange[] {
  const scored = runs.filter(({ scores }) => scores.some(({ n }) => n > 0));
  const domains = [...new Set(scored.map(({ domain }) => domain))].sort();
  return domains.flatMap((domain): DomainChange[] => {
    const own = scored.filter((run) => run.domain === domain);
    const before = newest(own.filter(({ finishedAtMs }) => finishedAtMs <= soldAtMs));
    const since = newest(own.filter(({ finishedAtMs }) => finishedAtMs > soldAtMs));
    if (before === undefined || since === undefined) return [];
    return [
      {
        domain,
        runAtSale: before.runId,
        runNow: since.runId,
        atSaleBps: scoreBps(before),
        nowBps: scoreBps(since),
      },
    ];
  });
}

/** The mean over the domains on both sides, rounded down; undefined where no domain tells. */
export function meanScores(changes: readonly Pick<DomainChange, 'atSaleBps' | 'nowBps'>[]): {
  readonly scoreAtSale: number | undefined;
  readonly scoreNow: number | undefined;
} {
  const mean = (values: readonly number[]): number | undefined =>
    values.length === 0
      ? undefined
      : Math.floor(values.reduce((sum, value) => sum + value, 0) / values.length);
  return {
    scoreAtSale: mean(changes.map(({ atSaleBps }) => atSaleBps)),
    scoreNow: mean(changes.map(({ nowBps }) => nowBps)),
  };
}

/** Ids grow with time: they decide between runs that ended in the same millisecond. */
const newest = (runs: readonly ScoredRun[]): ScoredRun | undefined =>
  [...runs].sort((a, b) => a.finishedAtMs - b.finishedAtMs || (a.runId < b.runId ? -1 : 1)).at(-1);

/** The mean over all samples, quantised once: to the nearest basis point, within 0 and 10 000. */
function scoreBps({ scores }: ScoredRun): number {
  const samples = scores.reduce((sum, { n }) => sum + n, 0);
  const mean = scores.reduce((sum, { n, value }) => sum + n * value, 0) / samples;
  return Math.min(BPS, Math.max(0, Math.round(mean * BPS)));
}
