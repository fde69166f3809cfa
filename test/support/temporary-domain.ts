import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '#libs/kernel';

export type TemporaryRow = { readonly input: string; readonly target: string; readonly slice: string };

export type TemporaryDomain = {
  readonly task: string;
  /** Slices are named after the day of all their rows. */
  readonly isDated?: boolean;
  readonly rows: readonly TemporaryRow[];
  readonly repeats?: number;
  /** Goes to `<hiddenFolder>/<task>/hidden.jsonl`. */
  readonly hidden?: { readonly folder: string; readonly rows: readonly TemporaryRow[] };
};

/** So many rows of one slice; every third is a browser, the others are bots. */
export const numberedRows = (count: number, slice = 'all', prefix = 'row'): readonly TemporaryRow[] =>
  Array.from({ length: count }, (_, index) => ({
    input: `${prefix} ${String(index)}`,
    target: index % 3 === 2 ? 'browser' : 'bot',
    slice,
  }));

/** Writes a domain as an operator would: a folder with a definition and rows. Returns the ids of the rows. */
export async function writeDomain(root: string, domain: TemporaryDomain): Promise<readonly string[]> {
  const folder = join(root, domain.task);
  await mkdir(folder, { recursive: true });
  const rows = linesOf(domain.rows, domain.isDated);
  await writeFile(join(folder, 'rows.jsonl'), rows.text);
  const hidden = domain.hidden === undefined ? undefined : linesOf(domain.hidden.rows, domain.isDated);
  if (domain.hidden !== undefined && hidden !== undefined) {
    await mkdir(join(domain.hidden.folder, domain.task), { recursive: true });
    await writeFile(join(domain.hidden.folder, domain.task, 'hidden.jsonl'), hidden.text);
  }
  await writeFile(join(folder, 'domain.yaml'), definitionOf(domain, rows.sha256, hidden?.sha256));
  return rows.ids;
}

function linesOf(plain: readonly TemporaryRow[], isDated = false) {
  const rows = plain.map((row) => (isDated ? { ...row, time: row.slice } : row));
  const ids = rows.map((row) => sha256(canonicalJson(row)));
  const text = rows.map((row, index) => `${JSON.stringify({ id: ids[index], ...row })}\n`).join('');
  return { ids, text, sha256: sha256(text) };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** JSON is YAML. */
function definitionOf(
  { task, rows, isDated, repeats = 1 }: TemporaryDomain,
  digest: string,
  hidden?: string,
): string {
  const slices = [...new Set(rows.map(({ slice }) => slice))];
  return JSON.stringify({
    task,
    description: 'Rows of a test.',
    dataset_path: 'json',
    dataset_kwargs: { data_files: { test: 'rows.jsonl' } },
    test_split: 'test',
    doc_to_text: 'input',
    doc_to_target: 'target',
    labels: ['bot', 'browser'],
    positive_label: 'bot',
    metric_list: [{ metric: 'accuracy', aggregation: 'mean', higher_is_better: true }],
    chance_level: 0.5,
    repeats,
    slice_field: 'slice',
    ...(isDated === true ? { time_field: 'time' } : {}),
    slices: slices.map((key) => ({
      key,
      label: key,
      metric: 'accuracy',
      rows: rows.filter(({ slice }) => slice === key).length,
      ...(isDated === true ? { mean_date: key } : {}),
    })),
    baselines: [],
    licence: 'CC0-1.0',
    caveats: [],
    metadata: { version: 1 },
    data_files_sha256: { test: digest },
    ...(hidden === undefined ? {} : { hidden_split_hash: hidden }),
  });
}
