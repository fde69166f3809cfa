import { z } from 'zod';
import { type VersionAdapter, versionAdapter } from '#core/catalog';
import { err, ok, type Result } from '#libs/kernel';
import type { CalendarDay } from './calendar-day.js';
import { type FieldProblem, firstProblem } from './field-problem.js';
import { METRIC_IDS, type MetricId, METRICS } from './metrics.js';
import { type Trainer, trainer } from './trainers/trainer.js';

/** Rows that are scored together: one stretch of time, or one control group. */
export interface DomainSlice {
  readonly key: string;
  /** What people read. */
  readonly label: string;
  readonly metric: MetricId;
  /** How many rows it holds. */
  readonly rows: number;
  /** Mean of its rows' dates; undefined when they have none. */
  readonly meanDate: CalendarDay | undefined;
}

/** A trivial model that says what a score is worth. */
export interface DomainBaseline {
  readonly name: string;
  readonly adapter: VersionAdapter;
}

/** A real model that needs no network, for comparison. */
export interface DomainModel extends DomainBaseline {
  /** How it was trained on the training rows: then it can be trained again on later ones, as a control. */
  readonly trainer: Trainer | undefined;
}

/**
 * What a frozen model is compared with to tell staleness from harder rows, unless it has a trainer of its own: a
 * trainer that is run again before each slice, or a model that is kept up to date by others.
 */
export type DomainControl =
  | { readonly name: string; readonly trainer: Trainer }
  | { readonly name: string; readonly adapter: VersionAdapter };

/** A file beside the definition, and the SHA-256 of its lines. */
export interface DomainDataFile {
  /** Lines of JSON, compressed with gzip when the name ends with `.gz`; or Parquet when it ends with `.parquet`. */
  readonly file: string;
  /** Of the uncompressed lines, of Parquet in RFC 8785 form: the same rows packed otherwise are the same domain. */
  readonly sha256: string;
}

/** A task with its data, metrics, slices and baselines. Model and data are pinned by digests. */
export interface DomainDefinition {
  readonly task: string;
  readonly version: number;
  readonly description: string;
  readonly testFile: DomainDataFile;
  /** Rows that a learned candidate may have seen; undefined when there are none. */
  readonly trainFile: DomainDataFile | undefined;
  /** SHA-256 of the lines of further test rows that are not published; undefined when there are none. */
  readonly hiddenSplitHash: string | undefined;
  readonly labels: readonly string[];
  /** Which label recall, false alarms, balanced accuracy and AUROC are about; undefined for other domains. */
  readonly positiveLabel: string | undefined;
  /** The first is the headline. */
  readonly metrics: readonly MetricId[];
  /** What guessing gets on the headline metric. */
  readonly chanceLevel: number;
  /** How often a run asks each row. */
  readonly repeats: number;
  readonly slices: readonly DomainSlice[];
  readonly baselines: readonly DomainBaseline[];
  readonly models: readonly DomainModel[];
  /** Of models without a trainer; undefined where there is none. */
  readonly control: DomainControl | undefined;
  /** Whether the inputs may be shown to people. Hidden ones are crude or personal; models get them all the same. */
  readonly texts: 'shown' | 'hidden';
  /** SPDX licence expression of the data. */
  readonly licence: string;
  readonly caveats: readonly string[];
}

const SLICES_MAX = 500;
const ROWS_MAX = 1_000_000;
const REPEATS_MAX = 100;

const key = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens');
const text = z.string().min(1).max(2_000);
const fileName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'must be a plain file name');
const digest = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');

/**
 * The document, in the words of lm-evaluation-harness where they mean the same (task, dataset_path to repeats,
 * metadata.version). Rows have one form, so the `*_field` and `doc_to_*` entries can only say what is so.
 */
const DocumentSchema = z.strictObject({
  task: key,
  description: text,
  dataset_path: z.enum(['json', 'parquet']),
  dataset_kwargs: z.strictObject({
    data_files: z.strictObject({ train: fileName.optional(), test: fileName }),
  }),
  training_split: z.literal('train').optional(),
  test_split: z.literal('test'),
  doc_to_text: z.literal('input'),
  doc_to_target: z.literal('target'),
  labels: z.array(z.string().min(1).max(200)).min(2).max(1_000),
  positive_label: z.string().optional(),
  metric_list: z
    .array(
      z.strictObject({
        metric: z.enum(METRIC_IDS),
        aggregation: z.enum(['mean', 'pooled']),
        higher_is_better: z.boolean(),
      }),
    )
    .min(1)
    .max(METRIC_IDS.length),
  chance_level: z.number().min(0).max(1),
  repeats: z.int().min(1).max(REPEATS_MAX),
  time_field: z.literal('time').optional(),
  cluster_field: z.literal('cluster').optional(),
  slice_field: z.literal('slice'),
  slices: z
    .array(
      z.strictObject({
        key,
        label: text,
        metric: z.enum(METRIC_IDS),
        rows: z.int().min(1).max(ROWS_MAX),
        mean_date: z.iso.date().optional(),
      }),
    )
    .min(1)
    .max(SLICES_MAX),
  baselines: z.array(z.strictObject({ name: key, adapter: versionAdapter })).max(100),
  models: z
    .array(z.strictObject({ name: key, adapter: versionAdapter, trainer: trainer.optional() }))
    .max(100)
    .optional(),
  control: z
    .union([z.strictObject({ name: key, trainer }), z.strictObject({ name: key, adapter: versionAdapter })])
    .optional(),
  texts: z.enum(['shown', 'hidden']).optional(),
  licence: text,
  caveats: z.array(text).max(100),
  metadata: z.strictObject({ version: z.int().min(1) }),
  data_files_sha256: z.strictObject({ train: digest.optional(), test: digest }),
  hidden_split_hash: digest.optional(),
});

