import { z } from 'zod';
import type { Json } from '#libs/kernel';
import type { UseFacts } from './match-order.js';

const YEAR_MONTHS = 12;

const amount = z
  .union([z.int().min(0), z.string().regex(/^(0|[1-9]\d{0,14})$/)])
  .transform((value) => BigInt(value));

const dossierSchema = z.object({
  domains: z.array(
    z.object({ name: z.string(), usage: z.array(z.object({ revenueMinor: amount.optional() })) }),
  ),
});

const clock = z.array(
  z.object({ domain: z.string(), halfLifeYears: z.object({ p50: z.number().nullable() }) }),
);

const documentSchema = z.object({
  clocks: z.object({ capability: clock, competitiveness: clock, usage: clock }),
});

/**
 * What a frozen valuation says of each use of the model, as standing orders ask for it. Revenue is the mean of the last
 * twelve months in the dossier, rounded down, a month without receipts counting as none. The half-life is the median
 * of whichever clock runs out first: what the model can do, what others do for less, or who still calls it.
 *
 * @param valuation dossier and document as they are frozen; undefined when they are no such documents
 */
export function lotUses({
  dossier,
  document,
}: {
  readonly dossier: Json;
  readonly document: Json;
}): readonly UseFacts[] | undefined {
  const asked = dossierSchema.safeParse(dossier);
  const valued = documentSchema.safeParse(document);
  if (!asked.success || !valued.success) return undefined;
  const { capability, competitiveness, usage } = valued.data.clocks;
  const clocks = [...capability, ...competitiveness, ...usage];
  return asked.data.domains.map(({ name, usage: months }) => {
    const halfLives = clocks.flatMap(({ domain, halfLifeYears }) =>
      domain === name ? (halfLifeYears.p50 ?? []) : [],
    );
    return {
      domain: name,
      revenuePerMonthMinor: meanOf(months.slice(-YEAR_MONTHS).map(({ revenueMinor = 0n }) => revenueMinor)),
      halfLifeYears: halfLives.length === 0 ? null : Math.min(...halfLives),
    };
  });
}

const meanOf = (amounts: readonly bigint[]): bigint =>
  amounts.length === 0 ? 0n : amounts.reduce((sum, each) => sum + each, 0n) / BigInt(amounts.length);
