import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { rowId } from '#core/evaluation';
import { canonicalJson } from '#libs/kernel';
import { say, tell } from './report.js';

const ROWS = 1_000_000;
const ROWS_WRITTEN_AT_ONCE = 1_000;

/** Memory of a process that goes once through a domain of a million rows, as a run does. */
export async function streamedDomain(): Promise<void> {
  say(
    `\nMemory: a domain of ${String(ROWS)} rows, read in chunks of 100 and scored, in a process of its own`,
  );
  const folder = await mkdtemp(join(tmpdir(), 'salvor-bench-'));
  const file = join(folder, 'rows.jsonl');
  try {
    await pipeline(Readable.from(lines()), createWriteStream(file));
    const program = fileURLToPath(new URL('./streaming-process.js', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [program, file]);
    const { rows, bytes, peakMegabytes, seconds } = JSON.parse(stdout) as Record<string, number>;
    const what = `${String(rows)} rows of ${((bytes ?? 0) / (rows ?? 1)).toFixed(0)} bytes, ${(seconds ?? 0).toFixed(0)} s`;
    tell(what, `${(peakMegabytes ?? 0).toFixed(0)} MB at most`, '< 400 MB');
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** As long as those of the domains that ship. */
function* lines(): Generator<string> {
  for (let first = 0; first < ROWS; first += ROWS_WRITTEN_AT_ONCE)
    yield Array.from({ length: ROWS_WRITTEN_AT_ONCE }, (_, index) => lineOf(first + index)).join('');
}

function lineOf(index: number): string {
  const row = {
    input: `Mozilla/5.0 (compatible; Crawler-${String(index)}/2.1; +https://crawler.example/about/${String(index)})`,
    target: index % 3 === 2 ? 'browser' : 'bot',
    slice: 'all',
  };
  return `${canonicalJson({ id: rowId(row), ...row })}\n`;
}
