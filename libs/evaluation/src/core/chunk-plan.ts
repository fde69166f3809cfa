import { assert } from '#libs/kernel';

/** Rows of one slice that are asked together, once: what one job does. */
export interface PlannedChunk {
  /** Position within the run, from 0. */
  readonly ordinal: number;
  readonly slice: string;
  /** Which asking of the rows this is, from 0. */
  readonly repeat: number;
  /** Position of its first row among the rows of the slice. */
  readonly firstRow: number;
  readonly sampleCount: number;
}

/**
 * Cuts a run into chunks that never cross a slice or a repeat. First answers to all rows come before second ones,
 * so that a run whose budget ends early has asked every row it could.
 *
 * @param slices how many rows each holds, in the order of the domain
 * @param chunkRows at most so many rows a chunk, at least 1
 */
export function planChunks(
  slices: readonly { readonly slice: string; readonly sampleCount: number }[],
  repeats: number,
  chunkRows: number,
): readonly PlannedChunk[] {
  assert(Number.isSafeInteger(repeats) && repeats > 0, `repeats out of range: ${String(repeats)}`);
  assert(Number.isSafeInteger(chunkRows) && chunkRows > 0, `chunk rows out of range: ${String(chunkRows)}`);
  const chunks: PlannedChunk[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1)
    for (const { slice, sampleCount: rows } of slices)
      for (let firstRow = 0; firstRow < rows; firstRow += chunkRows)
        chunks.push({
          ordinal: chunks.length,
          slice,
          repeat,
          firstRow,
          sampleCount: Math.min(chunkRows, rows - firstRow),
        });
  return chunks;
}
