import { createHmac } from 'node:crypto';
import * as attribution from '#contract/attribution';
import * as auction from '#contract/auction';
import * as ledger from '#contract/ledger';
import * as rights from '#contract/rights';
import * as settlement from '#contract/settlement';
import { sealBid } from '#core/auction';
import { encodeId, type Id, seededRandom } from '#libs/kernel';
import { SalvorProblem } from '#libs/sdk';
import type { z } from 'zod';
import { type Price, TERM_MONTHS } from './appraisal.js';
import type { Evidence } from './evidence.js';
import type { Cast } from './parties.js';
import { progressBar } from './progress.js';
import { type Player, type Stage, stepKey, updateState, waitFor } from './stage.js';

/** Time between announcement and opening, and between opening and close. Real auctions take days. */
const LEAD_MS = 2_000;
const OPEN_MS = 10_000;

/** Announcements that came too late because the demonstration was down are made again, this often at most. */
const ATTEMPTS_MAX = 10;

type Auction = z.output<typeof auction.auctionDetail>;
export type Sale = {
  readonly auction: Auction;
  readonly settlement: z.output<typeof settlement.settlementView>;
};

/** Lists a licence, funds the buyers, auctions the licence under seal, and returns when the sale is settled. */
export async function sell(stage: Stage, cast: Cast, { subject }: Evidence, price: Price): Promise<Sale> {
  await declareWeights(cast, subject.modelId);
  const lotId = await listLicence(cast.seller, subject.id);
  for (const buyer of cast.buyers) await fund(stage, buyer, price);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const announced = await announce(stage, cast.seller, lotId, price, attempt);
    if (announced === undefined) continue;
    const sold = await runAuction(stage, cast, announced, price);
    if (sold !== undefined) return sold;
  }
  throw new Error('the auction found no buyer');
}

/** Two contributors earn what the model earns: three fifths for the patterns, two fifths for the headers. */
async function declareWeights({ seller, contributors }: Cast, modelId: Id<'model'>): Promise<void> {
  const contract = { body: attribution.declareWeights, view: attribution.weightSetView };
  const weights = contributors.map(({ id }, index) => ({ partyId: id, weight: index === 0 ? 3 : 2 }));
  await seller.client.post(
    `/v1/models/${encodeId('model', modelId)}/weights`,
    contract,
    { weights },
    stepKey('weights'),
  );
}

async function listLicence(seller: Player, versionId: Id<'version'>): Promise<Id<'lot'>> {
  const contract = { body: rights.listLot, view: rights.lotView };
  const terms = {
    kind: 'usage-licence' as const,
    copies: 1,
    fieldOfUse: 'web/bot-detection',
    territory: 'worldwide' as const,
    termMonths: TERM_MONTHS,
    transferable: false,
  };
  return (await seller.client.post('/v1/lots', contract, { versionId, terms }, stepKey('lot'))).id;
}

/** Enough for any price in the appraised range. */
async function fund(stage: Stage, buyer: Player, { currency, p90Minor }: Price): Promise<void> {
  const contract = { body: ledger.recordFunding, view: ledger.fundingView };
  const body = { partyId: buyer.id, currency, amountMinor: 2n * p90Minor, reference: 'demonstration money' };
  await stage.operator.post(
    '/v1/ledger/fundings',
    contract,
    body,
    stepKey(`funding-${encodeId('party', buyer.id)}`),
  );
}

/** Undefined when the schedule of this attempt has passed without an announcement. */
async function announce(
  stage: Stage,
  seller: Player,
  lotId: Id<'lot'>,
  price: Price,
  attempt: number,
): Promise<Id<'auction'> | undefined> {
  const schedule = scheduleOf(stage, attempt);
  const body = {
    lotId,
    valuationId: price.valuationId,
    format: 'second-price' as const,
    reserveMinor: price.reserveAdviceMinor,
    depositMinor: price.reserveAdviceMinor / 10n,
    opensAt: new Date(schedule.opensAt),
    closesAt: new Date(schedule.closesAt),
  };
  const contract = { body: auction.announceAuction, view: auction.auctionDetail };
  try {
    return (await seller.client.post('/v1/auctions', contract, body, stepKey(`auction-${String(attempt)}`)))
      .id;
  } catch (error) {
    if (error instanceof SalvorProblem && error.code === 'schedule-invalid') return undefined;
    throw error;
  }
}

