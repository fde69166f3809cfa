import { eventually, type Reply } from '../support/client.js';
import { numberedRows, type TemporaryDomain } from '../support/temporary-domain.js';
import { ended, queueRun, registerVersion, setStage, type Stage } from './evaluation-fixture.js';

/** Six half-years of questions; the stub answers two thirds of them right. */
const DAYS = ['2024-03-01', '2024-09-01', '2025-03-01', '2025-09-01', '2026-03-01', '2026-09-01'];

export const DATED: TemporaryDomain = {
  task: 'dated',
  isDated: true,
  rows: DAYS.flatMap((day) => numberedRows(30, day, day)),
};

export const UNDATED: TemporaryDomain = { task: 'undated', rows: numberedRows(60, 'all', 'undated') };

export const VALUATION_DATE = '2026-11-21';

export const setValuationStage = (): Promise<Stage> => setStage(() => [DATED, UNDATED]);

export type Valuation = {
  readonly id: string;
  readonly state: string;
  readonly domains: readonly string[];
  readonly refusal: { readonly code: string; readonly subject: string | null } | null;
  readonly stale: { readonly cause: string; readonly successorId: string } | null;
  readonly dossierDigest: string | null;
  readonly documentDigest: string | null;
  readonly values: Readonly<Record<string, Readonly<Record<'p10' | 'p50' | 'p90', string>>>> | null;
  readonly rights: readonly { readonly kind: string; readonly price: object | null }[] | null;
  readonly runIds: readonly string[];
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
};

export type Subject = { readonly modelId: string; readonly versionId: string };

/** A version that was evaluated on the domains, with or without usage. */
export async function evaluatedSubject(
  stage: Stage,
  name: string,
  domains: readonly string[],
  withUsage = true,
): Promise<Subject> {
  const versionId = await registerVersion(stage, name);
  for (const domain of domains) await evaluate(stage, versionId, domain);
  const version = await stage.seller.client.get(`/v1/versions/${versionId}`);
  const subject = { versionId, modelId: String(version.body['modelId']) };
  if (withUsage) await recordUsage(stage, subject, 2025, 12);
  return subject;
}

export async function evaluate(stage: Stage, versionId: string, domain: string): Promise<string> {
  const { id } = await queueRun(stage, { versionId, domain, cache: false });
  const run = await ended(stage, id);
  if (run.state !== 'completed') throw new Error(JSON.stringify(run));
  return id;
}

/** From January of the year; calls fall by one in fifty a month. */
export async function recordUsage(
  { seller }: Stage,
  { modelId }: Subject,
  year: number,
  count: number,
): Promise<void> {
  const months = Array.from({ length: count }, (_, index) => {
    const calls = Math.round(1e6 * 0.98 ** index);
    return {
      periodStart: new Date(Date.UTC(year, index, 1)).toISOString().slice(0, 10),
      calls: String(calls),
      revenueMinor: String(Math.round(calls / 5)),
    };
  });
  const reply = await seller.client.post(`/v1/models/${modelId}/usage`, {
    currency: 'EUR',
    source: 'declared',
    months,
  });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
}

export const requestOf = ({ versionId }: Subject, domains: readonly string[], more: object = {}) => ({
  versionId,
  currency: 'EUR',
  valuationDate: VALUATION_DATE,
  seed: 'a test',
  pathCount: 500,
  domains: domains.map((name) => ({ name, callShareBps: Math.floor(10_000 / domains.length) })),
  ...more,
});

export const ask = (stage: Stage, body: object): Promise<Reply> =>
  stage.seller.client.post('/v1/valuations', body);

/** Asks for a valuation and waits until it is frozen. */
export async function valued(stage: Stage, body: object): Promise<Valuation> {
  const reply = await ask(stage, body);
  if (reply.status !== 202) throw new Error(JSON.stringify(reply.body));
  return frozen(stage, String(reply.body['id']));
}

export const valuationNow = async (stage: Stage, id: string): Promise<Valuation> =>
  (await stage.seller.client.get(`/v1/valuations/${id}`)).body as unknown as Valuation;

export const frozen = (stage: Stage, id: string): Promise<Valuation> =>
  eventually(
    () => valuationNow(stage, id),
    ({ finishedAt }) => finishedAt !== null,
    30_000,
  );
