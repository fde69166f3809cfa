import type { Json } from '#libs/kernel';
import { z } from 'zod';

const minorText = z.string().regex(/^-?\d+$/);
const band = z.object({ p10: z.number(), p50: z.number(), p90: z.number() });
const amounts = z.object({ p10: minorText, p50: minorText, p90: minorText });
/** Days; null beyond the horizon. */
const days = z.object({
  p10: z.iso.date().nullable(),
  p50: z.iso.date().nullable(),
  p90: z.iso.date().nullable(),
});
const shares = z.record(z.string(), z.number());

/** What the page shows of the document of a valuation; all else in it is left to those who verify it. */
const shownDocument = z.object({
  label: z.string(),
  calibration: z.string(),
  valuationDate: z.iso.date(),
  usageSource: z.enum(['fixture', 'declared', 'receipts']).nullable(),
  bridge: z.array(z.object({ step: z.string(), amountMinor: minorText })),
  forecasts: z.array(z.object({ domain: z.string(), quality: shares })),
  curves: z.object({
    domains: z.array(
      z.object({
        domain: z.string(),
        points: z.array(z.object({ t: z.number(), quality: band, utilityPerMonthMinor: amounts })),
        crossesZeroOn: days,
      }),
    ),
    total: z.object({
      points: z.array(z.object({ t: z.number(), utilityPerMonthMinor: amounts })),
      crossesZeroOn: days,
    }),
  }),
});

export type ShownDocument = z.output<typeof shownDocument>;
export type UtilityCurve = ShownDocument['curves']['total'];

/** Undefined for a document of another method than the one that this page knows. */
export function readDocument(document: Json | null): ShownDocument | undefined {
  const parsed = shownDocument.safeParse(document);
  return parsed.success ? parsed.data : undefined;
}

/** Quality as it is forecast, from the day of the valuation on; times are decimal years. */
export type QualityPoint = {
  readonly t: number;
  readonly q: number;
  readonly lower: number;
  readonly upper: number;
};

/** As far as the chart of the scores looks ahead: the price looks further, but the past should stay in sight. */
const YEARS_AHEAD = 4;

/** The forecast of one domain; empty where the valuation knows nothing of it. */
export function qualityAhead({ curves }: ShownDocument, domain: string): readonly QualityPoint[] {
  const points = curves.domains.find((curve) => curve.domain === domain)?.points ?? [];
  const from = points[0]?.t ?? 0;
  return points
    .filter(({ t }) => t <= from + YEARS_AHEAD)
    .map(({ t, quality: { p10, p50, p90 } }) => ({ t, q: p50, lower: p10, upper: p90 }));
}
