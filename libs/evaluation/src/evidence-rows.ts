import type { DomainDefinition, DomainRow } from './core/index.js';
import type { DomainRows } from './domain-rows.js';

/** More rows would not fit in the memory of the thread that compares them. */
export const EVIDENCE_ROWS_MAX = 50_000;

const PAGE_ROWS = 5_000;
const DIGEST_PREFIXES = 2 ** 32;

/**
 * The rows that evidence is made of: all of them, or of a larger domain a sample. Which rows are in the sample is up
 * to their digests, so that it is the same for every version, and nobody's choice.
 */
export async function evidenceRows(
  rows: DomainRows,
  { slices }: Pick<DomainDefinition, 'slices'>,
): Promise<readonly DomainRow[]> {
  const total = [...rows.counts.values()].reduce((sum, count) => sum + count, 0);
  const limit = DIGEST_PREFIXES * Math.min(1, EVIDENCE_ROWS_MAX / total);
  const chosen: DomainRow[] = [];
  for (const { key } of slices) {
    const count = rows.counts.get(key) ?? 0;
    for (let first = 0; first < count; first += PAGE_ROWS) {
      const page = await rows.read(key, first, Math.min(PAGE_ROWS, count - first));
      chosen.push(...page.filter(({ id }) => Number.parseInt(id.slice(0, 8), 16) < limit));
    }
  }
  return chosen;
}
