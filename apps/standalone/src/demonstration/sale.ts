import { createHmac } from 'node:crypto';
import * as attribution from '#contract/attribution';
import * as auction from '#contract/auction';
import * as ledger from '#contract/ledger';
import * as rights from '#contract/rights';
import * as settlement from '#contract/settlement';
import { sealBid } from '#core/auction';
import { type Currency, encodeId, type Id, seededRandom } from '#libs/kernel';
import { SalvorProblem } from '#libs/sdk';
import type { z } from 'zod';
import { type DemonstrationLot, LOTS } from './lots.js';
import type { Cast } from './parties.js';
import { type Progress, progressBar } from './progress.js';
import { type Player, type Stage, stepKey, updateState, waitFor } from './stage.js';
import type { Valuations } from './valuations.js';

/** Time between announcement and opening, and between opening and close. Real auctions take days. */
const LEAD_MS = 2_000;
const OPEN_MS = 10_000;

/** Announcements that came too late because the demonstration was down are made again, this often at most. */
const ATTEMPTS_MAX = 10;

type Auction = z.output<typeof auction.auctionDetail>;
export type Sale = {
  readonly model: string;
  readonly what: string;
  readonly auction: Auction;
  /** Undefined where the lot stayed unsold. */
  readonly settlement: z.output<typeof settlement.settlementView> | undefined;
};

/** A right on offer with the price that its valuation gives it. */
type Offer = {
  readonly lot: DemonstrationLot;
  readonly modelId: Id<'model'>;
  readonly versionId: Id<'version'>;
  readonly valuationId: Id<'valuation'>;
  readonly currency: Currency;
  /** Where the hammer is expected, and the advised reserve. */
  readonly lowMinor: bigint;
  readonly highMinor: bigint;
  readonly reserveMinor: bigint;
};

/**
 * Lists the lots whose rights were priced, funds the buyers, auctions all lots side by side under seal, and returns
 * when each is settled or has stayed unsold, in the order of the lots.
 */
export async function sell(stage: Stage, cast: Cast, valuations: Valuations): Promise<readonly Sale[]> {
  const offers = LOTS.flatMap((lot) => offerOf(lot, valuations));
  for (const buyer of cast.buyers) await fund(stage, buyer, offers);
  const bar = progressBar('Sealed bids are in; waiting for the close', Math.ceil(OPEN_MS / 1_000));
  try {
    return await Promise.all(offers.map((offer) => sellOne(stage, cast, offer, bar)));
  } finally {
    bar.stop();
  }
}

function offerOf(lot: DemonstrationLot, { currency, valued }: Valuations): readonly Offer[] {
  const found = valued.find(({ model }) => model.modelName === lot.model);
  const price = found?.view.rights?.[0]?.price ?? undefined;
  if (found === undefined || price === undefined) return [];
  const { market, reserve } = price;
  return [
    {
      lot,
      modelId: found.model.modelId,
      versionId: found.model.versionId,
      valuationId: found.view.id,
      currency,
      lowMinor: BigInt(market.p10),
      highMinor: BigInt(market.p90),
      reserveMinor: BigInt(reserve),
    },
  ];
}

async function sellOne(stage: Stage, cast: Cast, offer: Offer, bar: Progress): Promise<Sale> {
  await declareWeights(cast, offer.modelId);
  const lotId = await listLot(cast.seller, offer);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const announced = await announce(stage, cast.seller, lotId, offer, attempt);
    if (announced === undefined) continue;
    const ended = await runAuction(stage, cast, announced, offer, bar);
    if (ended !== undefined) return ended;
  }
  throw new Error(`the auction of ${offer.lot.what} was never held`);
}

/** Two contributors earn what the model earns: three fifths for the patterns, two fifths for the headers. */
async function declareWeights({ seller, contributors }: Cast, modelId: Id<'model'>): Promise<void> {
  const contract = { body: attribution.declareWeights, view: attribution.weightSetView };
  const weights = contributors.map(({ id }, index) => ({ partyId: id, weight: index === 0 ? 3 : 2 }));
  await seller.client.post(
    `/v1/models/${encodeId('model', modelId)}/weights`,
    contract,
    { weights },
    stepKey(`weights-${encodeId('model', modelId)}`),
  );
}

async function listLot(seller: Player, { lot, versionId }: Offer): Promise<Id<'lot'>> {
  const contract = { body: rights.listLot, view: rights.lotView };
  const body = { versionId, terms: lot.terms };
  return (
    await seller.client.post('/v1/lots', contract, body, stepKey(`lot-${encodeId('version', versionId)}`))
  ).id;
}

