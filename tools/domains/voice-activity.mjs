#!/usr/bin/env node
/**
 * Builds domains/voice-activity from Debian packages, which nothing but this recipe needs; build the project first.
 *
 *   apt-get download asterisk-core-sounds-{en,fr,it,ru}-wav asterisk-moh-opsound-wav
 *   for package in asterisk-*.deb; do dpkg-deb -x $package /tmp/debian; done
 *   node tools/domains/voice-activity.mjs --debian /tmp/debian [--check]
 */
import { basename } from 'node:path';
import { layers, network } from './onnx-network.mjs';
import * as recipe from './recipe.mjs';
import { trainNetwork } from './small-network.mjs';
import { crossingCounter, crossingsOf, frontEnd, soundFeatures } from './sound-network.mjs';
import { bytesOf, CLIP_SAMPLES, loudClip, noise, samplesOf, tone, withNoise } from './sound.mjs';

const { seededRandom } = await import('#libs/kernel');

const TASK = 'voice-activity';
const DEBIAN = { archive: 'Debian', homepage: 'https://www.asterisk.org' };

function voiceSource(language, speaker, licence, digest) {
  const name = `asterisk-core-sounds-${language}-wav`;
  const copyright = `usr/share/doc/${name}/copyright`;
  return {
    ...DEBIAN,
    package: name,
    version: '1.6.1-1',
    licence,
    use: 'announcements of a telephone exchange, read by one voice',
    files: new RegExp(`^(usr/share/asterisk/sounds/${speaker}/[^/]+\\.wav|${copyright})$`),
    digest,
    licenceText: (files) => files.get(copyright).toString('utf8'),
  };
}

const VOICES = {
  en: voiceSource(
    'en',
    'en_US_f_Allison',
    'CC-BY-SA-3.0',
    '107e9a491473c078547c0743edaf937c6912a4858d404cf1c8a3a9f6d96f322f',
  ),
  fr: voiceSource(
    'fr',
    'fr_CA_f_June',
    'CC-BY-SA-3.0',
    '52bac6b7ac3eb2a09ed7567bcdbbc90ce2ab26ba9b1795bee5a03bb5dee9daa1',
  ),
  it: voiceSource(
    'it',
    'it_IT_m_Carlo',
    'CC-BY-3.0',
    '17bd9cee6c0578e08437bc2f23507cd6674d526d3d79986fbcbb2721e26a78de',
  ),
  ru: voiceSource(
    'ru',
    'ru_RU_f_IvrvoiceRU',
    'CC-BY-3.0',
    '7e77d0c0da018f4ee9dbb4c7a7dc229b6fbc04508117ec3f077d4d7827814a63',
  ),
};
const MUSIC_COPYRIGHT = 'usr/share/doc/asterisk-moh-opsound-wav/copyright';
const MUSIC = {
  ...DEBIAN,
  package: 'asterisk-moh-opsound-wav',
  version: '2.03-1.1',
  licence: 'CC-BY-SA-3.0',
  use: 'five pieces of music for those who wait',
  files: new RegExp(`^(usr/share/asterisk/moh/[^/]+\\.wav|${MUSIC_COPYRIGHT})$`),
  digest: '682424c179e5d3c2c2d8751f558a111a70a5d624cb8c311a61e2f92310b99a57',
  licenceText: (files) => files.get(MUSIC_COPYRIGHT).toString('utf8'),
};

const LABELS = ['speech', 'other'];
const SLICES = [
  { key: 'noise', label: 'Beside noise', other: 'noise', noisy: false },
  { key: 'tones', label: 'Beside tones', other: 'tones', noisy: false },
  { key: 'music', label: 'Beside music', other: 'music', noisy: false },
  { key: 'music-noisy', label: 'Beside music, both in noise', other: 'music', noisy: true },
].map((slice) => ({ ...slice, metric: 'balanced_accuracy' }));
const ROWS_PER_LABEL = 60;
const NOISE_BELOW_DB = 5;
const TRAINING_CLIPS_PER_LABEL = 2_000;

