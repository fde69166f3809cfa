import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Manifest, manifestOf, type VersionAdapter } from '#core/catalog';
import { assert, sha256Hex } from '#libs/kernel';
import { installedPackageManifest } from './installed-package-manifest.js';
import type { ModelFiles } from './declared-file.js';
import { DEFAULT_MODEL_LIMITS, type OpenModel } from './open-model-contract.js';
import { openModel } from './open-model.js';

const isbot: VersionAdapter = { kind: 'npm-package', package: 'isbot', version: '5.2.3', entry: 'isbot' };

async function isbotManifest(): Promise<Manifest> {
  const installed = await installedPackageManifest('isbot', '5.2.3');
  assert(installed.ok, 'isbot is not installed');
  return installed.value.manifest;
}

describe('openModel', () => {
  let folder: string;
  const opened: OpenModel[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'salvor-model-'));
  });

  afterEach(async () => {
    for (const model of opened.splice(0)) await model.close();
    await rm(folder, { recursive: true });
  });

  async function opening(adapter: VersionAdapter, files: ModelFiles): Promise<OpenModel> {
    const model = await openModel(adapter, files);
    assert(model.ok, `expected a model: ${JSON.stringify(model)}`);
    opened.push(model.value);
    return model.value;
  }

  async function ruleList(patterns: readonly string[]): Promise<[VersionAdapter, ModelFiles]> {
    const text = JSON.stringify({ flags: 'i', matched: 'bot', unmatched: 'browser', patterns });
    await writeFile(join(folder, 'rules.json'), text);
    const file = { path: 'rules.json', sizeBytes: text.length, sha256: sha256Hex(text) };
    const adapter = { kind: 'rule-list', file: file.path, sha256: file.sha256 } as const;
    return [adapter, { folder, manifest: manifestOf([file]) }];
  }

  describe('answers', () => {
    it('in the order of the inputs, batch after batch', async () => {
      const model = await opening(...(await ruleList(['crawl', '^curl/'])));
      for (const round of [1, 2]) {
        const answers = await model.answer(['Crawler', 'Firefox', 'curl/8'], { timeoutMs: 5_000 });
        assert(answers.ok, `no answers in round ${String(round)}`);
        expect(answers.value.map(({ label }) => label)).toEqual(['bot', 'browser', 'bot']);
        expect(answers.value.every(({ latencyMicros }) => Number.isInteger(latencyMicros))).toBe(true);
      }
    });

    it('nothing to an empty batch', async () => {
      const model = await opening({ kind: 'constant', label: 'bot' }, { manifest: manifestOf([]) });
      expect(await model.answer([], { timeoutMs: 5_000 })).toEqual({ ok: true, value: [] });
    });

    it('only batches within the limit, and stays open after one beyond it', async () => {
      const limits = { ...DEFAULT_MODEL_LIMITS, batchInputsMax: 1 };
      const model = await openModel({ kind: 'constant', label: 'bot' }, { manifest: manifestOf([]) }, limits);
      assert(model.ok, 'expected a model');
      opened.push(model.value);
      const options = { timeoutMs: 5_000 };
      expect(await model.value.answer(['a', 'b'], options)).toMatchObject({
        error: { code: 'batch-too-large', batchInputsMax: 1 },
      });
      expect(await model.value.answer(['a'], options)).toMatchObject({ ok: true });
    });
  });

  describe('gives up', () => {
    /** Takes ages on a long run of a's without an end. */
    const catastrophic = '^(a+)+$';
    const poison = `${'a'.repeat(60)}!`;

    it('when the time for a batch is over, and ends the thread', async () => {
      const model = await opening(...(await ruleList([catastrophic])));
      expect(await model.answer([poison], { timeoutMs: 100 })).toEqual({
        ok: false,
        error: { code: 'timed-out', timeoutMs: 100 },
      });
      expect(await model.answer(['a'], { timeoutMs: 100 })).toMatchObject({
        error: { code: 'model-closed' },
      });
    });

    it('when the caller aborts', async () => {
      const model = await opening(...(await ruleList([catastrophic])));
      const abort = new AbortController();
      const answers = model.answer([poison], { timeoutMs: 60_000, signal: abort.signal });
      abort.abort();
      expect(await answers).toEqual({ ok: false, error: { code: 'aborted' } });
    });

    it('when the caller had aborted before', async () => {
      const model = await opening(...(await ruleList([catastrophic])));
      const signal = AbortSignal.abort();
      expect(await model.answer([poison], { timeoutMs: 60_000, signal })).toMatchObject({
        error: { code: 'aborted' },
      });
    });

    it('when loading takes too long', async () => {
      const limits = { ...DEFAULT_MODEL_LIMITS, loadTimeoutMs: 0 };
      const files = { manifest: manifestOf([]) };
      expect(await openModel({ kind: 'constant', label: 'bot' }, files, limits)).toEqual({
        ok: false,
        error: { code: 'timed-out', timeoutMs: 0 },
      });
    });

    it('when the thread runs out of memory', async () => {
      const limits = { ...DEFAULT_MODEL_LIMITS, memoryMebibytes: 1 };
      const [adapter, files] = await ruleList(
        Array.from({ length: 5_000 }, (_, n) => `${'x'.repeat(500)}${String(n)}`),
      );
      const model = await openModel(adapter, files, limits);
      expect(model).toMatchObject({ error: { code: 'model-failed' } });
      expect(JSON.stringify(model)).toContain('memory');
    });

    it('on a pattern that does not compile', async () => {
      const [adapter, files] = await ruleList(['(']);
      expect(await openModel(adapter, files)).toMatchObject({ error: { code: 'model-failed' } });
    });
  });

  describe('refuses', () => {
    it('an installed package whose files are not the declared ones', async () => {
      const { files } = await isbotManifest();
      const swapped = files.map((file) =>
        file.path === 'index.mjs' ? { ...file, sha256: sha256Hex('another') } : file,
      );
      expect(await openModel(isbot, { manifest: manifestOf(swapped) })).toMatchObject({
        error: {
          code: 'files-differ',
          difference: { added: [], removed: [], changed: ['index.mjs'] },
        },
      });
    });

    it('another version of the package than the declared one', async () => {
      const adapter = { ...isbot, version: '5.2.4' };
      expect(await openModel(adapter, { manifest: await isbotManifest() })).toMatchObject({
        error: { code: 'package-version-differs', declared: '5.2.4', found: '5.2.3' },
      });
    });

    it('a rule list that was changed after it was declared', async () => {
      const [adapter, files] = await ruleList(['crawl']);
      await ruleList(['crawl', '.']);
      expect(await openModel(adapter, files)).toMatchObject({
        error: { code: 'file-differs', path: 'rules.json', declared: files.manifest.files[0]?.sha256 },
      });
    });

    it('a rule list that the manifest does not hold', async () => {
      const [adapter, { manifest }] = await ruleList(['crawl']);
      expect(await openModel(adapter, { folder, manifest: manifestOf([]) })).toMatchObject({
        error: { code: 'file-not-declared' },
      });
      await rm(join(folder, 'rules.json'));
      expect(await openModel(adapter, { folder, manifest })).toMatchObject({
        error: { code: 'file-missing' },
      });
    });

    it('a rule list that is none, naming the field', async () => {
      const text = JSON.stringify({ flags: 'g', matched: 'bot', unmatched: 'browser', patterns: [] });
      await writeFile(join(folder, 'rules.json'), text);
      const file = { path: 'rules.json', sizeBytes: text.length, sha256: sha256Hex(text) };
      const adapter = { kind: 'rule-list', file: file.path, sha256: file.sha256 } as const;
      expect(await openModel(adapter, { folder, manifest: manifestOf([file]) })).toMatchObject({
        error: { code: 'rule-list-invalid', path: '/flags' },
      });
    });
  });
});
