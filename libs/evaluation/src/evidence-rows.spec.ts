import { sha256Hex } from '#libs/kernel';
import type { DomainRow } from './core/index.js';
import type { DomainRows } from './domain-rows.js';
import { EVIDENCE_ROWS_MAX, evidenceRows } from './evidence-rows.js';

const slices = [{ key: 'a', label: 'a', metric: 'accuracy', rows: 1, meanDate: undefined }] as const;

/** So many rows that are made when they are read. */
const rowsOf = (count: number): DomainRows => ({
  counts: new Map([['a', count]]),
  read: (slice, first, length) =>
    Promise.resolve(
      Array.from({ length }, (_, at): DomainRow => {
        const input = String(first + at);
        return { id: sha256Hex(Buffer.from(input)), input, target: 'x', slice };
      }),
    ),
  close: () => Promise.resolve(),
});

describe('evidenceRows', () => {
  it('are all rows of a domain of a usual size', async () => {
    expect(await evidenceRows(rowsOf(6_001), { slices })).toHaveLength(6_001);
  });

  it('are a sample of a larger one, the same for everybody', async () => {
    const chosen = await evidenceRows(rowsOf(3 * EVIDENCE_ROWS_MAX), { slices });
    expect(Math.abs(chosen.length / EVIDENCE_ROWS_MAX - 1)).toBeLessThan(0.02);
    expect(chosen.some(({ id }) => id.startsWith('f'))).toBe(false);
    expect(chosen.some(({ id }) => id.startsWith('0'))).toBe(true);
  });
});