/** Who is heard in training is not heard in the test. */
const ROLES = {
  train: { voices: ['en', 'ru'], pieces: /macroform/ },
  test: { voices: ['fr', 'it'], pieces: /manolo_camp|reno_project/ },
};

const recordingsOf = (files) =>
  [...files]
    .filter(([path]) => path.endsWith('.wav'))
    .map(([path, bytes]) => ({ name: basename(path, '.wav'), samples: samplesOf(bytes) }));

/** Endless clips of a kind, with what they were taken from where that matters. */
function clipMaker(role, random, voices, music) {
  const pieces = music.filter(({ name }) => ROLES[role].pieces.test(name));
  const cut = (recordings) => {
    for (;;) {
      const { name, samples } = recordings[random.below(recordings.length)];
      const clip = loudClip(samples, random);
      if (clip !== undefined) return { clip, cluster: name };
    }
  };
  const makers = {
    speech: (count) => {
      const language = ROLES[role].voices[count % ROLES[role].voices.length];
      const { clip, cluster } = cut(voices[language]);
      return { clip, cluster: `${language} ${cluster}` };
    },
    music: () => cut(pieces),
    tones: () => ({ clip: tone(random) }),
    noise: () => ({ clip: noise(random) }),
  };
  return (kind, count) => makers[kind](count);
}

function testRows(make, random) {
  return SLICES.flatMap(({ key, other, noisy }) =>
    LABELS.flatMap((target) =>
      Array.from({ length: ROWS_PER_LABEL }, (_, count) => {
        const { clip, cluster } = make(target === 'speech' ? 'speech' : other, count);
        const heard = noisy ? withNoise(clip, NOISE_BELOW_DB, random) : clip;
        return {
          input: bytesOf(heard).toString('base64'),
          target,
          ...(cluster && { cluster }),
          slice: key,
        };
      }),
    ),
  );
}

/** Half of the clips in noise, from hardly any to as loud as they are. */
function trainingClips(make, random) {
  const others = ['music', 'noise', 'tones'];
  return LABELS.flatMap((label, target) =>
    Array.from({ length: TRAINING_CLIPS_PER_LABEL }, (_, count) => {
      const { clip } = make(label === 'speech' ? 'speech' : others[count % others.length], count);
      const heard = random.uniform() < 0.5 ? withNoise(clip, random.uniform() * 20, random) : clip;
      return { bytes: bytesOf(heard), target };
    }),
  );
}

const input = { name: 'sound', shape: [1, 1, CLIP_SAMPLES] };

function onnxModel(name, parts, output) {
  const bytes = network({ name, input, output, parts });
  const file = `${name}.onnx`;
  const adapter = {
    kind: 'onnx',
    file,
    sha256: recipe.sha256(bytes),
    input: { ...input, type: 'float32', encoding: 'base64-uint8', scale: 1 / 128, offset: -1 },
    output: { name: output.name, reading: output.reading },
  };
  return { model: { name, adapter }, file: [file, bytes] };
}

/** Trained on features of mean 0 and spread 1; the first layer then takes them as they come. */
function trainedModel(name, clips, groups, hidden) {
  const rows = clips.map(({ heard, target }) => ({
    features: Float64Array.from(groups.flatMap((group) => heard[group])),
    target,
  }));
  const count = rows[0].features.length;
  const scales = Array.from({ length: count }, (_, at) => {
    const mean = rows.reduce((sum, { features }) => sum + features[at], 0) / rows.length;
    const variance = rows.reduce((sum, { features }) => sum + (features[at] - mean) ** 2, 0) / rows.length;
    return { mean, spread: Math.sqrt(variance) + 1e-3 };
  });
  for (const { features } of rows)
    for (const [at, { mean, spread }] of scales.entries()) features[at] = (features[at] - mean) / spread;
  const how = { classes: LABELS.length, hidden, epochs: 30, rate: 0.002, penalty: 1e-3, seed: name };
  const [first, ...rest] = trainNetwork(rows, how);
  const outputs = first.bias.length;
  for (const [at, { mean, spread }] of scales.entries())
    for (let to = 0; to < outputs; to += 1) {
      const index = at * outputs + to;
      first.weights[index] /= spread;
      first.bias[to] -= first.weights[index] * mean;
    }
  const reading = { by: 'argmax', labels: LABELS, activation: 'none', positive: 'speech' };
  const output = { name: 'probabilities', shape: [1, LABELS.length], reading };
  return onnxModel(name, [...frontEnd(groups), ...layers('features', [first, ...rest])], output);
}

