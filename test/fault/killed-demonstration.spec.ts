import { Standalone } from '../support/standalone.js';

const FINISHED = 'Price tick published';
/** Those whose models are sold. */
const DOMAINS = 'bot-user-agents,innuendo-moderation,sentiment-sites';
const TIMEOUT_MS = 900_000;

type Json = Record<string, unknown>;

/** What a market came to, without ids and times: equal for every run of the demonstration that lost nothing. */
async function resultOf(standalone: Standalone): Promise<Json> {
  const url = standalone.url();
  const operatorKey = await standalone.operatorKey();
  const get = async (path: string): Promise<Json> => {
    const response = await fetch(`${url}${path}`, { headers: { Authorization: `Bearer ${operatorKey}` } });
    expect(response.status).toBe(200);
    return (await response.json()) as Json;
  };
  const models = (await get('/v1/models'))['models'] as Json[];
  const versions = await Promise.all(
    models.map(async ({ id }) => (await get(`/v1/models/${String(id)}/versions`))['versions'] as Json[]),
  );
  const runs = await Promise.all(
    versions.flat().map(async ({ id }) => (await get(`/v1/versions/${String(id)}/runs`))['runs'] as Json[]),
  );
  const valuations = await Promise.all(
    versions
      .flat()
      .map(async ({ id }) => (await get(`/v1/versions/${String(id)}/valuations`))['valuations'] as Json[]),
  );
  const auctions = (await get('/v1/auctions'))['auctions'] as Json[];
  const settled = auctions.filter(({ state }) => state === 'settled');
  const statements = await Promise.all(
    settled.map(async ({ id }) => (await get(`/v1/auctions/${String(id)}/settlement`))['statement'] as Json),
  );
  const ticks = (await get('/v1/feed/ticks'))['ticks'] as { tick: Json }[];
  const scoreboard = ((await get('/v1/scoreboard'))['entries'] as Json[]).sort(
    (a, b) => Number(a['estimateMinor']) - Number(b['estimateMinor']),
  );
  return {
    models: models.map(({ name }) => name),
    versions: versions.map((list) => list.map(({ rootDigest }) => rootDigest)),
    runs: runs.map((list) => list.map(({ state, slices }) => ({ state, slices }))),
    valuations: valuations.map((list) =>
      askedFor(list).map(({ state, dossierDigest, documentDigest }) => ({
        state,
        dossierDigest,
        documentDigest,
      })),
    ),
    settledAuctions: settled.length,
    payouts: statements
      .map(({ grossMinor, fee, lines }) => ({
        grossMinor: String(grossMinor),
        fee,
        lines: (lines as Json[]).map(({ weightPpb, amountMinor }) => ({ weightPpb, amountMinor })),
      }))
      .sort((a, b) => Number(BigInt(a.grossMinor) - BigInt(b.grossMinor))),
    // Auctions that end together settle in any order.
    ticks: ticks.map(({ tick }) => String(tick['priceMinor'])).sort(),
    scoreboard: scoreboard.map(({ kind, ratio }) => ({ kind, ratio })),
    trialBalance: await get('/v1/ledger/trial-balance'),
    integrity: await get('/v1/ledger/integrity'),
  };
}

/** Without those that a sale made necessary: they are computed in their own time, after the end. */
function askedFor(valuations: readonly Json[]): readonly Json[] {
  const successors = new Set(
    valuations.map(({ stale }) => (stale as { successorId?: string } | null)?.successorId),
  );
  return valuations.filter(({ id }) => !successors.has(String(id)));
}

async function demonstrated(killAt: readonly string[]): Promise<Json> {
  const standalone = await Standalone.inNewFolder();
  try {
    for (const text of killAt) {
      standalone.start(['--domains', DOMAINS]);
      await standalone.saw(text);
      await standalone.end('SIGKILL');
    }
    standalone.start(['--domains', DOMAINS]);
    await standalone.saw(FINISHED);
    return await resultOf(standalone);
  } finally {
    await standalone.remove();
  }
}

test(
  'a demonstration that is killed again and again ends where an undisturbed one does',
  async () => {
    const undisturbed = await demonstrated([]);
    expect(undisturbed).toMatchObject({
      settledAuctions: 3,
      integrity: { ok: true, faults: [] },
    });
    expect(undisturbed['scoreboard']).toHaveLength(2);
    const trialBalance = undisturbed['trialBalance'] as { currencies: { sumMinor: string }[] };
    expect(trialBalance.currencies.map(({ sumMinor }) => sumMinor)).toEqual(['0']);
    const killed = await demonstrated([
      'serves at',
      'demonstration',
      'Evaluating',
      'Valuing',
      'Price of a two-year',
      'Attribution computed',
      'waiting for the close',
      'paid out, month 1',
    ]);
    expect(killed).toEqual(undisturbed);
  },
  TIMEOUT_MS,
);
