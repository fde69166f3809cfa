import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestOf } from '#core/catalog';
import { assert, sha256Hex } from '#libs/kernel';
import type { OpenModel } from './open-model-contract.js';
import { openModel, type OpenModelError } from './open-model.js';

const SAMPLE = 'ab'.repeat(32);
const options = { timeoutMs: 1_000 };

const lines = (...answers: readonly object[]): string =>
  answers.map((answer) => `${JSON.stringify(answer)}\n`).join('');

describe('recorded answers', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'salvor-recorded-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function opening(text: string): ReturnType<typeof openModel> {
    await writeFile(join(folder, 'answers.jsonl'), text);
    const file = { path: 'answers.jsonl', sizeBytes: Buffer.byteLength(text), sha256: sha256Hex(text) };
    const adapter = { kind: 'recorded-answers', file: file.path, sha256: file.sha256 } as const;
    return openModel(adapter, { folder, manifest: manifestOf([file]) });
  }

  async function open(text: string): Promise<OpenModel> {
    const model = await opening(text);
    assert(model.ok, JSON.stringify(model));
    return model.value;
  }

  async function refusal(text: string): Promise<OpenModelError> {
    const model = await opening(text);
    assert(!model.ok, 'expected a refusal');
    return model.error;
  }

  it('are found by the digest of the input or by the sample, with all that was recorded', async () => {
    const model = await open(
      lines(
        {
          input_sha256: sha256Hex('buy'),
          label: 'spam',
          score: 0.9,
          latency_micros: 1_500,
          cost_micro_minor: 7,
        },
        { sample_id: SAMPLE, label: 'ham' },
      ),
    );
    const told: string[] = [];
    const answers = await model.answer(['buy', 'dear aunt'], {
      ...options,
      sampleIds: ['cd'.repeat(32), SAMPLE],
      onAnswer: (_index, { label }) => told.push(label),
    });
    expect(answers).toEqual({
      ok: true,
      value: [
        { label: 'spam', score: 0.9, latencyMicros: 1_500, costMicroMinor: 7 },
        { label: 'ham', latencyMicros: 0 },
      ],
    });
    expect(told).toEqual(['spam', 'ham']);
  });

  it('must hold one for each question: the first that is missing is named', async () => {
    const model = await open(lines({ input_sha256: sha256Hex('buy'), label: 'spam' }));
    expect(await model.answer(['buy', 'dear aunt', 'dear uncle'], options)).toEqual({
      ok: false,
      error: { code: 'answer-missing', index: 1 },
    });
    expect(await model.answer(['buy'], options)).toMatchObject({ ok: true });
  });

  it('need no line feed at the end', async () => {
    const model = await open(lines({ input_sha256: sha256Hex('buy'), label: 'spam' }).trimEnd());
    expect(await model.answer(['buy'], options)).toMatchObject({ ok: true });
  });

  it.each([
    ['what is no JSON', 'spam', '', 'is not JSON'],
    ['a blank line', '\n', '', 'is not JSON'],
    ['an answer to nothing', lines({ label: 'spam' }), '/sample_id', 'one of the two'],
    [
      'an answer to two things',
      lines({ sample_id: SAMPLE, input_sha256: SAMPLE, label: 'spam' }),
      '/sample_id',
      'one of the two',
    ],
    ['an unknown field', lines({ sample_id: SAMPLE, label: 'spam', text: 'x' }), '/text', 'unknown field'],
    ['no label', lines({ sample_id: SAMPLE }), '/label', 'expected string'],
    ['a score beyond one', lines({ sample_id: SAMPLE, label: 'spam', score: 1.5 }), '/score', '<=1'],
  ])('are refused with %s', async (_what, line, path, reason) => {
    const good = lines({ input_sha256: sha256Hex('buy'), label: 'spam' });
    expect(await refusal(good + line)).toEqual({
      code: 'recording-invalid',
      line: 2,
      path,
      reason: expect.stringContaining(reason) as unknown,
    });
  });

  it('are refused with two answers to one question', async () => {
    const [spam, ham] = ['spam', 'ham'].map((label) => ({ sample_id: SAMPLE, label }));
    expect(await refusal(lines({ ...spam }, { ...ham }))).toMatchObject({
      code: 'recording-invalid',
      line: 2,
    });
  });

  it('are refused when they were changed after they were declared', async () => {
    const text = lines({ sample_id: SAMPLE, label: 'spam' });
    const file = { path: 'answers.jsonl', sizeBytes: text.length, sha256: sha256Hex(text) };
    await writeFile(join(folder, 'answers.jsonl'), text.replace('spam', 'ham!'));
    const adapter = { kind: 'recorded-answers', file: file.path, sha256: file.sha256 } as const;
    expect(await openModel(adapter, { folder, manifest: manifestOf([file]) })).toMatchObject({
      error: { code: 'file-differs' },
    });
  });
});
