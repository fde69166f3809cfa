import { canonicalJson, type Json, sha256Hex } from '#libs/kernel';

/** One published price. Amounts are decimal strings in minor units, times RFC 3339 in UTC. */
export type PriceTick = {
  readonly sequence: string;
  readonly instrument: string;
  readonly currency: string;
  readonly priceMinor: string;
  /** The frozen appraisal's P10 to P90: how sure the engine was before the hammer fell. */
  readonly confidence: { readonly lowMinor: string; readonly highMinor: string };
  readonly source: 'auction-settlement';
  readonly auctionId: string;
  readonly publishedAt: string;
  /** After this the price counts as stale. */
  readonly staleAfter: string;
};

/** A hammer price of a thin market is taken as fresh for a month. */
const FRESH_FOR_MS = 30 * 86_400_000;

export type SettledSale = {
  readonly auctionId: string;
  readonly lotKind: string;
  readonly modelId: string;
  readonly currency: string;
  readonly priceMinor: bigint;
  readonly lowMinor: bigint;
  readonly highMinor: bigint;
};

/** `usage-licence/mdl_…/EUR`: what is priced, of which model, in which currency. */
export const instrumentOf = (sale: Pick<SettledSale, 'lotKind' | 'modelId' | 'currency'>): string =>
  `${sale.lotKind}/${sale.modelId}/${sale.currency}`;

/** The tick of a settled sale: its canonical text is what is stored, served and digested. */
export function tickOf(
  sale: SettledSale,
  sequence: bigint,
  publishedAtMs: number,
): { tick: PriceTick; body: string; digest: string } {
  const tick: PriceTick = {
    sequence: sequence.toString(),
    instrument: instrumentOf(sale),
    currency: sale.currency,
    priceMinor: sale.priceMinor.toString(),
    confidence: { lowMinor: sale.lowMinor.toString(), highMinor: sale.highMinor.toString() },
    source: 'auction-settlement',
    auctionId: sale.auctionId,
    publishedAt: new Date(publishedAtMs).toISOString(),
    staleAfter: new Date(publishedAtMs + FRESH_FOR_MS).toISOString(),
  };
  const body = canonicalJson(tick satisfies Json);
  return { tick, body, digest: sha256Hex(body) };
}
