import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isbot } from 'isbot';
import { z } from 'zod';
import type { HeldOutSeries, SeriesSet } from './held-out-series.js';

const catalogue = z.array(
  z.object({ addition_date: z.string().optional(), instances: z.array(z.string()).default([]) }),
);

const { Crawler } = createRequire(import.meta.url)('es6-crawler-detect') as {
  readonly Crawler: new () => { readonly isCrawler: (userAgent: string) => boolean };
};

/** Detectors of bots that are released once and then age. */
const DETECTORS: readonly ((userAgent: string) => boolean)[] = [
  isbot,
  (userAgent) => new Crawler().isCrawler(userAgent),
];

/** Half-years with fewer names than this say nothing of recall. */
const NAMES_MIN = 10;

const POINTS_MIN = 8;
const FUTURE_MAX = 4;

interface Score {
  /** Half-years since 2010. */
  readonly t: number;
  readonly y: number;
  readonly trials: number;
}

/**
 * Real dated scores: the share of the bots learned of in a half-year (package crawler-user-agents) that a detector
 * finds. Each series is forecast from every point after the eighth.
 */
export function detectorSets(): readonly SeriesSet[] {
  const names = namesByHalfYear();
  const series = DETECTORS.flatMap((detects) => {
    const scores = [...names].map(([t, own]): Score => ({
      t,
      y: own.filter(detects).length / own.length,
      trials: own.length,
    }));
    return scores.slice(POINTS_MIN, -1).map((_, index) => cutAfter(scores, POINTS_MIN + index));
  });
  return [{ name: 'quality: recall of bot detectors', series }];
}

function namesByHalfYear(): ReadonlyMap<number, readonly string[]> {
  const file = createRequire(import.meta.url).resolve('crawler-user-agents');
  const names = new Map<number, string[]>();
  for (const { addition_date, instances } of catalogue.parse(JSON.parse(readFileSync(file, 'utf8')))) {
    const [year = Number.NaN, month = Number.NaN] = (addition_date ?? '').split('/').map(Number);
    const time = 2 * (year - 2010) + (month > 6 ? 1 : 0);
    if (Number.isNaN(month)) continue;
    names.set(time, [...(names.get(time) ?? []), ...instances]);
  }
  const told = [...names].filter(([, own]) => own.length >= NAMES_MIN);
  return new Map(told.sort(([a], [b]) => a - b));
}

function cutAfter(scores: readonly Score[], count: number): HeldOutSeries {
  const seen = scores.slice(0, count);
  return {
    kind: 'quality',
    t: seen.map(({ t }) => t),
    y: seen.map(({ y }) => y),
    trials: seen.map(({ trials }) => trials),
    future: scores.slice(count, count + FUTURE_MAX),
  };
}
