#!/usr/bin/env node
/**
 * Builds domains/language-id-ui from pinned npm packages; see recipe.mjs for how to get them.
 *
 *   npm install --prefix /tmp/sources --ignore-scripts @uppy/locales@5.2.0 jquery-validation@1.22.1 \
 *     i18n-iso-countries@7.14.0
 *   node tools/domains/language-id-ui.mjs --packages /tmp/sources [--check]
 */
import { runInNewContext } from 'node:vm';
import * as recipe from './recipe.mjs';

const TASK = 'language-id-ui';
const UPLOADER = {
  package: '@uppy/locales',
  version: '5.2.0',
  licence: 'MIT',
  homepage: 'https://github.com/transloadit/uppy',
  use: 'texts of a file uploader in each language',
  files: /^lib\/[a-z]{2}_[A-Za-z_]+\.js$/,
  digest: '0ead59da40fd0d85c955f77ac8b3304b1a7a402f13a7f93ee5882e4f1cb9e7fe',
  licenceFile: 'LICENSE',
};
const FORMS = {
  package: 'jquery-validation',
  version: '1.22.1',
  licence: 'MIT',
  homepage: 'https://github.com/jquery-validation/jquery-validation',
  use: 'messages of a form validator in each language, and the English ones of its code',
  files: /^dist\/(localization\/messages_[A-Za-z_]+|jquery\.validate)\.js$/,
  digest: 'a55c05386d49eb3422f367525f9dec193352c3a7af96f12e12a01c06566037f7',
  licenceFile: 'LICENSE.md',
};
const COUNTRIES = {
  package: 'i18n-iso-countries',
  version: '7.14.0',
  licence: 'MIT',
  homepage: 'https://github.com/michaelwittig/node-i18n-iso-countries',
  use: 'names of countries in each language; a sample of them',
  files: /^langs\/[a-z]+\.json$/,
  digest: '268efba4dd7b5e4d6194da430f3e21611805a57a6452e347f0bb3b0f8923a81b',
  licenceFile: 'LICENSE',
};

const SLICES = [
  { key: 'uploader', label: 'Texts of an uploader' },
  { key: 'forms', label: 'Messages of forms' },
  { key: 'countries', label: 'Names of countries' },
].map((slice) => ({ ...slice, metric: 'accuracy' }));
const COUNTRIES_MAX = 4_000;
/** Shorter texts of interfaces are single words such as OK. Names of countries may have any length. */
const TEXT_CHARACTERS_MIN = 10;

/** Files that are named after a country, or whose code stands for several languages. */
const LANGUAGE_OF_FILE = { ge: 'ka', tj: 'tg', my: 'ms', si: 'sl', nb: 'no', nn: 'no' };
/** `messages_pt_BR` → `pt`: countries and scripts are not told apart, nor the two written forms of Norwegian. */
function languageOf(path) {
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/^messages_|\.[a-z]+$/g, '');
  const code = file.split('_')[0];
  return LANGUAGE_OF_FILE[code] ?? code;
}

/** The object that a module exports, without loading what it asks for. */
function uploaderTexts(bytes) {
  const source = bytes
    .toString('utf8')
    .replace(/^import .*$/gm, '')
    .replace(/^export default (\w+);?$/m, 'exported = $1;');
  const context = { exported: undefined };
  runInNewContext(source, context);
  return textsIn(context.exported.strings);
}

const textsIn = (value) => (typeof value === 'string' ? [value] : Object.values(value).flatMap(textsIn));

/** Messages are handed to a form library: what it would be given is all that is needed. */
function formTexts(bytes) {
  const texts = [];
  const jQuery = {
    extend: (_, messages) => texts.push(...Object.values(messages)),
    validator: { messages: {}, format: (text) => text },
  };
  const context = { jQuery, define: undefined };
  runInNewContext(bytes.toString('utf8'), context);
  return texts.filter((text) => typeof text === 'string');
}

/** The English messages stand in the code itself. */
const englishFormTexts = (bytes) =>
  [...bytes.toString('utf8').matchAll(/^\t\t\w+: (?:\$\.validator\.format\( )?"([^"]+)"/gm)].map(
    ([, text]) => text,
  );

const countryTexts = (bytes) => Object.values(JSON.parse(bytes.toString('utf8')).countries).flat();

