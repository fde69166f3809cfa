import * as settlement from '#contract/settlement';
import * as usage from '#contract/usage';
import { verifyPayoutStatement } from '#core/settlement';
import { assert, encodeId, type Id, type Json } from '#libs/kernel';
import type { z } from 'zod';
import type { AttributedModel } from './attributed-model.js';
import { keepFile } from './bundles.js';
import type { Cast } from './parties.js';
import { registerKey, type Signer, signedReceipts } from './receipts.js';
import type { Sale } from './sale.js';
import { type Player, type Stage, stepKey, waitFor } from './stage.js';

const DAY_MS = 86_400_000;
const PLATFORM_FEE_BPS = 500;

/** One party's part of one run, as it stands in its statement. */
export type PaidLine = { readonly name: string; readonly paidMinor: bigint };

export type MeteredRevenue = {
  /** By run: what everybody was paid. */
  readonly runs: readonly (readonly PaidLine[])[];
  /** How many statements were computed again here, each from nothing but itself. */
  readonly verified: number;
};

type Meter = z.output<typeof usage.meterView>;
type Run = z.output<typeof settlement.payoutRunView>;

/**
 * Three months of use of a model that two buyers pay for, one refund among it, and three payouts: to the contributors
 * by the computed attribution, and to those who bought a share of the receipts. The share was bought before the last
 * of the months only.
 */
export async function payMeteredRevenue(
  stage: Stage,
  cast: Cast,
  sale: Sale,
  { weights }: AttributedModel,
  contributors: readonly Player[],
): Promise<MeteredRevenue> {
  assert(sale.settlement !== undefined, 'the share was sold');
  const soldAtMs = sale.settlement.settledAt.getTime();
  const versionId = sale.auction.announcement.version.versionId;
  const meter = await openMeter(cast.seller, weights.modelId, versionId, sale.auction.currency);
  const payers = await Promise.all(cast.buyers.slice(0, 2).map((buyer) => registerKey(buyer, soldAtMs)));
  const seller = await registerKey(cast.seller, soldAtMs);
  // Receipts may not be dated ahead: the newest is a second after the sale.
  await waitFor(
    stage,
    () => Promise.resolve(Date.now()),
    (nowMs) => nowMs > soldAtMs + 3_000,
  );
  await deliver(stage, seller, payers, meter, soldAtMs);
  const agreementId = await agree(cast.seller, meter, weights);
  const runs: PaidLine[][] = [];
  const parties = [...contributors, ...cast.buyers];
  let verified = 0;
  for (const to of [soldAtMs - 60 * DAY_MS, soldAtMs - 30 * DAY_MS, soldAtMs + 2_000]) {
    const run = await payOut(stage, cast.seller, agreementId, new Date(to));
    const lines = await Promise.all(parties.map((party) => linesOf(stage, party, run)));
    verified += lines.flat().length;
    runs.push(lines.flat());
  }
  return { runs, verified };
}

async function openMeter(
  seller: Player,
  modelId: Id<'model'>,
  versionId: string,
  currency: Sale['auction']['currency'],
): Promise<Meter> {
  const contract = { body: usage.openMeter, view: usage.meterView };
  const path = `/v1/models/${encodeId('model', modelId)}/meters`;
  const body = usage.openMeter.parse({ versionId, name: 'Moderation API', currency });
  return seller.client.post(path, contract, body, stepKey(`meter-${encodeId('model', modelId)}`));
}

/** All receipts at once, each signed by payer and payee; then waits until they are screened for wash use. */
async function deliver(
  stage: Stage,
  seller: Signer,
  payers: readonly Signer[],
  meter: Meter,
  soldAtMs: number,
): Promise<void> {
  const id = encodeId('meter', meter.id);
  const receipts = signedReceipts(id, meter.currency, seller, payers, soldAtMs);
  const contract = { body: usage.deliverReceipts, view: usage.deliveryView };
  await seller.player.client.post(
    `/v1/meters/${id}/receipts`,
    contract,
    { receipts: [...receipts] },
    stepKey(`receipts-${id}`),
  );
  await waitFor(
    stage,
    () => seller.player.client.get(`/v1/meters/${id}/series`, usage.meterSeriesView),
    ({ screenedThrough }) => screenedThrough === receipts.length,
  );
}

async function agree(
  seller: Player,
  meter: Meter,
  { id, modelId }: AttributedModel['weights'],
): Promise<Id<'agreement'>> {
  const contract = { body: settlement.agreePayouts, view: settlement.agreementView };
  const body = settlement.agreePayouts.parse({
    meterId: encodeId('meter', meter.id),
    currency: meter.currency,
    steps: [{ kind: 'fee', id: 'platform', payee: 'platform', bps: PLATFORM_FEE_BPS, capMinor: null }],
    split: { rule: 'attribution-weights', weightSetId: encodeId('weightSet', id) },
    minimumMinor: '100',
    disputeWindowMs: 0,
  });
  const path = `/v1/models/${encodeId('model', modelId)}/agreements`;
  const step = stepKey(`agreement-${encodeId('meter', meter.id)}`);
  return (await seller.client.post(path, contract, body, step)).id;
}

async function payOut(stage: Stage, seller: Player, agreementId: Id<'agreement'>, to: Date): Promise<Run> {
  const path = `/v1/agreements/${encodeId('agreement', agreementId)}/runs`;
  const contract = { body: settlement.requestRun, view: settlement.payoutRunView };
  const step = stepKey(`run-${to.toISOString().replaceAll(':', '-')}`);
  const { id } = await seller.client.post(path, contract, { to }, step);
  const look = async (): Promise<Run | undefined> => {
    const { runs } = await seller.client.get(path, settlement.payoutRunList);
    return runs.find((run) => run.id === id);
  };
  const ended = await waitFor(stage, look, (run) => run?.state === 'paid' || run?.state === 'failed');
  assert(ended?.state === 'paid', `the payout failed: ${ended?.failure ?? ''}`);
  return ended;
}

/** What a party got in a run. Its statement is computed again here, and kept. */
async function linesOf(stage: Stage, party: Player, { id }: Run): Promise<readonly PaidLine[]> {
  const page = await party.client.get('/v1/me/statements?limit=200', settlement.payoutStatementPage);
  const lines: PaidLine[] = [];
  for (const line of page.statements.filter(({ runId }) => runId === id)) {
    const name = encodeId('payoutStatement', line.id);
    const path = `/v1/payout-statements/${name}`;
    const { statement, statementDigest } = await party.client.get(path, settlement.payoutStatementView);
    const bundle = { statement: statement as Json, statementDigest };
    const failed = verifyPayoutStatement(bundle).checks.find(({ ok }) => !ok);
    if (failed !== undefined) throw new Error(`the statement ${name} does not hold: ${failed.detail}`);
    keepFile(stage, name, bundle);
    lines.push({ name: party.name, paidMinor: line.paidMinor });
  }
  return lines;
}
