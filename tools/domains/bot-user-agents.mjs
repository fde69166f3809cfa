#!/usr/bin/env node
/**
 * Builds domains/bot-user-agents from two pinned npm packages. The same packages give the same bytes.
 *
 *   node tools/domains/bot-user-agents.mjs           writes the folder
 *   node tools/domains/bot-user-agents.mjs --check   exits 1 when the folder is not what would be written
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalize } from 'json-canonicalize';
import { stringify } from 'yaml';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const FOLDER = join(ROOT, 'domains', 'bot-user-agents');

/** Another release would silently be another benchmark, so the digests are part of the recipe. */
const SOURCES = [
  {
    package: 'crawler-user-agents',
    version: '1.60.0',
    licence: 'MIT',
    homepage: 'https://github.com/monperrus/crawler-user-agents',
    use: 'bots: every string of a pattern that has an addition_date',
    data: 'crawler-user-agents.json',
    sha256: 'c36c67f2527f1a5340858d540c732ebbc3ec866cfc0c5717de82b22a1f8dc537',
  },
  {
    package: 'user-agents',
    version: '2.1.198',
    licence: 'BSD-2-Clause',
    homepage: 'https://github.com/intoli/user-agents',
    use: 'browsers: every distinct userAgent',
    data: 'dist/user-agents.json',
    sha256: '5432ce503c8d18fb6ac2dd668d019df3fdd94843a9472fda2525507f988e0022',
  },
];

/** Browsers a learned model may train on; all others are test rows. */
const TRAINING_BROWSERS = 400;
const FIRST_YEAR = 2017;
const LAST_YEAR = 2026;
const MILLISECONDS_PER_DAY = 86_400_000;

const sha256 = (data) => createHash('sha256').update(data).digest('hex');
const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const withId = (row) => ({ id: sha256(canonicalize(row)), ...row });
const jsonLines = (rows) => rows.map((row) => `${canonicalize(row)}\n`).join('');

async function readSource(source) {
  const folder = join(ROOT, 'node_modules', source.package);
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  if (version !== source.version)
    throw new Error(`${source.package} is ${version}, the recipe is for ${source.version}`);
  const bytes = await readFile(join(folder, source.data));
  if (sha256(bytes) !== source.sha256)
    throw new Error(
      `${source.package}/${source.data} has digest ${sha256(bytes)}, expected ${source.sha256}`,
    );
  return { records: JSON.parse(bytes.toString('utf8')), licence: await readFile(join(folder, 'LICENSE')) };
}

/** `2014/02/28` → `2014-02-28`. */
const isoDate = (additionDate) => additionDate.replaceAll('/', '-');

const sliceOf = (isoDay) => {
  const year = Number(isoDay.slice(0, 4));
  return year < FIRST_YEAR ? `to-${FIRST_YEAR - 1}` : String(year);
};

/** Patterns without a date cannot be placed on the time axis and are left out, with their strings. */
function botRows(crawlers) {
  return crawlers
    .filter((crawler) => crawler.addition_date !== undefined)
    .flatMap(({ pattern, addition_date: date, instances }) =>
      instances.map((input) => ({
        input,
        target: 'bot',
        time: isoDate(date),
        cluster: pattern,
        slice: sliceOf(isoDate(date)),
      })),
    )
    .sort((a, b) => byText(a.time, b.time) || byText(a.input, b.input));
}

/**
 * Browsers differ mostly in version numbers, so strings that are equal but for their digits are one cluster.
 * Ordered by the SHA-256 of the string: a shuffle that everybody can repeat.
 */
function browserRows(agents) {
  return [...new Set(agents.map((agent) => agent.userAgent))]
    .map((input) => ({ digest: sha256(input), input }))
    .sort((a, b) => byText(a.digest, b.digest))
    .map(({ input }) => ({
      input,
      target: 'browser',
      cluster: input.replaceAll(/\d+/g, '#'),
      slice: 'browsers',
    }));
}

/** The mean of calendar days, rounded down to a day. */
function meanDate(days) {
  const total = days.reduce((sum, day) => sum + Date.parse(day) / MILLISECONDS_PER_DAY, 0);
  return new Date(Math.floor(total / days.length) * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);
}

function slicesOf(bots, browsers) {
  const keys = [`to-${FIRST_YEAR - 1}`];
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) keys.push(String(year));
  const dated = keys.map((key) => {
    const days = bots.filter((row) => row.slice === key).map((row) => row.time);
    return {
      key,
      label: key.replace('to-', '≤'),
      metric: 'recall',
      rows: days.length,
      mean_date: meanDate(days),
    };
  });
  return [
    ...dated,
    { key: 'browsers', label: 'browsers', metric: 'false_positive_rate', rows: browsers.length },
  ];
}

