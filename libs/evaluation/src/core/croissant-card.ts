import type { Manifest } from '#core/catalog';
import { assertDefined, type Json } from '#libs/kernel';
import type { DomainDataFile, DomainDefinition } from './domain-definition.js';

/** What a card says that the domain itself does not know. */
export interface CardSettings {
  /** Page of the dataset. */
  readonly url: string;
  /** Where the files can be had: each name is appended. */
  readonly filesUrl: string;
  /** Name of the organisation that made the dataset. */
  readonly creator: string;
  readonly datePublished: string;
}

/** Terms that a card uses of the recommended context (Croissant 1.1, appendix 1). */
const CONTEXT = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  containedIn: 'cr:containedIn',
  cr: 'http://mlcommons.org/croissant/',
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  extract: 'cr:extract',
  field: 'cr:field',
  fileObject: 'cr:fileObject',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  recordSet: 'cr:recordSet',
  sc: 'https://schema.org/',
  source: 'cr:source',
} as const;

const FIELDS = [
  { name: 'id', dataType: 'sc:Text', description: 'SHA-256 of the row without it (RFC 8785)' },
  { name: 'input', dataType: 'sc:Text', description: 'What a model is asked' },
  { name: 'target', dataType: 'sc:Text', description: 'The right label' },
  { name: 'slice', dataType: 'sc:Text', description: 'Rows that are scored together' },
  { name: 'time', dataType: 'sc:Date', description: 'The day that the row belongs to, where it has one' },
  { name: 'cluster', dataType: 'sc:Text', description: 'Rows that are no independent evidence share one' },
] as const;

/**
 * A domain as a Croissant 1.1 dataset card (mlcommons.org/croissant/1.1): JSON-LD that dataset catalogues read and
 * from which loaders find the rows and check them.
 *
 * @param files of the domain's folder, as they are stored
 */
export function croissantCard(definition: DomainDefinition, files: Manifest, settings: CardSettings): Json {
  const { task, version, description, licence, labels, testFile, trainFile } = definition;
  const splits = [
    { name: 'test', data: testFile },
    ...(trainFile === undefined ? [] : [{ name: 'train', data: trainFile }]),
  ];
  return {
    '@context': CONTEXT,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    name: task,
    description,
    version: `${String(version)}.0.0`,
    license: licences(licence),
    url: settings.url,
    creator: { '@type': 'sc:Organization', name: settings.creator },
    datePublished: settings.datePublished,
    isLiveDataset: false,
    keywords: [...labels],
    distribution: splits.flatMap(({ data }) => fileObjects(data, files, settings)),
    recordSet: splits.map(({ name, data }) => recordSet(name, data)),
  };
}

/** Each licence of an SPDX expression by its address; what SPDX does not list, by its name. */
const licences = (expression: string): Json =>
  expression
    .split(/[()\s]+/)
    .filter((word) => word !== '' && word !== 'AND' && word !== 'OR')
    .map((id) =>
      id.startsWith('LicenseRef-')
        ? { '@type': 'sc:CreativeWork', name: id.slice('LicenseRef-'.length).replaceAll('-', ' ') }
        : `https://spdx.org/licenses/${id}.html`,
    );

/** The stored file; of a compressed one also the lines within it. */
function fileObjects({ file, sha256 }: DomainDataFile, files: Manifest, { filesUrl }: CardSettings): Json[] {
  const stored = assertDefined(
    files.files.find(({ path }) => path === file),
    `${file} is among the files of its domain`,
  );
  const inFolder = {
    '@type': 'cr:FileObject',
    '@id': file,
    name: file,
    contentUrl: `${filesUrl}${file}`,
    contentSize: `${String(stored.sizeBytes)} B`,
    sha256: stored.sha256,
  };
  if (isParquet(file)) return [{ ...inFolder, encodingFormat: 'application/vnd.apache.parquet' }];
  if (!file.endsWith('.gz')) return [{ ...inFolder, encodingFormat: 'application/jsonlines' }];
  const lines = linesOf(file);
  return [
    { ...inFolder, encodingFormat: 'application/gzip' },
    {
      '@type': 'cr:FileObject',
      '@id': lines,
      name: lines,
      containedIn: { '@id': file },
      contentUrl: lines,
      encodingFormat: 'application/jsonlines',
      sha256,
    },
  ];
}

const isParquet = (file: string): boolean => file.endsWith('.parquet');

const linesOf = (file: string): string => file.replace(/\.gz$/, '');

const recordSet = (name: string, { file }: DomainDataFile): Json => ({
  '@type': 'cr:RecordSet',
  '@id': name,
  name,
  key: { '@id': `${name}/id` },
  field: FIELDS.map(({ name: field, dataType, description }) => ({
    '@type': 'cr:Field',
    '@id': `${name}/${field}`,
    name: field,
    description,
    dataType,
    source: {
      fileObject: { '@id': linesOf(file) },
      extract: isParquet(file) ? { column: field } : { jsonPath: `$.${field}` },
    },
  })),
});
