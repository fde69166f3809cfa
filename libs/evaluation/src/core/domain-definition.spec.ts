import { assert } from '#libs/kernel';
import { type DomainDefinition, parseDomainDefinition } from './domain-definition.js';

const digest = 'ab'.repeat(32);

const document = {
  task: 'bots',
  description: 'Tell bots from browsers.',
  dataset_path: 'json',
  dataset_kwargs: { data_files: { test: 'rows.jsonl' } },
  test_split: 'test',
  doc_to_text: 'input',
  doc_to_target: 'target',
  labels: ['bot', 'browser'],
  positive_label: 'bot',
  metric_list: [
    { metric: 'balanced_accuracy', aggregation: 'pooled', higher_is_better: true },
    { metric: 'recall', aggregation: 'mean', higher_is_better: true },
    { metric: 'false_positive_rate', aggregation: 'mean', higher_is_better: false },
  ],
  chance_level: 0.5,
  repeats: 1,
  time_field: 'time',
  slice_field: 'slice',
  slices: [
    { key: '2017', label: '2017', metric: 'recall', rows: 2, mean_date: '2017-06-30' },
    { key: 'browsers', label: 'browsers', metric: 'false_positive_rate', rows: 3 },
  ],
  baselines: [{ name: 'always-bot', adapter: { kind: 'constant', label: 'bot' } }],
  licence: 'MIT',
  caveats: [],
  metadata: { version: 1 },
  data_files_sha256: { test: digest },
};

/** The document with one field, named by its JSON Pointer, replaced. */
function withField(pointer: string, value: unknown): unknown {
  const copy: unknown = structuredClone(document);
  const names = pointer.split('/').slice(1);
  const last = names.pop() ?? '';
  let target = copy as Record<string, unknown>;
  for (const name of names) target = target[name] as Record<string, unknown>;
  target[last] = value;
  return copy;
}

const parsed = (input: unknown): DomainDefinition => {
  const result = parseDomainDefinition(input);
  assert(result.ok, `expected a definition: ${JSON.stringify(result)}`);
  return result.value;
};

const problemPath = (input: unknown): string => {
  const result = parseDomainDefinition(input);
  assert(!result.ok, 'expected a problem');
  return result.error.path;
};

describe('parseDomainDefinition', () => {
  it('reads a document into a typed definition', () => {
    expect(parsed(document)).toMatchObject({
      task: 'bots',
      version: 1,
      testFile: { file: 'rows.jsonl', sha256: digest },
      trainFile: undefined,
      metrics: ['balanced_accuracy', 'recall', 'false_positive_rate'],
      slices: [
        { key: '2017', rows: 2, meanDate: '2017-06-30' },
        { key: 'browsers', meanDate: undefined },
      ],
    });
  });

  it.each([
    ['/task', 'Bots!'],
    ['/dataset_kwargs/data_files/test', '../rows.jsonl'],
    ['/metric_list/1/metric', 'f1'],
    ['/chance_level', 1.5],
    ['/slices/0/mean_date', '2017-02-30'],
    ['/slices/1/rows', 0],
    ['/baselines/0/adapter/kind', 'shell-command'],
    ['/metadata/version', '1'],
    ['/data_files_sha256/test', digest.toUpperCase()],
  ])('names %s when its value is %p', (pointer, value) => {
    expect(problemPath(withField(pointer, value))).toBe(pointer);
  });

  it.each([
    ['/positive_label', 'crawler', '/positive_label'],
    ['/metric_list/2/higher_is_better', true, '/metric_list/2/higher_is_better'],
    ['/metric_list', document.metric_list.slice(0, 2), '/slices/1/metric'],
    ['/slices/1/key', '2017', '/slices/1/key'],
    ['/labels', ['bot', 'browser', 'bot'], '/labels/2'],
    ['/dataset_path', 'parquet', '/dataset_kwargs/data_files/test'],
    ['/dataset_kwargs/data_files/test', 'rows.parquet', '/dataset_kwargs/data_files/test'],
    ['/dataset_kwargs/data_files/train', 'train.jsonl', '/training_split'],
    ['/data_files_sha256/train', digest, '/data_files_sha256/train'],
  ])('finds the contradiction that %s = %p makes', (pointer, value, path) => {
    expect(problemPath(withField(pointer, value))).toBe(path);
  });

  it('does without a positive label where no metric needs one', () => {
    const { positive_label: _, ...others } = document;
    const slices = [{ key: 'all', label: 'all', metric: 'accuracy', rows: 2 }];
    const accuracy = { metric: 'accuracy', aggregation: 'mean', higher_is_better: true };
    const multiclass = { ...others, labels: ['de', 'en', 'fr'], metric_list: [accuracy], slices };
    expect(parsed(multiclass).positiveLabel).toBeUndefined();
    expect(problemPath(others)).toBe('/positive_label');
  });

  const trained = {
    name: 'bayes',
    adapter: { kind: 'linear-model', file: 'bayes.json', sha256: digest },
    trainer: { method: 'naive-bayes', features: 'words', rows_min: 1, pseudo_count: 1 },
  };
  const withTraining = {
    ...document,
    models: [trained],
    dataset_kwargs: { data_files: { test: 'rows.jsonl', train: 'train.jsonl' } },
    training_split: 'train',
    data_files_sha256: { test: digest, train: digest },
  };

  it('holds models, and how they were trained', () => {
    expect(parsed(document).models).toEqual([]);
    expect(parsed(withTraining).models).toEqual([trained]);
  });

  it.each([
    ['no training rows', { ...document, models: [trained] }, '/models/0/trainer'],
    ['more than two labels', { ...withTraining, labels: ['bot', 'browser', 'tool'] }, '/models/0/trainer'],
    ['a name twice', { ...withTraining, models: [trained, trained] }, '/models/1/name'],
  ])('refuses trained models with %s', (_, input, path) => {
    expect(problemPath(input)).toBe(path);
  });

  const undated = { ...document, slices: [{ key: 'all', label: 'all', metric: 'recall', rows: 2 }] };
  const control = { name: 'kept-up', adapter: { kind: 'constant', label: 'bot' } };
  const refit = { name: 'refit', trainer: trained.trainer };

  it('holds the control of models that have no trainer', () => {
    expect(parsed(document).control).toBeUndefined();
    expect(parsed({ ...document, control }).control).toEqual(control);
    expect(parsed({ ...withTraining, control: refit }).control).toEqual(refit);
  });

  it.each([
    ['no dated slices', { ...undated, control }, '/control'],
    ['a trainer, and no training rows', { ...document, control: refit }, '/control/trainer'],
    ['neither a trainer nor a model', { ...document, control: { name: 'nothing' } }, '/control'],
  ])('refuses a control with %s', (_, input, path) => {
    expect(problemPath(input)).toBe(path);
  });

  it('shows texts unless it says that they are hidden', () => {
    expect(parsed(document).texts).toBe('shown');
    expect(parsed({ ...document, texts: 'hidden' }).texts).toBe('hidden');
    expect(problemPath({ ...document, texts: 'blurred' })).toBe('/texts');
  });

  it('names an unknown field itself, escaped as in RFC 6901', () => {
    expect(problemPath(withField('/hidden', 1))).toBe('/hidden');
    expect(problemPath({ ...document, 'a/b': 1 })).toBe('/a~1b');
  });

  it('refuses what is no document at all', () => {
    expect(problemPath(null)).toBe('');
    expect(problemPath([])).toBe('');
  });
});
