import { join } from 'node:path';
import * as catalog from '#contract/catalog';
import * as evaluation from '#contract/evaluation';
import { folderManifest, installedPackageManifest, shippedDomainsFolder } from '#libs/evaluation';
import { assert, encodeId, type Id } from '#libs/kernel';
import type { z } from 'zod';
import { progressBar } from './progress.js';
import { type Player, type Stage, stepKey, waitFor } from './stage.js';

export const DOMAIN = 'bot-user-agents';

type Version = z.output<typeof catalog.versionView>;
type Run = z.output<typeof evaluation.runView>;
type Candidate = {
  readonly name: string;
  readonly description: string;
  readonly licence: string;
  readonly version: z.output<typeof catalog.registerVersion>;
};

export type Evidence = { readonly subject: Version; readonly runs: readonly Run[] };

/** Registers the detectors and the baselines, evaluates all of them, and returns when every run has ended. */
export async function gatherEvidence(stage: Stage, seller: Player): Promise<Evidence> {
  const versions: Version[] = [];
  for (const candidate of await candidates()) versions.push(await register(seller, candidate));
  const queued: Run[] = [];
  for (const version of versions) queued.push(await queue(seller, version));
  const runs = await watch(
    stage,
    seller,
    queued.map(({ id }) => id),
  );
  const [subject] = versions;
  assert(subject !== undefined, 'the first candidate is the one for sale');
  return { subject, runs };
}

async function candidates(): Promise<readonly Candidate[]> {
  return [
    await npmDetector(
      'es6-crawler-detect',
      '4.0.2',
      'MIT',
      'Patterns and header checks, last released with version 4.0.2.',
    ),
    await npmDetector(
      'isbot',
      '5.2.3',
      'Unlicense',
      'One pattern, maintained from a public crawler catalogue.',
    ),
    await frozenRuleList(),
    constant('always-bot', 'bot'),
    constant('always-browser', 'browser'),
  ];
}

async function npmDetector(
  name: 'es6-crawler-detect' | 'isbot',
  version: string,
  licence: string,
  description: string,
): Promise<Candidate> {
  const installed = await installedPackageManifest(name, version);
  assert(installed.ok, `${name} ${version} is a dependency of ours: ${JSON.stringify(installed)}`);
  const adapter = { kind: 'npm-package', package: name, version, entry: name } as const;
  const files = [...installed.value.manifest.files];
  return {
    name: `${name} (npm)`,
    description,
    licence,
    version: { label: version, manifest: { files }, adapter },
  };
}

/** What a detector looks like that nobody touched since 2016. */
async function frozenRuleList(): Promise<Candidate> {
  const file = 'rule-list-2016.json';
  const folder = await folderManifest(join(shippedDomainsFolder(), DOMAIN));
  assert(folder.ok, 'the domain ships with the service');
  const rules = folder.value.files.find(({ path }) => path === file);
  assert(rules !== undefined, 'the rule list ships with the domain');
  return {
    name: 'Rule list frozen at 2016',
    description: 'The patterns that a public catalogue listed up to the end of 2016, and nothing later.',
    licence: 'MIT',
    version: {
      label: '2016',
      manifest: { files: [rules] },
      adapter: { kind: 'rule-list', file, sha256: rules.sha256 },
    },
  };
}

const constant = (name: string, label: string): Candidate => ({
  name: `Baseline ${name}`,
  description: `A trivial baseline: answers ${label} to everything.`,
  licence: 'CC0-1.0',
  version: { label: '1', manifest: { files: [] }, adapter: { kind: 'constant', label } },
});

async function register(
  seller: Player,
  { name, description, licence, version }: Candidate,
): Promise<Version> {
  const slug = name.replaceAll(/[^a-z0-9]+/gi, '-');
  const modelContract = { body: catalog.registerModel, view: catalog.modelView };
  const model = await seller.client.post(
    '/v1/models',
    modelContract,
    { name, description, licence },
    stepKey(`model-${slug}`),
  );
  const versionContract = { body: catalog.registerVersion, view: catalog.versionView };
  const path = `/v1/models/${encodeId('model', model.id)}/versions`;
  return seller.client.post(path, versionContract, version, stepKey(`version-${slug}`));
}

async function queue(seller: Player, { id }: Version): Promise<Run> {
  const contract = { body: evaluation.queueRun, view: evaluation.runView };
  const step = stepKey(`run-${encodeId('version', id)}`);
  return seller.client.post('/v1/runs', contract, { versionId: id, domain: DOMAIN }, step);
}

/** Shows the answers as they come in, until no run is open any more. Runs that have ended are not asked about. */
async function watch(stage: Stage, seller: Player, ids: readonly Id<'run'>[]): Promise<readonly Run[]> {
  const ended = new Map<Id<'run'>, Run>();
  const askFor = async (id: Id<'run'>): Promise<Run> => {
    const run =
      ended.get(id) ?? (await seller.client.get(`/v1/runs/${encodeId('run', id)}`, evaluation.runView));
    if (run.finishedAt !== null) ended.set(id, run);
    return run;
  };
  const ask = (): Promise<Run[]> => Promise.all(ids.map(askFor));
  const samples = (runs: readonly Run[], key: 'answered' | 'sampleCount'): number =>
    runs.flatMap(({ slices }) => slices).reduce((sum, slice) => sum + slice[key], 0);
  const bar = progressBar(
    `Evaluating ${String(ids.length)} models, ${DOMAIN}`,
    samples(await ask(), 'sampleCount'),
  );
  try {
    return await waitFor(stage, ask, (runs) => {
      bar.update(samples(runs, 'answered'));
      const failed = runs.find(({ state }) => state === 'failed');
      if (failed !== undefined)
        throw new Error(`the run of ${failed.modelName} failed: ${failed.reason ?? ''}`);
      return runs.every(({ state }) => state === 'completed');
    });
  } finally {
    bar.stop();
  }
}
