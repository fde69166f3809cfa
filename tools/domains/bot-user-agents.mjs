#!/usr/bin/env node
/**
 * Builds domains/bot-user-agents from two pinned npm packages. The same packages give the same bytes.
 *
 *   node tools/domains/bot-user-agents.mjs           writes the folder
 *   node tools/domains/bot-user-agents.mjs --check   exits 1 when the folder is not what would be written
 */
import { stringify } from 'yaml';
import * as recipe from './recipe.mjs';

const TASK = 'bot-user-agents';
const CRAWLERS = {
  package: 'crawler-user-agents',
  version: '1.60.0',
  licence: 'MIT',
  homepage: 'https://github.com/monperrus/crawler-user-agents',
  use: 'bots: every string of a pattern that has an addition_date',
  files: /^crawler-user-agents\.json$/,
  digest: 'b90c96eec4b2329c84c4c99dfc5144fb87a90a6f91377cacd0c1fd569e94a4e5',
  licenceFile: 'LICENSE',
};
const AGENTS = {
  package: 'user-agents',
  version: '2.1.198',
  licence: 'BSD-2-Clause',
  homepage: 'https://github.com/intoli/user-agents',
  use: 'browsers: every distinct userAgent',
  files: /^dist\/user-agents\.json$/,
  digest: '9134192de4403dce5849dd0a354628b97971ebaf9da8c5a98cbe832c05eed5eb',
  licenceFile: 'LICENSE',
};

/** Browsers a learned model may train on; all others are test rows. */
const TRAINING_BROWSERS = 400;
const FIRST_YEAR = 2017;
const LAST_YEAR = 2026;

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
    .sort((a, b) => recipe.byText(a.time, b.time) || recipe.byText(a.input, b.input));
}

/**
 * Browsers differ mostly in version numbers, so strings that are equal but for their digits are one cluster.
 * Ordered by the SHA-256 of the string: a shuffle that everybody can repeat.
 */
function browserRows(agents) {
  return [...new Set(agents.map((agent) => agent.userAgent))]
    .map((input) => ({ digest: recipe.sha256(input), input }))
    .sort((a, b) => recipe.byText(a.digest, b.digest))
    .map(({ input }) => ({
      input,
      target: 'browser',
      cluster: input.replaceAll(/\d+/g, '#'),
      slice: 'browsers',
    }));
}

function slices() {
  const keys = [`to-${FIRST_YEAR - 1}`];
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) keys.push(String(year));
  return [
    ...keys.map((key) => ({ key, label: key.replace('to-', '≤'), metric: 'recall' })),
    { key: 'browsers', label: 'browsers', metric: 'false_positive_rate' },
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

function definition({ rows, ruleListText, testText, trainText }) {
  return {
    task: TASK,
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
    metric_list: recipe.metricList('balanced_accuracy', 'recall', 'false_positive_rate'),
    chance_level: 0.5,
    repeats: 1,
    time_field: 'time',
    cluster_field: 'cluster',
    slice_field: 'slice',
    slices: recipe.slicesOf(rows, slices()),
    baselines: [
      recipe.constantBaseline('always-bot', 'bot'),
      recipe.constantBaseline('always-browser', 'browser'),
    ],
    models: [
      recipe.packageModel('es6-crawler-detect', '4.0.2'),
      recipe.packageModel('isbot', '5.2.3'),
      {
        name: 'rule-list-2016',
        adapter: { kind: 'rule-list', file: 'rule-list-2016.json', sha256: recipe.sha256(ruleListText) },
      },
    ],
    // Kept up to date to this day: what it finds and a frozen detector does not is what upkeep is worth.
    control: recipe.packageModel('isbot', '5.2.3'),
    licence: 'MIT AND BSD-2-Clause',
    caveats: [
      'time is the day on which a string was catalogued, not the day on which the bot was first seen.',
      '895 of the 1447 dated patterns were imported in 2026; the slice 2026 holds 923 of the 1896 bots.',
      '53 patterns (222 strings) carry no date and are left out.',
      'rule-list-2016 scores 1 on the slice to-2016 by construction: it is the list that made that slice.',
      'Detectors maintained from the same catalogue have probably seen these rows; isbot is likely one of them.',
      'The control, isbot, knows what has been learned since: it shows what upkeep is worth, not what could have been known before a year began.',
      'The 952 distinct browsers are ordered by SHA-256 of the string: the first 400 are train.jsonl, for models that learn; the other 552 are the test.',
      'Strings of one pattern, and browsers that differ only in digits, are alike: cluster names the group.',
    ],
    metadata: { version: 2 },
    data_files_sha256: { train: recipe.sha256(trainText), test: recipe.sha256(testText) },
  };
}

const DEFINITION_HEAD = `# Written by tools/domains/bot-user-agents.mjs; change it there.
# task … repeats and metadata.version mean what they mean in lm-evaluation-harness task files; the rest is ours.
# mean_date is the mean of the slice's own dates: the place of the slice on the time axis of a decay curve.
`;

const [crawlerFiles, agentFiles] = [await recipe.readSource(CRAWLERS), await recipe.readSource(AGENTS)];
const [crawlers, agents] = [crawlerFiles, agentFiles].map((files) =>
  JSON.parse([...files.values()][0].toString('utf8')),
);
const browsers = browserRows(agents);
const rows = [...botRows(crawlers), ...browsers.slice(TRAINING_BROWSERS)];
const [testText, trainText] = [rows, browsers.slice(0, TRAINING_BROWSERS)].map(recipe.jsonLines);
const ruleListText = recipe.prettyJson(ruleList(crawlers));
const yaml = stringify(definition({ rows, ruleListText, testText, trainText }), {
  lineWidth: 105,
  singleQuote: true,
});
await recipe.finish(TASK, [
  ['domain.yaml', DEFINITION_HEAD + yaml],
  ['rows.jsonl', testText],
  ['train.jsonl', trainText],
  ['rule-list-2016.json', ruleListText],
  ...(await recipe.sourcesFiles(TASK, [
    { source: CRAWLERS, files: crawlerFiles },
    { source: AGENTS, files: agentFiles },
  ])),
]);
