/** Half seconds of sound: cut out of recordings, or made. Samples are numbers around 0 at 8 kHz. */

export const RATE_HZ = 8_000;
export const CLIP_SAMPLES = RATE_HZ / 2;

/** Every clip is made as loud as every other, so that loudness tells nothing. Of full scale. */
const LOUDNESS = 0.18;
const PCM_MAX = 32_768;

/** Samples of a WAVE file of 16 bits, one channel and our rate. */
export function samplesOf(wav) {
  const format = wav.indexOf('fmt ') + 8;
  const isOurs =
    wav.readUInt16LE(format + 2) === 1 &&
    wav.readUInt32LE(format + 4) === RATE_HZ &&
    wav.readUInt16LE(format + 14) === 16;
  if (!isOurs) throw new Error('not 16 bits of one channel at 8 kHz');
  const at = wav.indexOf('data', format) + 8;
  const count = Math.floor((wav.length - at) / 2);
  return Float64Array.from({ length: count }, (_, index) => wav.readInt16LE(at + index * 2) / PCM_MAX);
}

export const loudnessOf = (samples) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

/** A half second of a recording that is at least as loud as the whole of it; undefined when twenty tries find none. */
export function loudClip(recording, random) {
  if (recording.length < CLIP_SAMPLES) return undefined;
  const enough = loudnessOf(recording);
  for (let tries = 0; tries < 20; tries += 1) {
    const from = random.below(recording.length - CLIP_SAMPLES + 1);
    const clip = recording.subarray(from, from + CLIP_SAMPLES);
    if (enough > 0 && loudnessOf(clip) >= enough) return clip;
  }
  return undefined;
}

/** White noise behind a clip, so many decibels below it. */
export function withNoise(clip, decibels, random) {
  const spread = loudnessOf(clip) / 10 ** (decibels / 20);
  return clip.map((sample) => sample + random.normal() * spread);
}

/** Pairs of Hz that telephones sound: ringing, busy, dialling, and keys. */
const TONES_HZ = [
  [440, 480],
  [480, 620],
  [350, 440],
  [425, 425],
  [950, 1_400],
  [1_800, 1_800],
  ...[697, 770, 852, 941].flatMap((low) => [1_209, 1_336, 1_477].map((high) => [low, high])),
];

/** A tone of a telephone, going on, or switched on and off a few times a second. */
export function tone(random) {
  const [low, high] = TONES_HZ[random.below(TONES_HZ.length)];
  const period = [CLIP_SAMPLES * 2, 4_000, 1_600, 960][random.below(4)];
  const start = random.below(period / 2);
  return Float64Array.from({ length: CLIP_SAMPLES }, (_, index) => {
    const isOn = (index + start) % period < period / 2;
    const radians = (2 * Math.PI * index) / RATE_HZ;
    const hiss = random.normal() * 0.01;
    return hiss + (isOn ? Math.sin(radians * low) + Math.sin(radians * high) : 0);
  });
}

/** Noise from white to brown, with more or less hum of the mains, swelling or not. */
export function noise(random) {
  const colour = random.uniform() * 0.98;
  const hum = random.uniform() < 0.3 ? random.uniform() * 3 : 0;
  const swell = random.uniform() < 0.3 ? random.uniform() * 0.8 : 0;
  const beats = 1 + random.uniform() * 7;
  let last = 0;
  return Float64Array.from({ length: CLIP_SAMPLES }, (_, index) => {
    const seconds = index / RATE_HZ;
    last = colour * last + random.normal() * Math.sqrt(1 - colour * colour);
    const mains = Math.sin(2 * Math.PI * 50 * seconds) + 0.5 * Math.sin(2 * Math.PI * 150 * seconds);
    return (last + hum * mains) * (1 - swell * (0.5 + 0.5 * Math.sin(2 * Math.PI * beats * seconds)));
  });
}

/** A byte for each sample, 128 being silence, all clips equally loud. */
export function bytesOf(clip) {
  const scale = (LOUDNESS / loudnessOf(clip)) * 128;
  return Buffer.from(clip.map((sample) => Math.min(255, Math.max(0, Math.round(128 + sample * scale)))));
}
