import { median } from 'simple-statistics';

/** What a piece of work came to, and the processor time of this process for it: neighbours count less than on a clock. */
export function timed<T>(work: () => T): readonly [result: T, ms: number] {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1_000];
}

/** The median of times, and the longest in brackets, in seconds. */
export const medianAndMost = (allMs: readonly number[]): string =>
  `${(median([...allMs]) / 1_000).toFixed(3)} (${(Math.max(...allMs) / 1_000).toFixed(3)})`;
