import { type Manifest, manifestOf } from '#core/catalog';
import { assert, type Json } from '#libs/kernel';
import { croissantCard } from './croissant-card.js';
import { type DomainDefinition, parseDomainDefinition } from './domain-definition.js';

const [stored, content] = ['cd'.repeat(32), 'ab'.repeat(32)];

function definition(testFile: string): DomainDefinition {
  const parsed = parseDomainDefinition({
    task: 'bots',
    description: 'Tell bots from browsers.',
    dataset_path: testFile.endsWith('.parquet') ? 'parquet' : 'json',
    dataset_kwargs: { data_files: { test: testFile } },
    test_split: 'test',
    doc_to_text: 'input',
    doc_to_target: 'target',
    labels: ['bot', 'browser'],
    metric_list: [{ metric: 'accuracy', aggregation: 'mean', higher_is_better: true }],
    chance_level: 0.5,
    repeats: 1,
    slice_field: 'slice',
    slices: [{ key: 'all', label: 'all', metric: 'accuracy', rows: 2 }],
    baselines: [],
    licence: 'MIT AND (PDDL-1.0 OR LicenseRef-US-Government-Work)',
    caveats: [],
    metadata: { version: 3 },
    data_files_sha256: { test: content },
  });
  assert(parsed.ok, `expected a definition: ${JSON.stringify(parsed)}`);
  return parsed.value;
}

const files = (path: string): Manifest => manifestOf([{ path, sizeBytes: 120, sha256: stored }]);
const SETTINGS = {
  url: 'https://example.org/bots',
  filesUrl: 'https://example.org/bots/',
  creator: 'Example',
  datePublished: '2026-11-21',
};

type Card = Readonly<Record<string, Json>>;
const cardOf = (file: string): Card => croissantCard(definition(file), files(file), SETTINGS) as Card;

describe('croissantCard', () => {
  it('has what Croissant 1.1 requires of a dataset', () => {
    expect(cardOf('rows.jsonl')).toMatchObject({
      '@type': 'sc:Dataset',
      conformsTo: 'http://mlcommons.org/croissant/1.1',
      name: 'bots',
      version: '3.0.0',
      url: 'https://example.org/bots',
      creator: { '@type': 'sc:Organization', name: 'Example' },
      datePublished: '2026-11-21',
    });
  });

  it('names each licence by its address, and what SPDX does not list by its name', () => {
    expect(cardOf('rows.jsonl')['license']).toEqual([
      'https://spdx.org/licenses/MIT.html',
      'https://spdx.org/licenses/PDDL-1.0.html',
      { '@type': 'sc:CreativeWork', name: 'US Government Work' },
    ]);
  });

  it('says of a file where it is and what its bytes are', () => {
    expect(cardOf('rows.jsonl')['distribution']).toEqual([
      {
        '@type': 'cr:FileObject',
        '@id': 'rows.jsonl',
        name: 'rows.jsonl',
        contentUrl: 'https://example.org/bots/rows.jsonl',
        contentSize: '120 B',
        encodingFormat: 'application/jsonlines',
        sha256: stored,
      },
    ]);
  });

  it('tells a compressed file from the lines within it', () => {
    expect(cardOf('rows.jsonl.gz')['distribution']).toMatchObject([
      { '@id': 'rows.jsonl.gz', encodingFormat: 'application/gzip', sha256: stored },
      {
        '@id': 'rows.jsonl',
        containedIn: { '@id': 'rows.jsonl.gz' },
        encodingFormat: 'application/jsonlines',
        sha256: content,
      },
    ]);
  });

  it('finds the fields of Parquet in its columns', () => {
    const card = cardOf('rows.parquet');
    expect(card['distribution']).toMatchObject([
      { '@id': 'rows.parquet', encodingFormat: 'application/vnd.apache.parquet', sha256: stored },
    ]);
    expect(card['recordSet']).toMatchObject([
      {
        field: expect.arrayContaining([
          expect.objectContaining({
            '@id': 'test/input',
            source: { fileObject: { '@id': 'rows.parquet' }, extract: { column: 'input' } },
          }),
        ]) as Json,
      },
    ]);
  });

  it('refers to nothing that it does not define, and defines nothing twice', () => {
    for (const file of ['rows.jsonl', 'rows.jsonl.gz', 'rows.parquet']) {
      const [defined, referred]: [string[], string[]] = [[], []];
      const visit = (value: Json | undefined): void => {
        if (typeof value !== 'object' || value === null) return;
        const id = (value as Card)['@id'];
        if (typeof id === 'string') (Object.keys(value).length === 1 ? referred : defined).push(id);
        for (const child of Object.values(value)) visit(child);
      };
      const { '@context': _, ...card } = cardOf(file);
      visit(card);
      expect(new Set(defined).size).toBe(defined.length);
      expect(referred.filter((id) => !defined.includes(id))).toEqual([]);
    }
  });
});
