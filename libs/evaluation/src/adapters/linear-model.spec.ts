import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestOf } from '#core/catalog';
import { assert, sha256Hex } from '#libs/kernel';
import { openModel } from './open-model.js';

const MODEL = { features: 'words', positive: 'spam', negative: 'ham', intercept: -1, weights: { money: 3 } };

describe('a linear model in its thread', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'salvor-linear-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function opening(text: string): ReturnType<typeof openModel> {
    await writeFile(join(folder, 'weights.json'), text);
    const file = { path: 'weights.json', sizeBytes: text.length, sha256: sha256Hex(text) };
    const adapter = { kind: 'linear-model', file: file.path, sha256: file.sha256 } as const;
    return openModel(adapter, { folder, manifest: manifestOf([file]) });
  }

  it('answers with a label and the probability of the positive one', async () => {
    const model = await opening(JSON.stringify(MODEL));
    assert(model.ok, 'expected a model');
    const answers = await model.value.answer(['Money!', 'tea'], { timeoutMs: 5_000 });
    await model.value.close();
    assert(answers.ok, 'expected answers');
    expect(answers.value.map(({ label }) => label)).toEqual(['spam', 'ham']);
    expect(answers.value[0]?.score).toBeCloseTo(1 / (1 + Math.exp(-2)), 15);
  });

  it('names what is wrong with its file', async () => {
    expect(await opening('{')).toMatchObject({ error: { code: 'linear-model-invalid', path: '' } });
    expect(await opening(JSON.stringify({ ...MODEL, weights: [] }))).toMatchObject({
      error: { code: 'linear-model-invalid', path: '/weights' },
    });
  });
});