/** Placeholders are no language. */
const withoutPlaceholders = (text) =>
  text
    .replace(/%\{\w+\}|\{\d+\}/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const rowsFrom = (files, slice, textsOf) =>
  [...files].flatMap(([path, bytes]) =>
    textsOf(bytes, path).map((text) => ({
      input: withoutPlaceholders(text),
      target: languageOf(path),
      slice,
    })),
  );

/**
 * Texts without a letter go, and texts that a corpus has under several labels: names that are alike in two
 * languages, and English that nobody translated. The English ones themselves stay under English.
 */
function told(rows) {
  const isLong = ({ slice, input }) => slice === 'countries' || input.length >= TEXT_CHARACTERS_MIN;
  const corpora = recipe.grouped(rows.filter(isLong), ({ slice, input }) => `${slice} ${input}`);
  return [...corpora.values()].flatMap((group) => {
    const languages = new Set(group.map(({ target }) => target));
    if (!/\p{L}/u.test(group[0].input)) return [];
    if (languages.size > 1 && group[0].slice === 'countries') return [];
    const english = group.find(({ target }) => target === 'en');
    return languages.size > 1 ? [english].filter(Boolean) : [group[0]];
  });
}

/** In the order of the SHA-256 of text and label: a shuffle that everybody can repeat. */
const sample = (rows, count) =>
  rows
    .map((row) => ({ row, digest: recipe.sha256(`${row.target} ${row.input}`) }))
    .sort((a, b) => recipe.byText(a.digest, b.digest))
    .slice(0, count)
    .map(({ row }) => row);

const [uploader, forms, countries] = [
  await recipe.readSource(UPLOADER),
  await recipe.readSource(FORMS),
  await recipe.readSource(COUNTRIES),
];
const isCode = (path) => path === 'dist/jquery.validate.js';
const formFiles = [...forms].map(([path, bytes]) => [isCode(path) ? 'en.js' : path, bytes]);
const all = [
  ...rowsFrom(uploader, 'uploader', uploaderTexts),
  ...rowsFrom(formFiles, 'forms', (bytes, path) => (path === 'en.js' ? englishFormTexts : formTexts)(bytes)),
  ...rowsFrom(countries, 'countries', countryTexts),
];
const kept = told(all);
const test = SLICES.flatMap(({ key }) => {
  const rows = kept.filter(({ slice }) => slice === key);
  return key === 'countries' ? sample(rows, COUNTRIES_MAX) : rows;
});
const labels = [...new Set(test.map(({ target }) => target))].sort(recipe.byText);
const commonest = labels.reduce((a, b) => (count(b) > count(a) ? b : a));
function count(label) {
  return test.filter(({ target }) => target === label).length;
}

const testText = recipe.jsonLines(test);
const definition = recipe.definitionFile({
  task: TASK,
  description: `Tell the language of short texts of user interfaces, among ${labels.length}. Three corpora, one slice each: sentences of an uploader, messages of forms, and names of countries, which are mostly one word and hard.`,
  labels,
  metric_list: recipe.metricList('accuracy'),
  chance_level: Math.round((1e4 * count(commonest)) / test.length) / 1e4,
  repeats: 1,
  slices: recipe.slicesOf(test, SLICES),
  baselines: [
    recipe.constantBaseline(`always-${commonest}`, commonest),
    recipe.constantBaseline('always-en', 'en'),
  ],
  models: [
    recipe.packageModel('eld', '2.1.0'),
    recipe.packageModel('franc', '6.2.0'),
    recipe.packageModel('tinyld', '1.3.4'),
    recipe.packageModel('languagedetect', '2.0.0'),
  ],
  licence: 'MIT',
  caveats: [
    'Labels are ISO 639-1 codes of the language alone: pt-BR and pt-PT are pt, zh-CN and zh-TW are zh, Serbian in either script is sr, and nb, nn and no are no. Answers are brought to the same codes by the aliases of Unicode; ckb and the other Kurdish languages are ku, zlm is ms.',
    'Four files of forms are named after countries or ambiguously: ge is ka, tj is tg, my is ms (Malay), si is sl.',
    `Of ${all.length} texts ${all.length - kept.length} are left out: repeated ones, ones without a letter, texts of interfaces of less than ${TEXT_CHARACTERS_MIN} characters, and ones that stand under several languages, such as English that nobody translated (kept as English only) and names of countries that are alike in two languages.`,
    `Names of countries are a sample of ${COUNTRIES_MAX} by SHA-256. Placeholders are removed.`,
    'Many texts are of a few words: no model can tell all of them, and near languages (Danish and Norwegian, Indonesian and Malay, Croatian, Bosnian and Serbian) share some.',
    'The chance level is the share of the commonest label.',
  ],
  metadata: { version: 1 },
  testFile: 'rows.jsonl',
  testText,
});

await recipe.finish(TASK, [
  ['domain.yaml', definition],
  ['rows.jsonl', testText],
  ...(await recipe.sourcesFiles(TASK, [
    { source: UPLOADER, files: uploader },
    { source: FORMS, files: forms },
    { source: COUNTRIES, files: countries },
  ])),
]);
