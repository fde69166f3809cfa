import * as attribution from '#contract/attribution';
import * as ledger from '#contract/ledger';
import * as rights from '#contract/rights';
import { encodeId, type Id } from '#libs/kernel';
import { announceOnce, runAuction, type Sale } from './auction-run.js';
import { ATTRIBUTED_MODEL } from './attributed-model.js';
import { OFFERS } from './lots.js';
import type { Cast } from './parties.js';
import { type PricedOffer, pricedOffer } from './priced-offer.js';
import { progressBar } from './progress.js';
import { type Player, type Stage, stepKey } from './stage.js';
import type { Valuations } from './valuations.js';

/** Announcements that came too late because the demonstration was down are made again, this often at most. */
const ATTEMPTS_MAX = 10;

export type { Sale };

/**
 * Lists the lots whose rights were priced, funds the buyers, auctions everything side by side under seal, delivers
 * what was bought, and returns when each auction is settled or has stayed unsold, in the order of the offers.
 */
export async function sell(stage: Stage, cast: Cast, valuations: Valuations): Promise<readonly Sale[]> {
  const offers = OFFERS.flatMap((offer) => pricedOffer(offer, valuations));
  for (const buyer of cast.buyers) await fund(stage, buyer, offers);
  const bar = progressBar('Bids are sealed to the trustees; waiting for the close', offers.length);
  let ended = 0;
  try {
    return await Promise.all(
      offers.map(async (offer) => {
        const sale = await sellOne(stage, cast, offer);
        bar.update((ended += 1));
        return sale;
      }),
    );
  } finally {
    bar.stop();
  }
}

async function sellOne(stage: Stage, cast: Cast, offer: PricedOffer): Promise<Sale> {
  if (offer.offer.model !== ATTRIBUTED_MODEL) await declareWeights(cast, offer.modelId);
  const lotIds: Id<'lot'>[] = [];
  for (const { terms } of offer.lots) lotIds.push(await listLot(cast.seller, offer, terms));
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const announced = await announceOnce(stage, cast.seller, lotIds, offer, attempt);
    if (announced === undefined) continue;
    const ended = await runAuction(stage, cast, announced, offer);
    if (ended !== undefined) return ended;
  }
  throw new Error(`the auction of ${offer.offer.what} was never held`);
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

async function listLot(
  seller: Player,
  { versionId, lots }: PricedOffer,
  terms: PricedOffer['lots'][number]['terms'],
): Promise<Id<'lot'>> {
  const contract = { body: rights.listLot, view: rights.lotView };
  const place = lots.findIndex((lot) => lot.terms === terms);
  const step = stepKey(`lot-${encodeId('version', versionId)}-${String(place)}`);
  return (await seller.client.post('/v1/lots', contract, { versionId, terms }, step)).id;
}

/** Enough for any bid on everything. */
async function fund(stage: Stage, buyer: Player, offers: readonly PricedOffer[]): Promise<void> {
  const [first] = offers;
  if (first === undefined) throw new Error('nothing of the demonstration was priced');
  const contract = { body: ledger.recordFunding, view: ledger.fundingView };
  const highest = offers.flatMap(({ lots }) => lots.map(({ highMinor }) => highMinor));
  const body = {
    partyId: buyer.id,
    currency: first.currency,
    amountMinor: 4n * highest.reduce((sum, amount) => sum + amount, 0n),
    reference: 'demonstration money',
  };
  await stage.operator.post(
    '/v1/ledger/fundings',
    contract,
    body,
    stepKey(`funding-${encodeId('party', buyer.id)}`),
  );
}