/** Enough for any price in the expected range of every lot. */
async function fund(stage: Stage, buyer: Player, offers: readonly Offer[]): Promise<void> {
  const [first] = offers;
  if (first === undefined) throw new Error('no lot of the demonstration was priced');
  const contract = { body: ledger.recordFunding, view: ledger.fundingView };
  const body = {
    partyId: buyer.id,
    currency: first.currency,
    amountMinor: 2n * offers.reduce((sum, { highMinor }) => sum + highMinor, 0n),
    reference: 'demonstration money',
  };
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
  { valuationId, reserveMinor }: Offer,
  attempt: number,
): Promise<Id<'auction'> | undefined> {
  const step = `auction-${encodeId('lot', lotId)}-${String(attempt)}`;
  const schedule = scheduleOf(stage, step);
  const body = {
    lotId,
    valuationId,
    format: 'second-price' as const,
    reserveMinor,
    depositMinor: reserveMinor / 10n,
    opensAt: new Date(schedule.opensAt),
    closesAt: new Date(schedule.closesAt),
  };
  const contract = { body: auction.announceAuction, view: auction.auctionDetail };
  try {
    return (await seller.client.post('/v1/auctions', contract, body, stepKey(step))).id;
  } catch (error) {
    if (error instanceof SalvorProblem && error.code === 'schedule-invalid') return undefined;
    throw error;
  }
}

/** A schedule is written down before it is announced: announced again after a crash, it is the same auction. */
function scheduleOf(stage: Stage, step: string): { opensAt: string; closesAt: string } {
  const known = stage.file.read()?.schedules[step];
  if (known !== undefined) return known;
  const opensAtMs = Date.now() + LEAD_MS;
  const schedule = {
    opensAt: new Date(opensAtMs).toISOString(),
    closesAt: new Date(opensAtMs + OPEN_MS).toISOString(),
  };
  updateState(stage, (state) => ({ ...state, schedules: { ...state.schedules, [step]: schedule } }));
  return schedule;
}

/** Undefined when nobody bought though somebody should have: the demonstration was down while bids were taken. */
async function runAuction(
  stage: Stage,
  cast: Cast,
  id: Id<'auction'>,
  offer: Offer,
  bar: Progress,
): Promise<Sale | undefined> {
  const path = `/v1/auctions/${encodeId('auction', id)}`;
  const look = (): Promise<Auction> => cast.seller.client.get(path, auction.auctionDetail);
  const open = await waitFor(stage, look, ({ state }) => state !== 'announced');
  for (const buyer of cast.buyers.slice(0, offer.lot.bidders)) await bid(buyer, open, offer);
  const ended = await waitFor(stage, look, ({ state, closesAt }) => {
    bar.update(Math.min(OPEN_MS, Math.max(0, OPEN_MS - (closesAt.getTime() - Date.now()))) / 1_000);
    return state === 'settled' || state === 'unsold';
  });
  const sale = { what: offer.lot.what, model: offer.lot.model, auction: ended };
  if (ended.state === 'unsold')
    return offer.lot.bids === 'below-reserve' ? { ...sale, settlement: undefined } : undefined;
  const settled = await cast.seller.client.get(`${path}/settlement`, settlement.settlementView);
  return { ...sale, settlement: settled };
}

const MILLION = 1_000_000n;

/** What the lot is worth to a buyer, made up: somewhere within what the hammer was expected to bring. */
function worthTo({ name }: Player, { lot, lowMinor, highMinor, reserveMinor }: Offer): bigint {
  const random = seededRandom(`demonstration worth ${lot.model} ${name}`);
  const share = BigInt(Math.floor(random.uniform() * Number(MILLION)));
  if (lot.bids === 'below-reserve') return (reserveMinor * (MILLION / 2n + share / 4n)) / MILLION;
  const least = lowMinor > reserveMinor ? lowMinor : reserveMinor;
  const most = highMinor > least ? highMinor : least;
  return least + ((most - least) * share) / MILLION;
}

/**
 * Under second price a buyer bids what the licence is worth to it (Vickrey 1961). Salt and randomness come from the
 * buyer's own key, so that a repeated start seals the very same envelope.
 */
async function bid(buyer: Player, { id, announcement, state }: Auction, offer: Offer): Promise<void> {
  if (state === 'settled' || state === 'unsold') return;
  const derive = (purpose: string): Buffer =>
    createHmac('sha512', buyer.apiKey)
      .update(`${purpose} ${encodeId('auction', id)}`)
      .digest();
  const sealed = sealBid({
    auctionPublicKey: Uint8Array.from(Buffer.from(announcement.sealing.publicKey, 'hex')),
    auctionId: encodeId('auction', id),
    bidderId: encodeId('party', buyer.id),
    sequence: 1,
    bid: { priceMinor: worthTo(buyer, offer) },
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
