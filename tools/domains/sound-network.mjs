/** What networks hear in half a second of sound: the power of bands, its spread and its restlessness over time. */
import { floats, node } from './onnx-network.mjs';
import { CLIP_SAMPLES, RATE_HZ } from './sound.mjs';

/** 25 ms at a time, every 10 ms. */
const [WINDOW, HOP] = [200, 80];
const FRAMES = Math.floor((CLIP_SAMPLES - WINDOW) / HOP) + 1;
const BANDS = 24;
/** Of the power, so that the logarithm of silence is a number. */
const FLOOR = 1e-4;

/** Evenly spread on the mel scale (O'Shaughnessy 1987) from 100 to 3700 Hz. */
const CENTRES_HZ = Array.from({ length: BANDS }, (_, band) => {
  const mel = (hz) => 2_595 * Math.log10(1 + hz / 700);
  const at = mel(100) + ((mel(3_700) - mel(100)) * band) / (BANDS - 1);
  return 700 * (10 ** (at / 2_595) - 1);
});

/** Cosines, then sines, of each band's centre under a Hann window: row by row the kernels of a convolution. */
const KERNELS = [Math.cos, Math.sin].flatMap((wave) =>
  CENTRES_HZ.map((hz) =>
    Float64Array.from(
      { length: WINDOW },
      (_, index) =>
        ((0.5 - 0.5 * Math.cos((2 * Math.PI * (index + 0.5)) / WINDOW)) *
          wave((2 * Math.PI * hz * index) / RATE_HZ)) /
        10,
    ),
  ),
);

/** The features that networks are trained on, as their own front ends compute them, by group. */
export function soundFeatures(bytes) {
  const samples = Float64Array.from(bytes, (byte) => byte / 128 - 1);
  const power = CENTRES_HZ.map((_, band) =>
    Float64Array.from({ length: FRAMES }, (_, frame) => {
      const [cosine, sine] = [KERNELS[band], KERNELS[band + BANDS]].map((kernel) => {
        let sum = 0;
        for (let index = 0; index < WINDOW; index += 1) sum += kernel[index] * samples[frame * HOP + index];
        return sum;
      });
      return Math.log(cosine * cosine + sine * sine + FLOOR);
    }),
  );
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const means = power.map(mean);
  const spreads = power.map((values, band) =>
    Math.sqrt(Math.max(0, mean(values.map((value) => value * value)) - means[band] * means[band]) + FLOOR),
  );
  const changes = power.map((values) =>
    mean(values.subarray(1).map((value, frame) => Math.abs(value - values[frame]))),
  );
  return { means, spreads, changes };
}

/** Nodes that compute these groups of features from `sound`, `[1, 1, 4000]`, into `features`. */
export function frontEnd(groups) {
  const overTime = { axes: [2], keepdims: 0 };
  const part = (name, from, to) => node('Slice', ['power'], name, { axes: [2], starts: [from], ends: [to] });
  const half = (name, from) =>
    node('Slice', ['waves'], name, { axes: [1], starts: [from * BANDS], ends: [(from + 1) * BANDS] });
  return [
    floats(
      'kernels',
      [2 * BANDS, 1, WINDOW],
      KERNELS.flatMap((kernel) => [...kernel]),
    ),
    floats('floor', [1], [FLOOR]),
    node('Conv', ['sound', 'kernels'], 'waves', { kernel_shape: [WINDOW], strides: [HOP] }),
    half('cosines', 0),
    half('sines', 1),
    node('Mul', ['cosines', 'cosines'], 'cosines2'),
    node('Mul', ['sines', 'sines'], 'sines2'),
    node('Sum', ['cosines2', 'sines2'], 'energy'),
    node('Add', ['energy', 'floor'], 'energyAboveFloor'),
    node('Log', ['energyAboveFloor'], 'power'),
    node('ReduceMean', ['power'], 'means', overTime),
    node('Mul', ['power', 'power'], 'power2'),
    node('ReduceMean', ['power2'], 'means2', overTime),
    node('Mul', ['means', 'means'], 'meansSquared'),
    node('Sub', ['means2', 'meansSquared'], 'variance'),
    node('Relu', ['variance'], 'varianceAtLeast0'),
    node('Add', ['varianceAtLeast0', 'floor'], 'varianceAboveFloor'),
    node('Sqrt', ['varianceAboveFloor'], 'spreads'),
    part('later', 1, FRAMES),
    part('earlier', 0, FRAMES - 1),
    node('Sub', ['later', 'earlier'], 'steps'),
    node('Abs', ['steps'], 'sizes'),
    node('ReduceMean', ['sizes'], 'changes', overTime),
    node('Concat', groups, 'features', { axis: 1 }),
  ];
}

/** Nodes that compute how often `sound` crosses 0, as a share of its samples, into `crossings`. */
export const crossingCounter = () => [
  floats('one', [1], [1]),
  floats('half', [1], [0.5]),
  node('Sign', ['sound'], 'signs'),
  node('Slice', ['signs'], 'later', { axes: [2], starts: [1], ends: [CLIP_SAMPLES] }),
  node('Slice', ['signs'], 'earlier', { axes: [2], starts: [0], ends: [CLIP_SAMPLES - 1] }),
  node('Mul', ['later', 'earlier'], 'agreement'),
  node('ReduceMean', ['agreement'], 'agreeing', { axes: [2], keepdims: 1 }),
  node('Sub', ['one', 'agreeing'], 'differing'),
  node('Mul', ['differing', 'half'], 'crossings'),
];

/** The same of the bytes of a clip. */
export function crossingsOf(bytes) {
  const signs = [...bytes].map((byte) => Math.sign(byte - 128));
  const agreeing = signs.slice(1).reduce((sum, sign, index) => sum + sign * signs[index], 0);
  return (1 - agreeing / (signs.length - 1)) / 2;
}
