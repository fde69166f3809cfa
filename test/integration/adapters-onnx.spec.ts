import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestOf, type VersionAdapter, versionAdapter } from '#core/catalog';
import { assert, sha256Hex } from '#libs/kernel';
import { DEFAULT_MODEL_LIMITS, type OpenModel, openModel } from '../../libs/evaluation/src/adapters/index.js';
import { openOnnxModel } from '../../libs/evaluation/src/adapters/onnx-model.js';
import { linearSoftmaxNetwork } from './adapters-onnx-fixture.js';

/** Two features, two classes: the first feature speaks for ham, the second for spam. */
const NETWORK = linearSoftmaxNetwork(
  [
    [1, -1],
    [-1, 1],
  ],
  [0, 0],
);

/** Softmax of (x - y, y - x): the second is the logistic function of 2 (y - x). */
const spamProbability = (x: number, y: number): number => 1 / (1 + Math.exp(-2 * (y - x)));

const onnx = {
  kind: 'onnx',
  file: 'linear.onnx',
  sha256: sha256Hex(NETWORK),
  input: { name: 'features', type: 'float32', shape: [1, 2], encoding: 'json' },
  output: {
    name: 'probabilities',
    reading: { by: 'argmax', labels: ['ham', 'spam'], activation: 'none', positive: 'spam' },
  },
} as const;

describe('an ONNX network', () => {
  let folder: string;
  const opened: OpenModel[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'salvor-onnx-'));
    await writeFile(join(folder, 'linear.onnx'), NETWORK);
  });

  afterEach(async () => {
    for (const model of opened.splice(0)) await model.close();
    await rm(folder, { recursive: true });
  });

  const manifest = manifestOf([
    { path: 'linear.onnx', sizeBytes: NETWORK.length, sha256: sha256Hex(NETWORK) },
  ]);

  const opening = (adapter: unknown): ReturnType<typeof openModel> =>
    openModel(versionAdapter.parse(adapter), { manifest, folder });

  async function open(adapter: unknown): Promise<OpenModel> {
    const model = await opening(adapter);
    assert(model.ok, `expected a model: ${JSON.stringify(model)}`);
    opened.push(model.value);
    return model.value;
  }

  it('answers with the most probable label, its score being that of the positive one', async () => {
    const model = await open(onnx);
    const told: number[] = [];
    const answers = await model.answer(['[1, 0]', '[0, 2]'], {
      timeoutMs: 10_000,
      onAnswer: (index) => told.push(index),
    });
    assert(answers.ok, JSON.stringify(answers));
    expect(answers.value.map(({ label }) => label)).toEqual(['ham', 'spam']);
    expect(answers.value[0]?.score).toBeCloseTo(spamProbability(1, 0), 6);
    expect(answers.value[1]?.score).toBeCloseTo(spamProbability(0, 2), 6);
    expect(answers.value.every(({ latencyMicros }) => latencyMicros > 0)).toBe(true);
    expect(told).toEqual([0, 1]);
  });

  it('makes probabilities of logits itself when it is told to', async () => {
    const reading = { ...onnx.output.reading, activation: 'softmax' };
    const model = await open({ ...onnx, output: { name: 'logits', reading } });
    const answers = await model.answer(['[0, 0.25]'], { timeoutMs: 10_000 });
    assert(answers.ok, JSON.stringify(answers));
    expect(answers.value[0]?.score).toBeCloseTo(spamProbability(0, 0.25), 6);
  });

  it('takes packed bytes, scaled, as pictures are kept', async () => {
    const input = { ...onnx.input, encoding: 'base64-uint8', scale: 1 / 255 };
    const model = await open({ ...onnx, input });
    const answers = await model.answer([Buffer.from([0, 255]).toString('base64')], { timeoutMs: 10_000 });
    assert(answers.ok, JSON.stringify(answers));
    expect(answers.value[0]?.score).toBeCloseTo(spamProbability(0, 1), 6);
  });

  it('does not stop the event loop while it runs', async () => {
    const model = await open(onnx);
    const batch = Array.from({ length: 5_000 }, () => '[1, 0]');
    let ticks = 0;
    const ticker = setInterval(() => (ticks += 1), 1);
    const answers = await model.answer(batch, { timeoutMs: 30_000 });
    clearInterval(ticker);
    expect(answers.ok).toBe(true);
    expect(ticks).toBeGreaterThan(3);
  });

  it.each([
    ['text that is no JSON', 'is not JSON'],
    ['[1, 2, 3]', 'has 3 numbers, not 2'],
    ['[1, null]', 'is not an array of numbers'],
  ])('says which input it cannot take, %s, and stays open', async (input, reason) => {
    const model = await open(onnx);
    expect(await model.answer(['[1, 0]', input], { timeoutMs: 10_000 })).toEqual({
      ok: false,
      error: { code: 'input-unfit', index: 1, reason },
    });
    expect(await model.answer(['[1, 0]'], { timeoutMs: 10_000 })).toMatchObject({ ok: true });
  });

  it.each([
    ['an input', { ...onnx, input: { ...onnx.input, name: 'pixels' } }, 'takes features, not pixels'],
    ['an output', { ...onnx, output: { ...onnx.output, name: 'classes' } }, 'not classes'],
  ])('refuses a declaration of %s that the network does not have', async (_what, adapter, reason) => {
    const model = await opening(adapter);
    expect(model).toMatchObject({ error: { code: 'model-failed' } });
    expect(JSON.stringify(model)).toContain(reason);
  });

  it('refuses bytes that were changed after they were declared', async () => {
    await writeFile(join(folder, 'linear.onnx'), Buffer.concat([NETWORK, Buffer.from([0])]));
    expect(await opening(onnx)).toMatchObject({ error: { code: 'file-differs', path: 'linear.onnx' } });
  });

  it('says so when the package that runs networks is not installed', async () => {
    const adapter = versionAdapter.parse(onnx);
    assert(adapter.kind === 'onnx', 'expected a network');
    const model = await openOnnxModel(
      adapter,
      { manifest, folder },
      DEFAULT_MODEL_LIMITS,
      'onnxruntime-gone',
    );
    expect(model).toMatchObject({ error: { code: 'runtime-absent' } });
    expect(JSON.stringify(model)).toContain('install it');
  });

  it('refuses what is no network', async () => {
    const text = 'not a network';
    await writeFile(join(folder, 'linear.onnx'), text);
    const file = { path: 'linear.onnx', sizeBytes: text.length, sha256: sha256Hex(text) };
    const adapter = versionAdapter.parse({ ...onnx, sha256: file.sha256 }) satisfies VersionAdapter;
    expect(await openModel(adapter, { folder, manifest: manifestOf([file]) })).toMatchObject({
      error: { code: 'model-failed' },
    });
  });
});