/** A schedule is written down before it is announced: announced again after a crash, it is the same auction. */
function scheduleOf(stage: Stage, attempt: number): { opensAt: string; closesAt: string } {
  const known = stage.file.read()?.schedules[attempt];
  if (known !== undefined) return known;
  const opensAtMs = Date.now() + LEAD_MS;
  const schedule = {
    opensAt: new Date(opensAtMs).toISOString(),
    closesAt: new Date(opensAtMs + OPEN_MS).toISOString(),
  };
  updateState(stage, (state) => ({ ...state, schedules: [...state.schedules, schedule] }));
  return schedule;
}

/** Undefined when nobody bought. */
async function runAuction(
  stage: Stage,
  cast: Cast,
  id: Id<'auction'>,
  price: Price,
): Promise<Sale | undefined> {
  const path = `/v1/auctions/${encodeId('auction', id)}`;
  const look = (): Promise<Auction> => cast.seller.client.get(path, auction.auctionDetail);
  const open = await waitFor(stage, look, ({ state }) => state !== 'announced');
  for (const buyer of cast.buyers) await bid(buyer, open, price);
  const bar = progressBar('Sealed bids are in; waiting for the close', Math.ceil(OPEN_MS / 1_000));
  try {
    const ended = await waitFor(stage, look, ({ state, closesAt }) => {
      bar.update(Math.min(OPEN_MS, Math.max(0, OPEN_MS - (closesAt.getTime() - Date.now()))) / 1_000);
      return state === 'settled' || state === 'unsold';
    });
    if (ended.state === 'unsold') return undefined;
    return {
      auction: ended,
      settlement: await cast.seller.client.get(`${path}/settlement`, settlement.settlementView),
    };
  } finally {
    bar.stop();
  }
}

/**
 * Under second price a buyer bids what the licence is worth to it (Vickrey 1961). That worth is made up: somewhere
 * between the appraised P10 and P90. Salt and randomness come from the buyer's own key, so that a repeated start
 * seals the very same envelope.
 */
async function bid(buyer: Player, { id, announcement, state }: Auction, price: Price): Promise<void> {
  if (state === 'settled' || state === 'unsold') return;
  const spread = price.p90Minor - price.p10Minor;
  const worth = BigInt(Math.floor(seededRandom(`demonstration worth ${buyer.name}`).uniform() * 1_000_000));
  const derive = (purpose: string): Buffer =>
    createHmac('sha512', buyer.apiKey)
      .update(`${purpose} ${encodeId('auction', id)}`)
      .digest();
  const sealed = sealBid({
    auctionPublicKey: Uint8Array.from(Buffer.from(announcement.sealing.publicKey, 'hex')),
    auctionId: encodeId('auction', id),
    bidderId: encodeId('party', buyer.id),
    sequence: 1,
    bid: { priceMinor: price.p10Minor + (spread * worth) / 1_000_000n },
    salt: Uint8Array.from(derive('salt').subarray(0, 32)),
    randomness: Uint8Array.from(derive('randomness').subarray(0, 56)),
  });
  const contract = { body: auction.placeBid, view: auction.bidReceipt };
  try {
    const path = `/v1/auctions/${encodeId('auction', id)}/bids`;
    await buyer.client.post(
      path,
      contract,
      { sequence: 1, envelope: Uint8Array.from(sealed) },
      stepKey(`bid-${encodeId('auction', id)}`),
    );
  } catch (error) {
    // Closed while the demonstration was down: what was bid before counts.
    if (!(error instanceof SalvorProblem && error.code === 'auction-not-open')) throw error;
  }
}
