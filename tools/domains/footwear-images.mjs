#!/usr/bin/env node
/**
 * Builds domains/footwear-images from a Debian package, which nothing but this recipe needs; build the project first.
 *
 *   apt-get download dataset-fashion-mnist
 *   dpkg-deb -x dataset-fashion-mnist_*.deb /tmp/debian
 *   node tools/domains/footwear-images.mjs --debian /tmp/debian [--check]
 */
import { gunzipSync } from 'node:zlib';
import { layers, network } from './onnx-network.mjs';
import * as recipe from './recipe.mjs';
import { shuffled, trainNetwork } from './small-network.mjs';

const { seededRandom } = await import('#libs/kernel');

const TASK = 'footwear-images';
const DATA = 'usr/share/datasets/fashion-mnist';
const COPYRIGHT = 'usr/share/doc/dataset-fashion-mnist/copyright';
const SOURCE = {
  package: 'dataset-fashion-mnist',
  version: '0.0~git20200523.55506a9-1',
  archive: 'Debian',
  licence: 'MIT',
  homepage: 'https://github.com/zalandoresearch/fashion-mnist',
  use: 'grey pictures of 28 by 28 pixels of articles of a shop, with what they show (Xiao, Rasul and Vollgraf 2017)',
  files: new RegExp(`^(${DATA}/.*-ubyte\\.gz|${COPYRIGHT})$`),
  digest: 'f4241342ad2076a1b982b6ab728c3dd57c98a64a04db59fb5ec756c64e3a6f6b',
  licenceText: (files) => files.get(COPYRIGHT).toString('utf8'),
};

/** In the order of the dataset's own numbers. */
const LABELS = [
  't-shirt',
  'trouser',
  'pullover',
  'dress',
  'coat',
  'sandal',
  'shirt',
  'sneaker',
  'bag',
  'ankle-boot',
];
const SLICES = [
  { key: 'footwear', label: 'Footwear', labels: ['sandal', 'sneaker', 'ankle-boot'], rowsEach: 400 },
  { key: 'tops', label: 'Tops', labels: ['t-shirt', 'pullover', 'coat', 'shirt'], rowsEach: 150 },
  { key: 'others', label: 'Trousers, dresses, bags', labels: ['trouser', 'dress', 'bag'], rowsEach: 200 },
].map((slice) => ({ ...slice, metric: 'accuracy' }));
const PIXELS = 784;

/** The IDX format: a header of big-endian words, then a byte for each pixel or label. */
const bytesBehind = (packed, headerBytes) => gunzipSync(packed).subarray(headerBytes);

function picturesOf(files, part) {
  const pixels = bytesBehind(files.get(`${DATA}/${part}-images-idx3-ubyte.gz`), 16);
  const labels = bytesBehind(files.get(`${DATA}/${part}-labels-idx1-ubyte.gz`), 8);
  return [...labels].map((number, index) => ({
    label: LABELS[number],
    pixels: pixels.subarray(index * PIXELS, (index + 1) * PIXELS),
  }));
}

const rowOf = ({ label, pixels }, slice) => ({ input: pixels.toString('base64'), target: label, slice });

/** Of each label as many as the slice says, the first of the dataset's test part. */
const testRows = (pictures) =>
  SLICES.flatMap(({ key, labels, rowsEach }) =>
    labels.flatMap((wanted) =>
      pictures
        .filter(({ label }) => label === wanted)
        .slice(0, rowsEach)
        .map((picture) => rowOf(picture, key)),
    ),
  );

const input = { name: 'pixels', shape: [1, PIXELS] };

function onnxModel(name, labels, trained) {
  const output = { name: 'probabilities', shape: [1, labels.length] };
  const bytes = network({ name, input, output, parts: layers(input.name, trained) });
  const file = `${name}.onnx`;
  const adapter = {
    kind: 'onnx',
    file,
    sha256: recipe.sha256(bytes),
    input: { ...input, type: 'float32', encoding: 'base64-uint8', scale: 0.003921569 },
    output: { name: output.name, reading: { by: 'argmax', labels, activation: 'none' } },
  };
  return { model: { name, adapter }, file: [file, bytes] };
}

