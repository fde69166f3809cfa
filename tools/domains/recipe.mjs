/**
 * What the recipes of domains share: reading pinned packages, writing rows and definitions, and checking that a
 * folder is what its recipe writes.
 *
 * A recipe that needs packages which this project does not install takes them from a folder of their own:
 *
 *   npm install --prefix /tmp/sources --ignore-scripts <package>@<version> …
 *   node tools/domains/<recipe>.mjs --packages /tmp/sources [--check]
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { canonicalize } from 'json-canonicalize';
import { stringify } from 'yaml';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const MILLISECONDS_PER_DAY = 86_400_000;

/** Up to so many source files are listed one by one; of more, the digest of the list stands for all. */
const FILES_LISTED_MAX = 200;

export const sha256 = (data) => createHash('sha256').update(data).digest('hex');
export const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
export const jsonLines = (rows) => rows.map((row) => `${canonicalize(withId(row))}\n`).join('');
export const prettyJson = (value) => `${JSON.stringify(value, null, 2)}\n`;

const withId = (row) => ({ id: sha256(canonicalize(row)), ...row });

/** Rows by what a function says of them, in the order in which they come. */
export function grouped(rows, keyOf) {
  const groups = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    if (groups.has(key)) groups.get(key).push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** The mean of calendar days, rounded down to a day. */
export function meanDate(days) {
  const total = days.reduce((sum, day) => sum + Date.parse(day) / MILLISECONDS_PER_DAY, 0);
  return new Date(Math.floor(total / days.length) * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);
}

/** Sizes and dates of slices as a definition states them, in the given order. */
export const slicesOf = (rows, slices) =>
  slices.map(({ key, label, metric }) => {
    const members = rows.filter((row) => row.slice === key);
    const days = members.flatMap((row) => (row.time === undefined ? [] : [row.time]));
    return {
      key,
      label,
      metric,
      rows: members.length,
      ...(days.length === 0 ? {} : { mean_date: meanDate(days) }),
    };
  });

/**
 * Reads the files of a pinned package that match, as a map from path to bytes. Another release would silently be
 * another benchmark, so the version and the digest of all files together are part of the recipe.
 */
export async function readSource({ package: name, version, files: matches, digest }) {
  const folder = join(packagesFolder(), 'node_modules', name);
  const found = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
  if (found === undefined)
    throw new Error(`${name} ${version} is not in ${folder}: give its folder with --packages`);
  if (JSON.parse(found).version !== version)
    throw new Error(`${name} is ${JSON.parse(found).version}, the recipe is for ${version}`);
  return pinnedFiles(folder, name, matches, digest);
}

/**
 * The same of a Debian package that was unpacked with `dpkg-deb -x` into the folder that --debian names. There the
 * digest alone pins the release.
 */
export async function readDebianSource({ package: name, files: matches, digest }) {
  const at = process.argv.indexOf('--debian');
  if (at === -1)
    throw new Error(`${name} is a Debian package: give the folder it is unpacked in with --debian`);
  return pinnedFiles(process.argv[at + 1], name, matches, digest);
}

async function pinnedFiles(folder, name, matches, digest) {
  const paths = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => matches.test(path))
    .sort(byText);
  const files = new Map();
  for (const path of paths) files.set(path, await readFile(join(folder, path)));
  const foundDigest = listDigest(files);
  if (foundDigest !== digest)
    throw new Error(`${name}: the files have digest ${foundDigest}, expected ${digest}`);
  return files;
}

/** The text in the package; of a package without one, what the recipe takes out of the files it read. */
const readLicence = ({ source: { package: name, licenceFile, licenceText }, files }) =>
  licenceText?.(files) ?? readFile(join(packagesFolder(), 'node_modules', name, licenceFile), 'utf8');

function packagesFolder() {
  const at = process.argv.indexOf('--packages');
  return at === -1 ? ROOT : process.argv[at + 1];
}

