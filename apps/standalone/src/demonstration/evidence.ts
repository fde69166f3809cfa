import * as catalog from '#contract/catalog';
import * as evaluation from '#contract/evaluation';
import { encodeId, type Id } from '#libs/kernel';
import type { z } from 'zod';
import { type Candidate, namedCandidate } from './candidates.js';
import { progressBar, tell } from './progress.js';
import { type Player, type Stage, stepKey, waitFor } from './stage.js';

/** The domain of the model for sale. */
export const DOMAIN = 'bot-user-agents';

type Version = z.output<typeof catalog.versionView>;
export type Run = z.output<typeof evaluation.runView>;
type Domain = z.output<typeof evaluation.domainView>;
type Entry = { readonly domain: string; readonly candidate: Candidate };

export type Evidence = {
  /** Models by version. */
  readonly models: ReadonlyMap<string, Version['modelId']>;
  /** Completed ones of all domains, by domain and in the order of their models there. */
  readonly runs: readonly Run[];
};

/**
 * Registers the models that the domains name, and the subject's baselines, runs each on its domain, and returns
 * when every run has ended.
 */
export async function gatherEvidence(
  stage: Stage,
  seller: Player,
  wanted: readonly string[] | undefined,
): Promise<Evidence> {
  const known = await seller.client.get('/v1/domains', evaluation.domainList);
  const domains = known.domains.filter(({ name }) => wanted?.includes(name) ?? true);
  const entries = await entriesOf(domains);
  const versions = new Map<string, Version>();
  const runs: Run[] = [];
  for (const { domain, candidate } of entries) {
    const version = versions.get(candidate.name) ?? (await register(seller, candidate));
    versions.set(candidate.name, version);
    runs.push(await queue(seller, version, domain));
  }
  const models = new Map([...versions.values()].map(({ id, modelId }) => [id, modelId]));
  return { models, runs: await watch(stage, seller, runs, domains.length) };
}

/** The domain of the model for sale first: its runs are what the next acts wait for. */
async function entriesOf(domains: readonly Domain[]): Promise<readonly Entry[]> {
  const inOrder = [...domains].sort(
    (a, b) => Number(b.name === DOMAIN) - Number(a.name === DOMAIN) || (a.name < b.name ? -1 : 1),
  );
  const entries: Entry[] = [];
  for (const domain of inOrder) {
    for (const model of [...domain.models, ...(domain.name === DOMAIN ? domain.baselines : [])])
      entries.push({ domain: domain.name, candidate: await namedCandidate(domain, model) });
  }
  return entries;
}

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

async function queue(seller: Player, { id }: Version, domain: string): Promise<Run> {
  const contract = { body: evaluation.queueRun, view: evaluation.runView };
  const step = stepKey(`run-${encodeId('version', id)}-${domain}`);
  return seller.client.post('/v1/runs', contract, { versionId: id, domain }, step);
}

/**
 * Shows the answers as they come in, until no run is open any more. Runs that have ended are not asked about.
 * One that fails, such as a model whose optional runtime is not installed here, is told and left out; without
 * those of the model for sale's own domain there is nothing to go on with.
 */
async function watch(
  stage: Stage,
  seller: Player,
  queued: readonly Run[],
  domainCount: number,
): Promise<readonly Run[]> {
  const ended = new Map<Id<'run'>, Run>();
  const askFor = async ({ id }: Run): Promise<Run> => {
    const run =
      ended.get(id) ?? (await seller.client.get(`/v1/runs/${encodeId('run', id)}`, evaluation.runView));
    if (run.finishedAt !== null) ended.set(id, run);
    return run;
  };
  const ask = (): Promise<Run[]> => Promise.all(queued.map(askFor));
  const title = `Evaluating on ${String(domainCount)} domains, ${String(queued.length)} runs`;
  const bar = progressBar(title, samplesOf(queued, 'total'));
  let runs: Run[];
  try {
    runs = await waitFor(stage, ask, (asked) => {
      bar.update(samplesOf(asked, 'answered'));
      return asked.every(({ finishedAt }) => finishedAt !== null);
    });
  } finally {
    bar.stop();
  }
  for (const { domain, modelName, reason, state } of runs) {
    if (state === 'completed') continue;
    if (domain === DOMAIN) throw new Error(`the run of ${modelName} failed: ${reason ?? ''}`);
    tell(`Not evaluated on ${domain}: ${modelName}`, reason ?? state);
  }
  return runs.filter(({ state }) => state === 'completed');
}

const samplesOf = (runs: readonly Run[], key: 'answered' | 'total'): number =>
  runs.reduce((sum, { progress }) => sum + progress.samples[key], 0);
