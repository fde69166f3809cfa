import { type Currency, type Id } from '#libs/kernel';
import type { DemonstrationOffer, Terms } from './lots.js';
import type { Valuations } from './valuations.js';

/** A right on offer with the price that its valuation gives it. */
export type PricedLot = {
  readonly item: string;
  readonly terms: Terms;
  /** Where the hammer is expected, and the advised reserve. */
  readonly lowMinor: bigint;
  readonly highMinor: bigint;
  readonly reserveMinor: bigint;
};

/** What is offered of one model, with what is needed to sell it. */
export type PricedOffer = {
  readonly offer: DemonstrationOffer;
  readonly modelId: Id<'model'>;
  readonly versionId: Id<'version'>;
  readonly valuationId: Id<'valuation'>;
  readonly currency: Currency;
  readonly lots: readonly [PricedLot, ...PricedLot[]];
};

/** The offer with its prices; none where the model was not evaluated or has no price. */
export function pricedOffer(
  offer: DemonstrationOffer,
  { currency, valued }: Valuations,
): readonly PricedOffer[] {
  const found = valued.find(({ model }) => model.modelName === offer.model);
  if (found === undefined) return [];
  const { model, view } = found;
  // The valuation was asked for these rights first, in this order.
  const lots = offer.lots.flatMap(({ item, terms }, at): readonly PricedLot[] => {
    const price = view.rights?.[at]?.price ?? undefined;
    if (price === undefined) return [];
    const { market, reserve } = price;
    const reserveMinor = BigInt(reserve);
    return [{ item, terms, lowMinor: BigInt(market.p10), highMinor: BigInt(market.p90), reserveMinor }];
  });
  const [first, ...others] = lots;
  if (first === undefined || lots.length < offer.lots.length) return [];
  const { modelId, versionId } = model;
  return [{ offer, modelId, versionId, valuationId: view.id, currency, lots: [first, ...others] }];
}