/** What somebody would still have who wrote the catalogue of the end of 2016 into a rule list and left. */
const ruleList = (crawlers) => ({
  flags: '',
  matched: 'bot',
  unmatched: 'browser',
  patterns: crawlers
    .filter(
      (crawler) =>
        crawler.addition_date !== undefined &&
        sliceOf(isoDate(crawler.addition_date)) === `to-${FIRST_YEAR - 1}`,
    )
    .map((crawler) => crawler.pattern),
});

function definition({ slices, ruleListText, testText, trainText }) {
  return {
    task: 'bot-user-agents',
    description:
      'Tell from its User-Agent string whether a visitor is a bot. The bots carry the date on which a public catalogue learned of them, so recall by year shows how a detector ages. One slice per year; the browsers are the control for false alarms.',
    dataset_path: 'json',
    dataset_kwargs: { data_files: { train: 'train.jsonl', test: 'rows.jsonl' } },
    training_split: 'train',
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
    cluster_field: 'cluster',
    slice_field: 'slice',
    slices,
    baselines: [
      { name: 'always-bot', adapter: { kind: 'constant', label: 'bot' } },
      { name: 'always-browser', adapter: { kind: 'constant', label: 'browser' } },
      {
        name: 'rule-list-2016',
        adapter: { kind: 'rule-list', file: 'rule-list-2016.json', sha256: sha256(ruleListText) },
      },
    ],
    licence: 'MIT AND BSD-2-Clause',
    caveats: [
      'time is the day on which a string was catalogued, not the day on which the bot was first seen.',
      '895 of the 1447 dated patterns were imported in 2026; the slice 2026 holds 923 of the 1896 bots.',
      '53 patterns (222 strings) carry no date and are left out.',
      'rule-list-2016 scores 1 on the slice to-2016 by construction: it is the list that made that slice.',
      'Detectors maintained from the same catalogue have probably seen these rows; isbot is likely one of them.',
      'The 952 distinct browsers are ordered by SHA-256 of the string: the first 400 are train.jsonl, for models that learn; the other 552 are the test.',
      'Strings of one pattern, and browsers that differ only in digits, are alike: cluster names the group.',
    ],
    metadata: { version: 1 },
    data_files_sha256: { train: sha256(trainText), test: sha256(testText) },
  };
}

const DEFINITION_HEAD = `# Written by tools/domains/bot-user-agents.mjs; change it there.
# task … repeats and metadata.version mean what they mean in lm-evaluation-harness task files; the rest is ours.
# mean_date is the mean of the slice's own dates: the place of the slice on the time axis of a decay curve.
`;

function sourcesDocument(licences) {
  return {
    task: 'bot-user-agents',
    recipe: 'tools/domains/bot-user-agents.mjs',
    sources: SOURCES.map(({ data, sha256: digest, ...source }, index) => ({
      ...source,
      file: `${source.package}/${data}`,
      sha256: digest,
      licenceText: licences[index].name,
      licenceTextSha256: sha256(licences[index].text),
    })),
  };
}

async function build() {
  const [crawlers, agents] = await Promise.all(SOURCES.map(readSource));
  const bots = botRows(crawlers.records);
  const browsers = browserRows(agents.records);
  const testBrowsers = browsers.slice(TRAINING_BROWSERS);
  const testText = jsonLines([...bots, ...testBrowsers].map(withId));
  const trainText = jsonLines(browsers.slice(0, TRAINING_BROWSERS).map(withId));
  const ruleListText = `${JSON.stringify(ruleList(crawlers.records), null, 2)}\n`;
  const licences = [crawlers, agents].map(({ licence }, index) => ({
    name: `licences/${SOURCES[index].package}-${SOURCES[index].version}.txt`,
    text: licence,
  }));
  const slices = slicesOf(bots, testBrowsers);
  const definitionYaml = stringify(definition({ slices, ruleListText, testText, trainText }), {
    lineWidth: 105,
    singleQuote: true,
  });
  return new Map([
    ['domain.yaml', DEFINITION_HEAD + definitionYaml],
    ['rows.jsonl', testText],
    ['train.jsonl', trainText],
    ['rule-list-2016.json', ruleListText],
    ['sources.json', `${JSON.stringify(sourcesDocument(licences), null, 2)}\n`],
    ...licences.map(({ name, text }) => [name, text]),
  ]);
}

async function differing(files) {
  const stale = [];
  for (const [name, content] of files) {
    const found = await readFile(join(FOLDER, name)).catch(() => undefined);
    if (found === undefined || !found.equals(Buffer.from(content))) stale.push(name);
  }
  return stale;
}

async function write(files) {
  await mkdir(join(FOLDER, 'licences'), { recursive: true });
  for (const [name, content] of files) await writeFile(join(FOLDER, name), content);
}

const files = await build();
if (process.argv.includes('--check')) {
  const stale = await differing(files);
  for (const name of stale) console.error(`domains/bot-user-agents/${name} is not what the recipe writes`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  await write(files);
}