/** The one threshold that tells most training clips apart. */
function crossingBaseline(clips) {
  const rates = clips.map(({ bytes, target }) => ({ rate: crossingsOf(bytes), isSpeech: target === 0 }));
  const candidates = [...new Set(rates.map(({ rate }) => Number(rate.toFixed(3))))];
  const rightAbove = (threshold) =>
    rates.filter(({ rate, isSpeech }) => rate > threshold === isSpeech).length / rates.length;
  const gain = (threshold) => Math.abs(rightAbove(threshold) - 0.5);
  const best = candidates.reduce((kept, each) => (gain(each) > gain(kept) ? each : kept));
  const [above, atOrBelow] = rightAbove(best) > 0.5 ? LABELS : [...LABELS].reverse();
  const reading = { by: 'threshold', activation: 'none', threshold: best, above, atOrBelow };
  return onnxModel('zero-crossings', crossingCounter(), { name: 'crossings', shape: [1, 1, 1], reading });
}

const sources = [];
const voices = {};
for (const [language, source] of Object.entries(VOICES)) {
  const files = await recipe.readDebianSource(source);
  sources.push({ source, files });
  voices[language] = recordingsOf(files);
}
const musicFiles = await recipe.readDebianSource(MUSIC);
sources.push({ source: MUSIC, files: musicFiles });
const music = recordingsOf(musicFiles);

const [testRandom, trainRandom] = ['test', 'train'].map((role) => seededRandom(`${TASK} ${role}`));
const test = testRows(clipMaker('test', testRandom, voices, music), testRandom);
const clips = trainingClips(clipMaker('train', trainRandom, voices, music), trainRandom).map((clip) => ({
  ...clip,
  heard: soundFeatures(clip.bytes),
}));
const models = [
  trainedModel('spectrum', clips, ['means'], []),
  trainedModel('modulation', clips, ['spreads', 'changes'], []),
  trainedModel('spectrum-and-modulation', clips, ['means', 'spreads', 'changes'], [16]),
];
const baseline = crossingBaseline(clips);

const testText = recipe.jsonLines(test);
const definition = recipe.definitionFile({
  task: TASK,
  description:
    'Tell speech from everything else that a telephone carries. One row is half a second of sound at 8 kHz, base64 of a byte for each sample with 128 for silence, all rows equally loud. The slices tell what stands beside speech.',
  labels: LABELS,
  positive_label: 'speech',
  metric_list: recipe.metricList('balanced_accuracy', 'auroc', 'recall', 'false_positive_rate'),
  chance_level: 0.5,
  repeats: 1,
  cluster_field: 'cluster',
  slices: recipe.slicesOf(test, SLICES),
  baselines: [
    recipe.constantBaseline('always-speech', 'speech'),
    recipe.constantBaseline('always-other', 'other'),
    baseline.model,
  ],
  models: models.map(({ model }) => model),
  licence: 'CC-BY-SA-3.0 AND CC-BY-3.0',
  caveats: [
    'Speech is announcements that one French and one Italian voice read in a studio; models were trained on an English and a Russian one. Two voices say little of others.',
    'Music of the test is two pieces, music of the training three others: cluster tells them apart, and clips of one piece are alike.',
    'Noise and tones are made by the recipe with a fixed seed, of other draws for training than for the test: models meet nothing there that they could not expect.',
    `In music-noisy white noise lies ${NOISE_BELOW_DB} dB below speech and music alike.`,
    'A clip of speech is at least as loud as its announcement on the whole: pauses are not asked about.',
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
  ...(await recipe.sourcesFiles(TASK, sources)),
]);