/** @param labels what the network is to tell apart; the rest of the shop it never sees */
function trainedModel(name, pictures, labels, { rows, ...how }) {
  const seen = pictures.filter(({ label }) => labels.includes(label)).slice(0, rows);
  const samples = seen.map(({ label, pixels }) => ({
    features: Float64Array.from(pixels, (pixel) => pixel / 255),
    target: labels.indexOf(label),
  }));
  return onnxModel(name, labels, trainNetwork(samples, { classes: labels.length, seed: name, ...how }));
}

/**
 * The label whose pictures look most alike on the whole: nearest mean, which is linear in the pixels. Divided by
 * how many pixels there are, so that softmax does not round everything to 0 and 1.
 */
function nearestMean(name, pictures) {
  const weights = new Float64Array(PIXELS * LABELS.length);
  const bias = new Float64Array(LABELS.length);
  for (const [to, wanted] of LABELS.entries()) {
    const members = pictures.filter(({ label }) => label === wanted);
    for (let from = 0; from < PIXELS; from += 1) {
      const mean = members.reduce((sum, { pixels }) => sum + pixels[from] / 255, 0) / members.length;
      weights[from * LABELS.length + to] = Number((mean / 100).toPrecision(4));
      bias[to] -= (mean * mean) / 200;
    }
  }
  return onnxModel(name, LABELS, [{ weights, bias }]);
}

const files = await recipe.readDebianSource(SOURCE);
const training = shuffled(picturesOf(files, 'train'), seededRandom(TASK));
const test = testRows(picturesOf(files, 't10k'));
const linear = { hidden: [], epochs: 20, rate: 0.003, penalty: 1e-4 };
const footwear = SLICES[0].labels;
const models = [
  trainedModel('softmax', training, LABELS, { rows: 2_000, ...linear }),
  trainedModel('softmax-footwear', training, footwear, { rows: 6_000, ...linear }),
  trainedModel('one-hidden-layer', training, LABELS, {
    rows: 12_000,
    hidden: [32],
    epochs: 12,
    rate: 0.003,
    penalty: 1e-5,
  }),
];
const baseline = nearestMean('nearest-mean', training.slice(0, 2_000));

const testText = recipe.jsonLines(test);
const definition = recipe.definitionFile({
  task: TASK,
  description:
    'Tell what a picture of an article of a shop shows. One row is a grey picture of 28 by 28 pixels, row by row as base64 of bytes. Footwear is a slice of its own: a model that knows nothing else can still be the best there.',
  labels: LABELS,
  metric_list: recipe.metricList('accuracy'),
  chance_level: 0.1,
  repeats: 1,
  slices: recipe.slicesOf(test, SLICES),
  baselines: [
    recipe.constantBaseline('always-sneaker', 'sneaker'),
    recipe.constantBaseline('always-shirt', 'shirt'),
    baseline.model,
  ],
  models: models.map(({ model }) => model),
  licence: SOURCE.licence,
  caveats: [
    'Pictures of one shop, cut out and centred: a photograph from the street is another task.',
    'Rows are the first of each label in the test part of Fashion-MNIST; models were trained on its training part.',
    'softmax-footwear was trained on footwear alone and calls everything sandal, sneaker or ankle-boot.',
    'The networks run by onnxruntime-node, which is an optional package of this project.',
  ],
  metadata: { version: 1 },
  testFile: 'rows.jsonl.gz',
  testText,
});

await recipe.finish(TASK, [
  ['rows.jsonl.gz', testText],
  ...models.map(({ file }) => file),
  baseline.file,
  ['domain.yaml', definition],
  ...(await recipe.sourcesFiles(TASK, [{ source: SOURCE, files }])),
]);
