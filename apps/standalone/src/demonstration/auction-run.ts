import * as auction from '#contract/auction';
import * as settlement from '#contract/settlement';
import { verifySealedOutcome } from '#core/auction';
import { assert, encodeId, type Id } from '#libs/kernel';
import { SalvorProblem } from '#libs/sdk';
import type { z } from 'zod';
import { bidOf, unitsOf } from './bids.js';
import { type Bidder, handIn, joinAs } from './bidder.js';
import { deliverSales } from './delivery.js';
import type { Cast } from './parties.js';
import type { PricedOffer } from './priced-offer.js';
import { keepFile } from './bundles.js';
import { type Auction, type Player, type Stage, stepKey, updateState, waitFor } from './stage.js';

/** Time between announcement and opening, and between opening and close. Real auctions take days. */
const LEAD_MS = 4_000;
const OPEN_MS = 10_000;

const HOUR_MS = 3_600_000;

/** Nothing is kept back: what the demonstration sells is paid out while one watches. */
const LIFECYCLE = {
  openingGraceMs: HOUR_MS,
  paymentWindowMs: HOUR_MS,
  deliveryWindowMs: HOUR_MS,
  inspectionWindowMs: HOUR_MS,
  holdbackBps: 0,
  holdbackMs: 0,
};

export type Sale = {
  readonly model: string;
  readonly what: string;
  readonly auction: Auction;
  /** The file with the whole outcome, which anybody can verify. */
  readonly bundle: string;
  /** Undefined where nothing was sold. */
  readonly settlement: z.output<typeof settlement.settlementView> | undefined;
};

/** Undefined when the schedule of this attempt has passed without an announcement. */
export async function announceOnce(
  stage: Stage,
  seller: Player,
  lotIds: readonly Id<'lot'>[],
  priced: PricedOffer,
  attempt: number,
): Promise<Id<'auction'> | undefined> {
  const [first] = lotIds;
  assert(first !== undefined, 'something is for sale');
  const step = `auction-${encodeId('lot', first)}-${String(attempt)}`;
  const schedule = scheduleOf(stage, step);
  const body = {
    sale: saleOf(lotIds, priced),
    valuationId: priced.valuationId,
    depositMinor: priced.lots[0].reserveMinor / 10n,
    opensAt: new Date(schedule.opensAt),
    closesAt: new Date(schedule.closesAt),
    lifecycle: LIFECYCLE,
    dataRoom: [{ name: 'About the model', body: `${priced.offer.model}, as it was evaluated.` }],
  };
  const contract = { body: auction.announceAuction, view: auction.auctionDetail };
  try {
    return (await seller.client.post('/v1/auctions', contract, body, stepKey(step))).id;
  } catch (error) {
    if (error instanceof SalvorProblem && error.code === 'schedule-invalid') return undefined;
    throw error;
  }
}

type SaleBody = z.output<typeof auction.announceAuction>['sale'];

function saleOf(lotIds: readonly Id<'lot'>[], priced: PricedOffer): SaleBody {
  const { offer, lots } = priced;
  const items = lots.flatMap(({ item, reserveMinor }, at) => {
    const lotId = lotIds[at];
    return lotId === undefined ? [] : [{ item, lotId, reserveMinor }];
  });
  const [only] = items;
  assert(only !== undefined, 'every lot is listed');
  const { lotId, reserveMinor } = only;
  switch (offer.format) {
    case 'second-price':
    case 'first-price':
      return { format: offer.format, lotId, reserveMinor };
    case 'uniform-price':
      return { format: offer.format, lotId, reserveMinor: unitsOf(priced).unitReserveMinor };
    case 'core-selecting':
      return { format: offer.format, items };
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
export async function runAuction(
  stage: Stage,
  cast: Cast,
  id: Id<'auction'>,
  priced: PricedOffer,
): Promise<Sale | undefined> {
  const path = `/v1/auctions/${encodeId('auction', id)}`;
  const look = (): Promise<Auction> => cast.seller.client.get(path, auction.auctionDetail);
  const announced = await look();
  const bidders: Bidder[] = [];
  for (const buyer of cast.buyers.slice(0, priced.offer.bidders))
    bidders.push(...(await joinAs(buyer, announced)));
  await waitFor(stage, look, ({ state }) => state !== 'announced');
  await Promise.all(
    bidders.map((bidder, place) => handIn(bidder, announced, bidOf(bidder.buyer, place, priced))),
  );
  const decided = await waitFor(stage, look, ({ state }) => state !== 'open' && state !== 'closed');
  const { offer } = priced;
  const wanted = offer.bids === 'below-reserve' ? 'unsold' : 'sold';
  if (decided.state === 'unsold' && wanted === 'sold') return undefined;
  const bundle = await keepBundle(stage, cast.seller, id);
  const sale = { what: offer.what, model: offer.model, bundle };
  if (decided.state === 'unsold') return { ...sale, auction: decided, settlement: undefined };
  await deliverSales(stage, cast, decided);
  const ended = await waitFor(stage, look, ({ state }) => state === 'settled');
  const settled = await cast.seller.client.get(`${path}/settlement`, settlement.settlementView);
  return { ...sale, auction: ended, settlement: settled };
}

/** Fetches the outcome, decides the auction again from nothing else, and keeps it beside the market's data. */
async function keepBundle(stage: Stage, seller: Player, id: Id<'auction'>): Promise<string> {
  const name = encodeId('auction', id);
  const outcome = await seller.client.get(`/v1/auctions/${name}/outcome`, auction.outcomeView);
  const verdict = verifySealedOutcome(outcome);
  const failed = verdict.checks.find(({ ok }) => !ok);
  if (failed !== undefined) throw new Error(`the outcome of ${name} does not hold: ${failed.detail}`);
  return keepFile(stage, name, outcome);
}
