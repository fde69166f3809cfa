#!/usr/bin/env node
/**
 * Builds domains/bird-strikes from a pinned npm package; see recipe.mjs for how to get it, and build the project
 * first: the model is trained by its trainers.
 *
 *   npm install --prefix /tmp/sources --ignore-scripts vega-datasets@3.2.1
 *   node tools/domains/bird-strikes.mjs --packages /tmp/sources [--check]
 */
import { canonicalize } from 'json-canonicalize';
import * as recipe from './recipe.mjs';

const TASK = 'bird-strikes';
const SOURCE = {
  package: 'vega-datasets',
  version: '3.2.1',
  licence: 'BSD-3-Clause',
  homepage: 'https://github.com/vega/vega-datasets',
  use: 'reports of strikes of birds, a file that the package describes as a dataset of the U.S. Government',
  files: /^(data\/birdstrikes\.csv|datapackage\.json)$/,
  digest: 'ed0ce4490c61324c3b0db8d060edfd2eb350e4fd2e408a2d60b367808b23007a',
  licenceText: (files) =>
    recipe.prettyJson(
      JSON.parse(files.get('datapackage.json').toString('utf8')).resources.find(
        ({ name }) => name === 'birdstrikes',
      ),
    ),
};

const LABELS = { positive: 'damage', negative: 'none' };
/** Three reports in ten of the training years are kept for the in-time slice. */
const HOLD_OUT_PERCENT = 30;
const SLICES = [
  { key: '1990-1992', label: '1990–92 (held out)', until: '1992' },
  { key: '1993-1994', label: '1993–94', until: '1994' },
  { key: '1995-1996', label: '1995–96', until: '1996' },
  { key: '1997-1998', label: '1997–98', until: '1998' },
  { key: '1999-2000', label: '1999–2000', until: '2000' },
  { key: '2001-2002', label: '2001–02', until: '2002' },
].map((slice) => ({ ...slice, metric: 'auroc' }));

/** No field of this file is quoted. Costs are left out: they are known after the damage. */
function reportsOf(bytes) {
  const [head, ...lines] = bytes.toString('utf8').trim().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    if (values.length !== names.length) throw new Error(`not ${names.length} fields: ${line}`);
    return Object.fromEntries(names.map((name, index) => [name, values[index]]));
  });
}

function rowOf(report) {
  const time = report['Flight Date'];
  const speed = report['Speed IAS in knots'];
  return {
    input: canonicalize({
      aircraft: report['Aircraft Make Model'],
      airport: report['Airport Name'],
      operator: report['Aircraft Airline Operator'],
      phase: report['Phase of flight'],
      size: report['Wildlife Size'],
      species: report['Wildlife Species'],
      state: report['Origin State'],
      timeOfDay: report['Time of day'],
      ...(speed === '' ? {} : { hundredKnots: Number(speed) / 100 }),
    }),
    target: report['Effect Amount of damage'] === 'None' ? LABELS.negative : LABELS.positive,
    time,
    cluster: `${report['Airport Name']} ${time.slice(0, 7)}`,
    slice: SLICES.find(({ until }) => time.slice(0, 4) <= until).key,
  };
}

const files = await recipe.readSource(SOURCE);
const reports = reportsOf(files.get('data/birdstrikes.csv'));
/** Reports of one day that agree in everything are one row: a row is what it says. */
const rows = [...recipe.grouped(reports.map(rowOf), canonicalize).values()].map(([first]) => first);
const isHeldOut = (row) =>
  parseInt(recipe.sha256(canonicalize(row)).slice(0, 8), 16) % 100 < HOLD_OUT_PERCENT;
const isTraining = (row) => row.slice === SLICES[0].key && !isHeldOut(row);
const byTime = (a, b) => recipe.byText(a.time, b.time) || recipe.byText(a.input, b.input);
const training = rows.filter(isTraining).sort(byTime);
const test = rows.filter((row) => !isTraining(row)).sort(byTime);

/** The same rows for each, so that what differs is the model. */
const train = (name, trainer) => recipe.trainedModel(name, trainer, training, LABELS);
const models = [
  await train('logistic-regression-1992', {
    method: 'logistic-regression',
    features: 'fields',
    rows_min: 5,
    penalty: 1,
  }),
  await train('naive-bayes-1992', {
    method: 'naive-bayes',
    features: 'fields',
    rows_min: 5,
    pseudo_count: 1,
  }),
  await train('logistic-regression-words-1992', {
    method: 'logistic-regression',
    features: 'words',
    rows_min: 5,
    penalty: 10,
  }),
];
/** What anybody would guess. */
const largeBirds = `{
  "flags": "",
  "matched": "${LABELS.positive}",
  "unmatched": "${LABELS.negative}",
  "patterns": ["\\"size\\":\\"Large\\""]
}
`;

const [testText, trainText] = [recipe.jsonLines(test), recipe.jsonLines(training)];
const definition = recipe.definitionFile({
  task: TASK,
  description:
    'Tell from the report of a strike of a bird, before anybody has looked at the aircraft, whether it was damaged: who has to be inspected first. One row is a JSON object with the fields of a report. Reports are dated; the area under the ROC curve of each two years shows how the order holds up.',
  labels: [LABELS.positive, LABELS.negative],
  positive_label: LABELS.positive,
  metric_list: recipe.metricList('auroc', 'balanced_accuracy', 'recall', 'false_positive_rate'),
  chance_level: 0.5,
  repeats: 1,
  time_field: 'time',
  cluster_field: 'cluster',
  slices: recipe.slicesOf(test, SLICES),
  baselines: [
    recipe.constantBaseline('always-none', LABELS.negative),
    recipe.constantBaseline('always-damage', LABELS.positive),
    {
      name: 'large-birds',
      adapter: { kind: 'rule-list', file: 'large-birds.json', sha256: recipe.sha256(largeBirds) },
    },
  ],
  models: models.map(({ model }) => model),
  control: recipe.refitControl(models[0]),
  licence: 'LicenseRef-US-Government-Work',
  caveats: [
    'Reports of strikes to the U.S. Federal Aviation Administration, as far as the package holds them: chosen airports, and who reports has changed over the years.',
    'damage is any damage; costs are left out, since they are known after it.',
    `Of ${reports.length} reports ${reports.length - rows.length} are left out because another of the same day says the same.`,
    `Reports of 1990 to 1992 are train.jsonl.gz but for ${HOLD_OUT_PERCENT} %, by SHA-256 of the row: those are the first slice.`,
    'One report in ten is of damage: answers with a threshold at even odds find few of them. The order counts.',
    'cluster is airport and month: strikes of one season at one place are alike.',
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
  ['large-birds.json', largeBirds],
  ...models.map(({ file }) => file),
  ...(await recipe.sourcesFiles(TASK, [{ source: SOURCE, files }])),
]);
