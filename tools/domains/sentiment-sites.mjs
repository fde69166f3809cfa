#!/usr/bin/env node
/**
 * Builds domains/sentiment-sites from the test fixtures of a pinned npm package that this project installs anyway.
 * Build the project first: the model is trained by its trainers.
 *
 *   node tools/domains/sentiment-sites.mjs [--check]
 */
import * as recipe from './recipe.mjs';

const TASK = 'sentiment-sites';
const SOURCE = {
  package: 'sentiment',
  version: '5.0.2',
  licence: 'MIT',
  homepage: 'https://github.com/thisandagain/sentiment',
  use: 'labelled sentences of three sites, which the package tests itself with',
  files: /^test\/fixtures\/(amazon|imdb|yelp)\.json$/,
  digest: '916badef13600c4a527350a25f406210fb3a6807fce7f74e30deb2b20c5f37d8',
  licenceFile: 'LICENSE.md',
};

const LABELS = { positive: 'positive', negative: 'negative' };
const HOME = 'amazon';
/** One sentence in four of the home site is kept for its slice; the model learns from the others. */
const HOLD_OUT_ONE_IN = 4;
const SLICES = [
  { key: HOME, label: 'Amazon (held out)' },
  { key: 'imdb', label: 'IMDb' },
  { key: 'yelp', label: 'Yelp' },
].map((slice) => ({ ...slice, metric: 'accuracy' }));

/** Each file ends with an empty entry without a class. */
const rowsOf = ([path, bytes]) =>
  JSON.parse(bytes.toString('utf8'))
    .filter((sentence) => sentence.class !== null)
    .map(({ text, class: isPositive }) => ({
      input: text,
      target: isPositive === 1 ? LABELS.positive : LABELS.negative,
      slice: path.slice(path.lastIndexOf('/') + 1, -'.json'.length),
    }));

/** Sentences that stand twice count once, and not at all when they stand there with either class. */
function distinct(rows) {
  const sentences = recipe.grouped(rows, ({ slice, input }) => `${slice} ${input}`);
  return [...sentences.values()]
    .filter((group) => new Set(group.map(({ target }) => target)).size === 1)
    .map(([first]) => first);
}

const isHeldOut = ({ input }) => parseInt(recipe.sha256(input).slice(0, 8), 16) % HOLD_OUT_ONE_IN === 0;

const files = await recipe.readSource(SOURCE);
const all = [...files].flatMap(rowsOf);
const kept = distinct(all);
const training = kept.filter((row) => row.slice === HOME && !isHeldOut(row));
const test = SLICES.flatMap(({ key }) =>
  kept.filter((row) => row.slice === key && (key !== HOME || isHeldOut(row))),
);
const narrow = await recipe.trainedModel(
  'naive-bayes-amazon',
  { method: 'naive-bayes', features: 'words', rows_min: 1, pseudo_count: 0.5 },
  training,
  LABELS,
);

const [testText, trainText] = [recipe.jsonLines(test), recipe.jsonLines(training)];
const definition = recipe.definitionFile({
  task: TASK,
  description:
    'Tell praise from complaint in single sentences of reviews on three sites: products, films, restaurants. One slice a site, so that a model that learned on one of them shows how strong it is at home and how weak away.',
  labels: [LABELS.positive, LABELS.negative],
  positive_label: LABELS.positive,
  metric_list: recipe.metricList('accuracy', 'balanced_accuracy'),
  chance_level: 0.5,
  repeats: 1,
  slices: recipe.slicesOf(test, SLICES),
  baselines: [
    recipe.constantBaseline('always-positive', LABELS.positive),
    recipe.constantBaseline('always-negative', LABELS.negative),
  ],
  models: [
    recipe.packageModel('sentiment', '5.0.2'),
    recipe.packageModel('vader-sentiment', '1.1.3'),
    recipe.packageModel('wink-sentiment', '5.0.2'),
    narrow.model,
  ],
  licence: 'CC-BY-4.0',
  caveats: [
    'The sentences are those of Kotzias et al. 2015, "From Group to Individual Labels using Deep Features" (UCI Sentiment Labelled Sentences, CC BY 4.0 by its page); they were taken from the package, whose own licence is MIT.',
    `Of ${all.length} sentences ${all.length - kept.length} are left out because they stand there twice.`,
    'Sentences with a clear opinion were chosen, as many of praise as of complaint: neutral ones there are none, and real reviews are harder.',
    'Three of the models add up values of words. A sum of 0 means that they recognised nothing, as in 16 to 28 % of the sentences; it counts as negative, which is right half of the time.',
    `naive-bayes-amazon learned from train.jsonl, three quarters of the sentences of ${HOME}; its slice holds the others.`,
    'The package sentiment carries these sentences to test itself: its word values may have been tuned to them.',
  ],
  metadata: { version: 1 },
  testFile: 'rows.jsonl',
  trainFile: 'train.jsonl',
  testText,
  trainText,
});

await recipe.finish(TASK, [
  ['domain.yaml', definition],
  ['rows.jsonl', testText],
  ['train.jsonl', trainText],
  narrow.file,
  ...(await recipe.sourcesFiles(TASK, [{ source: SOURCE, files }])),
]);
