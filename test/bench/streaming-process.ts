/** Goes through a file of rows as the chunks and the scoring of a run do, and says what memory that took. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type DomainSlice, SlicePairs } from '#core/evaluation';
import { assert } from '#libs/kernel';
import { openRowFile } from '../../libs/evaluation/src/domain-rows.js';

const CHUNK_ROWS = 100;

const [file = ''] = process.argv.slice(2);
const slice: DomainSlice = { key: 'all', label: 'all', metric: 'accuracy', rows: 1, meanDate: undefined };

const hash = createHash('sha256');
for await (const bytes of createReadStream(file)) hash.update(bytes as Buffer);
const startedMs = performance.now();
const opened = await openRowFile(file, { labels: ['bot', 'browser'], slices: [slice] }, hash.digest('hex'));
assert(opened.ok, JSON.stringify(opened));
const rows = opened.value.counts.get('all') ?? 0;
const pairs = new SlicePairs();
for (let first = 0; first < rows; first += CHUNK_ROWS)
  for (const { target } of await opened.value.read('all', first, CHUNK_ROWS))
    pairs.add(target, 'bot', 0.5 + first / rows / 2);
const score = pairs.score({ positiveLabel: undefined }, slice);
assert(score.ok && score.value.n === rows, 'every row counts');
await opened.value.close();
const seconds = (performance.now() - startedMs) / 1_000;
const peakMegabytes = process.resourceUsage().maxRSS / 1_024;
process.stdout.write(JSON.stringify({ rows, bytes: (await stat(file)).size, peakMegabytes, seconds }));
