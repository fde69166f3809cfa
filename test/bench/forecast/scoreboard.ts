import type { ForecastPoint } from '#core/valuation';
import type { HeldOutSeries } from './held-out-series.js';
import { POINT_BENCHMARKS } from './point-benchmarks.js';

/** Levels at which coverage is counted. */
export const LEVELS = [0.8, 0.95] as const;

/** Errors scaled by a series that hardly moves say nothing beyond this. */
const SCALED_ERROR_MAX = 50;

interface Tally {
  symmetric: number;
  scaled: number;
}

/** Coverage and accuracy over a set; each series counts once. */
export class Scoreboard {
  #series = 0;
  readonly #covered = { all: [0, 0], first: [0, 0], last: [0, 0] };
  readonly #points = new Map<string, Tally>();

  add(series: HeldOutSeries, points: readonly ForecastPoint[]): void {
    this.#series += 1;
    points.forEach((point, index) => {
      const outcome = series.future[index]?.y ?? Number.NaN;
      point.intervals.forEach(({ lower, upper }, level) => {
        // A count over its trials is a rounded quotient; so is a limit that means the same count.
        const hit = outcome >= lower - 1e-9 && outcome <= upper + 1e-9 ? 1 : 0;
        bump(this.#covered.all, level, hit / points.length);
        if (index === 0) bump(this.#covered.first, level, hit);
        if (index === points.length - 1) bump(this.#covered.last, level, hit);
      });
    });
    this.#score(
      'salvor',
      series,
      points.map(({ median }) => median),
    );
    for (const [name, benchmark] of Object.entries(POINT_BENCHMARKS))
      this.#score(name, series, benchmark(series));
  }

  #score(name: string, { y, future }: HeldOutSeries, points: readonly number[]): void {
    const tally = this.#points.get(name) ?? { symmetric: 0, scaled: 0 };
    const moves = y.slice(1).map((value, index) => Math.abs(value - (y[index] ?? 0)));
    const scale = moves.reduce((sum, move) => sum + move, 0) / moves.length;
    let [symmetric, scaled] = [0, 0];
    future.forEach(({ y: outcome }, index) => {
      const point = points[index] ?? 0;
      const error = Math.abs(point - outcome);
      symmetric += error === 0 ? 0 : (200 * error) / (Math.abs(point) + Math.abs(outcome));
      scaled += error / (scale === 0 ? 1 : scale);
    });
    tally.symmetric += symmetric / future.length;
    tally.scaled += Math.min(SCALED_ERROR_MAX, scaled / future.length);
    this.#points.set(name, tally);
  }

  /** Lines of a table: coverage at 95 and 80 (all, first and last time), then sMAPE/MASE of each method. */
  lines(name: string): readonly string[] {
    const percent = ([low = 0, high = 0]: readonly number[]): string =>
      `${((100 * high) / this.#series).toFixed(1)}/${((100 * low) / this.#series).toFixed(1)}`;
    const accuracy = [...this.#points].map(
      ([method, { symmetric, scaled }]) =>
        `${method} ${(symmetric / this.#series).toFixed(2)}/${(scaled / this.#series).toFixed(3)}`,
    );
    const { all, first, last } = this.#covered;
    return [
      `${name} (${String(this.#series)} series)`,
      `  covered 95/80: ${percent(all)}, first ${percent(first)}, last ${percent(last)}`,
      `  sMAPE/MASE: ${accuracy.join(', ')}`,
    ];
  }
}

function bump(counts: number[], index: number, by: number): void {
  counts[index] = (counts[index] ?? 0) + by;
}
