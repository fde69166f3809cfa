import { canonicalJson, type Json, sha256Hex } from '#libs/kernel';

/** One published price. Amounts are decimal strings in minor units, times RFC 3339 in UTC. */
export type PriceTick = {
  readonly sequence: string;
  readonly instrument: string;
  readonly currency: string;
  readonly priceMinor: string;
  /** Where the frozen valuation expected the hammer, P10 to P90; null where it priced no such right. */
  readonly confidence: { readonly lowMinor: string; readonly highMinor: string } | null;
  readonly source: 'auction-settlement';
  readonly auctionId: string;
  readonly publishedAt: string;
  /** After this the price counts as stale. */
  readonly staleAfter: string;
};

/** A hammer price of a thin market is taken as fresh for a month. */
const FRESH_FOR_MS = 30 * 86_400_000;

/** RFC 3339 in UTC. */
export const staleAfterOf = (publishedAtMs: number): string =>
  new Date(publishedAtMs + FRESH_FOR_MS).toISOString();

export type SettledSale = {
  readonly auctionId: string;
  readonly lotKind: string;
  readonly modelId: string;
  readonly currency: string;
  readonly priceMinor: bigint;
  readonly confidence: { readonly lowMinor: bigint; readonly highMinor: bigint } | undefined;
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
    confidence:
      sale.confidence === undefined
        ? null
        : { lowMinor: sale.confidence.lowMinor.toString(), highMinor: sale.confidence.highMinor.toString() },
    source: 'auction-settlement',
    auctionId: sale.auctionId,
    publishedAt: new Date(publishedAtMs).toISOString(),
    staleAfter: staleAfterOf(publishedAtMs),
  };
  const body = canonicalJson(tick satisfies Json);
  return { tick, body, digest: sha256Hex(body) };
}
