#!/usr/bin/env node
/**
 * Builds domains/innuendo-moderation from a pinned npm package; see recipe.mjs for how to get it, and build the
 * project first: the model is trained by its trainers.
 *
 *   npm install --prefix /tmp/sources --ignore-scripts twss@0.1.6
 *   node tools/domains/innuendo-moderation.mjs --packages /tmp/sources [--check]
 */
import { runInNewContext } from 'node:vm';
import { tidy } from './mail-text.mjs';
import * as recipe from './recipe.mjs';

const TASK = 'innuendo-moderation';
const SOURCE = {
  package: 'twss',
  version: '0.1.6',
  licence: 'MIT',
  homepage: 'https://github.com/DanielRapp/twss.js',
  use: 'the texts that its own classifier learned from',
  files: /^data\/.*\.js$/,
  digest: 'b9b95ff937253b4268db4efa9cda88cf00e079fe9eb26eb9695f282ade5dde15',
  licenceFile: 'MIT-LICENSE.txt',
};

const LABELS = { positive: 'innuendo', negative: 'plain' };
const HOLD_OUT_PERCENT = 30;
const KINDS = {
  'data/Positive_Prompts_TS.js': { target: LABELS.positive, slice: 'stories' },
  'data/Negative_Prompts_FML.js': { target: LABELS.negative, slice: 'stories' },
  'data/Positive_Prompts_T.js': { target: LABELS.positive, slice: 'tweets' },
  'data/Negative_Prompts_T.js': { target: LABELS.negative, slice: 'tweets' },
};
const SLICES = [
  { key: 'stories', label: 'Stories' },
  { key: 'tweets', label: 'Tweets' },
].map((slice) => ({ ...slice, metric: 'balanced_accuracy' }));

function rowsOf([path, bytes]) {
  const exports = {};
  runInNewContext(bytes.toString('utf8'), { exports });
  return exports.data.map((text) => ({ input: withoutNames(tidy(text)), ...KINDS[path] }));
}

/** Of accounts on Twitter. */
const withoutNames = (text) => text.replace(/@\w+/g, '@user');

/** Texts that stand twice but for case and punctuation count once, and not at all when the labels differ. */
function distinct(rows) {
  const bare = ({ input }) =>
    input
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  return [...recipe.grouped(rows, bare).values()]
    .filter((group) => new Set(group.map(({ target }) => target)).size === 1)
    .map(([first]) => first);
}

const isHeldOut = ({ input }) => parseInt(recipe.sha256(input).slice(0, 8), 16) % 100 < HOLD_OUT_PERCENT;

const files = await recipe.readSource(SOURCE);
const all = [...files].flatMap(rowsOf);
const kept = distinct(all);
const training = kept.filter((row) => !isHeldOut(row));
const test = kept.filter(isHeldOut);
const trained = await recipe.trainedModel(
  'naive-bayes',
  { method: 'naive-bayes', features: 'word-pairs', rows_min: 2, pseudo_count: 0.5 },
  training,
  LABELS,
);

const [testText, trainText] = [recipe.jsonLines(test), recipe.jsonLines(training)];
const definition = recipe.definitionFile({
  task: TASK,
  description:
    'Tell sexual innuendo from other short texts. Its words are harmless one by one, so lists of crude words do not help: a moderator that looks strong on profanity may be worth nothing here.',
  labels: [LABELS.positive, LABELS.negative],
  positive_label: LABELS.positive,
  metric_list: recipe.metricList('balanced_accuracy', 'accuracy', 'auroc', 'recall', 'false_positive_rate'),
  chance_level: 0.5,
  repeats: 1,
  slices: recipe.slicesOf(test, SLICES),
  baselines: [
    recipe.constantBaseline('always-plain', LABELS.negative),
    recipe.constantBaseline('always-innuendo', LABELS.positive),
  ],
  models: [
    recipe.packageModel('@2toad/profanity', '3.3.0'),
    recipe.packageModel('obscenity', '0.4.6'),
    recipe.packageModel('leo-profanity', '1.9.0'),
    recipe.packageModel('bad-words', '4.1.5'),
    trained.model,
  ],
  texts: 'hidden',
  licence: 'MIT',
  caveats: [
    'The texts are crude, and were collected from web sites whose terms are not on record: they are for testing only, and are shown to nobody.',
    `Of ${all.length} texts ${all.length - kept.length} are left out because they stand there twice; names of accounts are replaced by @user.`,
    `One text in ${Math.round(100 / HOLD_OUT_PERCENT)}, by SHA-256, is test; the others are train.jsonl.gz.`,
    'Among the stories innuendo and plain texts come from different sites: a model that learned here may tell the sites apart, not the innuendo. The tweets come from one site.',
    'The lists of words were made to find profanity, not innuendo; they are measured on what they were not made for.',
  ],
  metadata: { version: 1 },
  testFile: 'rows.jsonl.gz',
  trainFile: 'train.jsonl.gz',
  testText,
  trainText,
});

await recipe.finish(TASK, [
  ['domain.yaml', definition],
  ['rows.jsonl.gz', testText],
  ['train.jsonl.gz', trainText],
  trained.file,
  ...(await recipe.sourcesFiles(TASK, [{ source: SOURCE, files }])),
]);
