import { z } from 'zod';
import type { Manifest } from './manifest.js';
import { HTTP_ADAPTERS } from './version-adapter-http.js';
import { LOCAL_ADAPTERS } from './version-adapter-local.js';

/**
 * The functions of npm packages that may be loaded, each with the package it belongs to. A list, because a
 * package runs with the rights of the worker: reviewing one and adding it here is a deliberate act.
 */
export const PACKAGE_OF_ENTRY = {
  '@2toad/profanity': '@2toad/profanity',
  'bad-words': 'bad-words',
  eld: 'eld',
  'es6-crawler-detect': 'es6-crawler-detect',
  franc: 'franc',
  isbot: 'isbot',
  languagedetect: 'languagedetect',
  'leo-profanity': 'leo-profanity',
  obscenity: 'obscenity',
  sentiment: 'sentiment',
  'spam-detection': 'spam-detection',
  tinyld: 'tinyld',
  'vader-sentiment': 'vader-sentiment',
  'wink-sentiment': 'wink-sentiment',
} as const;

export type PackageEntry = keyof typeof PACKAGE_OF_ENTRY;

const PACKAGE_ENTRIES = Object.keys(PACKAGE_OF_ENTRY) as [PackageEntry, ...PackageEntry[]];

/** Exact releases only (Semantic Versioning 2.0.0): a range is no identity. */
const EXACT_VERSION =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/;

const npmPackage = z.strictObject({
  kind: z.literal('npm-package'),
  package: z.string().max(214),
  version: z.string().max(100).regex(EXACT_VERSION, 'must be an exact version'),
  entry: z.enum(PACKAGE_ENTRIES),
});

const ruleList = z.strictObject({
  kind: z.literal('rule-list'),
  /** Path within the version's manifest. */
  file: z.string().min(1).max(4096),
  /** Digest of that file, as the manifest also states it. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits'),
});

/** Weights that our own trainers wrote, or others in their form. */
const linearModel = z.strictObject({
  kind: z.literal('linear-model'),
  /** Path within the version's manifest. */
  file: z.string().min(1).max(4096),
  /** Digest of that file, as the manifest also states it. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits'),
});

const constant = z.strictObject({
  kind: z.literal('constant'),
  /** The label that answers everything. */
  label: z.string().min(1).max(200),
});

/** Schema of {@link VersionAdapter}, for whatever embeds one. */
export const versionAdapter = z
  .discriminatedUnion('kind', [
    npmPackage,
    ruleList,
    linearModel,
    constant,
    ...LOCAL_ADAPTERS,
    ...HTTP_ADAPTERS,
  ])
  .refine(
    (adapter) => adapter.kind !== 'npm-package' || PACKAGE_OF_ENTRY[adapter.entry] === adapter.package,
    {
      path: ['entry'],
      message: 'does not belong to the package',
    },
  );

/** How a model version is reached: declared with the version, never chosen by the run. */
export type VersionAdapter = Readonly<z.infer<typeof versionAdapter>>;

/** A field of an adapter, as JSON Pointer (RFC 6901), and why it does not go with the manifest. */
export interface AdapterProblem {
  readonly path: string;
  readonly reason: string;
}

/** Whether the files that the adapter needs are among the declared ones. Undefined when they are. */
export function checkAdapter(adapter: VersionAdapter, manifest: Manifest): AdapterProblem | undefined {
  const digestOfFile = (path: string): string | undefined =>
    manifest.files.find((file) => file.path === path)?.sha256;
  switch (adapter.kind) {
    case 'npm-package':
      return digestOfFile('package.json') === undefined
        ? { path: '/package', reason: 'needs the manifest of the installed package, with its package.json' }
        : undefined;
    case 'rule-list':
    case 'linear-model':
    case 'onnx':
    case 'recorded-answers': {
      const declared = digestOfFile(adapter.file);
      if (declared === undefined) return { path: '/file', reason: 'is not in the manifest' };
      return declared === adapter.sha256
        ? undefined
        : { path: '/sha256', reason: 'is not the digest in the manifest' };
    }
    case 'constant':
    case 'local-process':
    case 'openai-chat':
    case 'openai-completions':
    case 'openai-embeddings':
    case 'json-http':
    case 'inference-protocol':
    case 'tei-predict':
    case 'tei-embed':
      return undefined;
  }
}