/** SHA-256 of lines of digest, two spaces and path, as sha256sum writes them. */
const listDigest = (files) =>
  sha256([...files].map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`).join(''));

/** sources.json: where the data come from, under which licence, and what exactly was read. */
export async function sourcesFiles(task, sources) {
  const licences = await Promise.all(sources.map(readLicence));
  const entries = sources.map(({ source, files }, index) => ({
    package: source.package,
    version: source.version,
    ...(source.archive && { archive: source.archive }),
    licence: source.licence,
    homepage: source.homepage,
    use: source.use,
    fileCount: files.size,
    filesSha256: listDigest(files),
    ...(files.size > FILES_LISTED_MAX
      ? {}
      : { files: [...files].map(([path, bytes]) => ({ path, sha256: sha256(bytes) })) }),
    licenceText: licenceName(source),
    licenceTextSha256: sha256(licences[index]),
  }));
  return [
    ['sources.json', prettyJson({ task, recipe: recipeOf(task), sources: entries })],
    ...sources.map(({ source }, index) => [licenceName(source), licences[index]]),
  ];
}

const recipeOf = (task) => `tools/domains/${task}.mjs`;
const licenceName = ({ package: name, version }) =>
  `licences/${name.replaceAll('/', '-').replace('@', '')}-${version}.txt`;

/** domain.yaml. Fields that are the same for all domains are added. */
export function definitionFile({ testText, trainText, testFile, trainFile, ...definition }) {
  const { task, description, labels, slices, ...rest } = definition;
  const document = {
    task,
    description,
    dataset_path: 'json',
    dataset_kwargs: { data_files: { ...(trainFile && { train: trainFile }), test: testFile } },
    ...(trainFile && { training_split: 'train' }),
    test_split: 'test',
    doc_to_text: 'input',
    doc_to_target: 'target',
    labels,
    ...rest,
    slice_field: 'slice',
    slices,
    data_files_sha256: { ...(trainFile && { train: sha256(trainText) }), test: sha256(testText) },
  };
  const head = `# Written by ${recipeOf(task)}; change it there.\n`;
  return head + stringify(document, { lineWidth: 105, singleQuote: true, aliasDuplicateObjects: false });
}

const METRICS = {
  accuracy: { aggregation: 'mean', higher_is_better: true },
  auroc: { aggregation: 'pooled', higher_is_better: true },
  balanced_accuracy: { aggregation: 'pooled', higher_is_better: true },
  recall: { aggregation: 'mean', higher_is_better: true },
  false_positive_rate: { aggregation: 'mean', higher_is_better: false },
};

export const metricList = (...names) => names.map((metric) => ({ metric, ...METRICS[metric] }));
export const constantBaseline = (name, label) => ({ name, adapter: { kind: 'constant', label } });
export const packageModel = (name, version) => ({
  name: name.replaceAll('/', '-').replace('@', ''),
  adapter: { kind: 'npm-package', package: name, version, entry: name },
});

/** A model of our own and the file that holds its weights. The trainers are those of the built service. */
export async function trainedModel(name, trainer, rows, labels) {
  const { trainModel } = await import('#core/evaluation');
  const trained = trainModel(trainer, rows, labels);
  if (!trained.ok) throw new Error(`${name}: ${trained.error.code}`);
  const text = prettyJson(trained.value);
  const file = `${name}.json`;
  return {
    model: { name, adapter: { kind: 'linear-model', file, sha256: sha256(text) }, trainer },
    file: [file, text],
  };
}

/** For models that have no trainer: the trainer of one that has, run again before each slice. */
export const refitControl = ({ model: { name, trainer } }) => ({ name: `${name}-refit`, trainer });

/** Writes the folder, or with --check says what in it is not what would be written. */
export async function finish(task, files) {
  const folder = join(ROOT, 'domains', task);
  if (process.argv.includes('--check')) {
    for (const [name, content] of files)
      if (!(await holds(join(folder, name), content))) {
        console.error(`domains/${task}/${name} is not what the recipe writes`);
        process.exitCode = 1;
      }
    return;
  }
  await mkdir(join(folder, 'licences'), { recursive: true });
  for (const [name, content] of files)
    await writeFile(join(folder, name), name.endsWith('.gz') ? gzipSync(content, { level: 9 }) : content);
}

/** Of compressed files the content counts: other releases of zlib write other bytes for it. */
async function holds(path, content) {
  const found = await readFile(path).catch(() => undefined);
  if (found === undefined) return false;
  return (path.endsWith('.gz') ? gunzipSync(found) : found).equals(Buffer.from(content));
}
