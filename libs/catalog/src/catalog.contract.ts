import { displayText, idOf, instant, pageQueryOf, sha256Digest } from '#contract/platform';
import { z } from 'zod';
import { MANIFEST_FILES_MAX, versionAdapter } from './core/index.js';

export const registerModel = z.strictObject({
  name: displayText(200),
  description: displayText(2_000),
  licence: displayText(200),
});

export const modelView = z.strictObject({
  id: idOf('model'),
  sellerId: idOf('party'),
  sellerName: z.string(),
  name: z.string(),
  description: z.string(),
  licence: z.string(),
  createdAt: instant,
});

export const manifestFile = z.strictObject({
  path: z.string().min(1).max(4_096),
  sizeBytes: z.number().int().min(0),
  sha256: sha256Digest,
});

export const registerVersion = z.strictObject({
  label: displayText(100),
  manifest: z.strictObject({ files: z.array(manifestFile).max(MANIFEST_FILES_MAX) }),
  adapter: versionAdapter,
});

export const versionView = z.strictObject({
  id: idOf('version'),
  modelId: idOf('model'),
  modelName: z.string(),
  label: z.string(),
  rootDigest: sha256Digest,
  fileCount: z.number().int(),
  adapter: versionAdapter,
  createdAt: instant,
});

export const manifestView = z.strictObject({ rootDigest: sha256Digest, files: z.array(manifestFile) });

export const modelPage = z.strictObject({ models: z.array(modelView), next: idOf('model').nullable() });
export const versionPage = z.strictObject({ versions: z.array(versionView) });

export const modelParams = z.strictObject({ modelId: idOf('model') });
export const versionParams = z.strictObject({ versionId: idOf('version') });
export const modelQuery = pageQueryOf('model');