type DomainDocument = z.infer<typeof DocumentSchema>;

/** Reads a definition out of a parsed document (YAML or JSON). The problem names the first field that is wrong. */
export function parseDomainDefinition(input: unknown): Result<DomainDefinition, FieldProblem> {
  const parsed = DocumentSchema.safeParse(input);
  if (!parsed.success) return err(firstProblem(parsed.error));
  const contradiction = findContradiction(parsed.data);
  return contradiction === undefined ? ok(definitionOf(parsed.data)) : err(contradiction);
}

/** What no single field shows: fields that disagree with each other. */
function findContradiction(document: DomainDocument): FieldProblem | undefined {
  const { labels, metric_list: metrics, slices, baselines, models = [] } = document;
  const { positive_label: positiveLabel } = document;
  if (positiveLabel !== undefined && !labels.includes(positiveLabel))
    return { path: '/positive_label', reason: 'is not among the labels' };
  const needy = metrics.find(({ metric }) => METRICS[metric].needsPositiveLabel);
  if (positiveLabel === undefined && needy !== undefined)
    return { path: '/positive_label', reason: `is needed for ${needy.metric}` };
  for (const [index, { metric, higher_is_better: higherIsBetter }] of metrics.entries())
    if (higherIsBetter !== (METRICS[metric].direction === 'higher-is-better'))
      return { path: `/metric_list/${String(index)}/higher_is_better`, reason: `is not so for ${metric}` };
  for (const [index, { metric }] of slices.entries())
    if (!metrics.some((listed) => listed.metric === metric))
      return { path: `/slices/${String(index)}/metric`, reason: 'is not in metric_list' };
  return (
    firstRepeat(labels, (index) => `/labels/${String(index)}`) ??
    firstRepeat(
      metrics.map(({ metric }) => metric),
      (index) => `/metric_list/${String(index)}/metric`,
    ) ??
    firstRepeat(
      slices.map((slice) => slice.key),
      (index) => `/slices/${String(index)}/key`,
    ) ??
    firstRepeat(
      baselines.map(({ name }) => name),
      (index) => `/baselines/${String(index)}/name`,
    ) ??
    firstRepeat(
      models.map(({ name }) => name),
      (index) => `/models/${String(index)}/name`,
    ) ??
    formatProblem(document) ??
    controlProblem(document) ??
    trainerProblem(document) ??
    trainingProblem(document)
  );
}

function firstRepeat(names: readonly string[], pathOf: (index: number) => string): FieldProblem | undefined {
  const index = names.findIndex((name, at) => names.indexOf(name) !== at);
  return index === -1 ? undefined : { path: pathOf(index), reason: 'repeats an earlier one' };
}

/** The loader that is named and the files have to go together. */
function formatProblem({ dataset_path: loader, dataset_kwargs }: DomainDocument): FieldProblem | undefined {
  for (const [split, file] of Object.entries(dataset_kwargs.data_files))
    if (file?.endsWith('.parquet') === (loader === 'json'))
      return { path: `/dataset_kwargs/data_files/${split}`, reason: `is no file for ${loader}` };
  return undefined;
}

/** A control tells how a model fares as time goes by. */
function controlProblem({ control, slices }: DomainDocument): FieldProblem | undefined {
  return control === undefined || slices.some((slice) => slice.mean_date !== undefined)
    ? undefined
    : { path: '/control', reason: 'goes with dated slices' };
}

/** Our trainers tell one label from another, and learn from the training rows. */
function trainerProblem(document: DomainDocument): FieldProblem | undefined {
  const index = (document.models ?? []).findIndex((model) => model.trainer !== undefined);
  const isOfControl = document.control !== undefined && 'trainer' in document.control;
  if (index === -1 && !isOfControl) return undefined;
  const path = index === -1 ? '/control/trainer' : `/models/${String(index)}/trainer`;
  if (document.labels.length !== 2 || document.positive_label === undefined)
    return { path, reason: 'goes with two labels, one of them positive' };
  return document.training_split === undefined ? { path, reason: 'goes with a train file' } : undefined;
}

/** Training rows are declared in three places or in none. */
function trainingProblem(document: DomainDocument): FieldProblem | undefined {
  const declared = document.dataset_kwargs.data_files.train !== undefined;
  if (declared !== (document.training_split !== undefined))
    return { path: '/training_split', reason: 'goes with a train file' };
  if (declared !== (document.data_files_sha256.train !== undefined))
    return { path: '/data_files_sha256/train', reason: 'goes with a train file' };
  return undefined;
}

function definitionOf(document: DomainDocument): DomainDefinition {
  const { test, train } = document.dataset_kwargs.data_files;
  const { test: testDigest, train: trainDigest } = document.data_files_sha256;
  return {
    task: document.task,
    version: document.metadata.version,
    description: document.description,
    testFile: { file: test, sha256: testDigest },
    trainFile:
      train === undefined || trainDigest === undefined ? undefined : { file: train, sha256: trainDigest },
    hiddenSplitHash: document.hidden_split_hash,
    labels: document.labels,
    positiveLabel: document.positive_label,
    metrics: document.metric_list.map(({ metric }) => metric),
    chanceLevel: document.chance_level,
    repeats: document.repeats,
    slices: document.slices.map(({ mean_date: meanDate, ...slice }) => ({ ...slice, meanDate })),
    baselines: document.baselines,
    models: (document.models ?? []).map(({ trainer: how, ...model }) => ({ ...model, trainer: how })),
    control: document.control,
    texts: document.texts ?? 'shown',
    licence: document.licence,
    caveats: document.caveats,
  };
}
