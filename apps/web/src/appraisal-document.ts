import type { Json } from '#libs/kernel';
import { z } from 'zod';

const minorText = z.string().regex(/^-?\d+$/);

/** What the page shows of an appraisal; whatever else stands in the document is left to those who verify it. */
const shownAppraisal = z.object({
  calibration: z.string(),
  currency: z.string(),
  valuationDate: z.iso.date(),
  usageSource: z.enum(['fixture', 'declared', 'receipts']),
  domains: z
    .array(
      z.object({
        name: z.string(),
        originYear: z.number(),
        families: z.array(z.object({ family: z.string(), weight: z.number() })),
        curve: z.array(z.object({ t: z.number(), q: z.number(), lower: z.number(), upper: z.number() })),
      }),
    )
    .min(1),
  rights: z
    .array(
      z.object({
        kind: z.string(),
        terms: z.object({ termMonths: z.number(), licensees: z.number() }),
        p10Minor: minorText,
        p50Minor: minorText,
        p90Minor: minorText,
        meanMinor: minorText,
        bridge: z.array(z.object({ step: z.string(), amountMinor: minorText })),
      }),
    )
    .min(1),
});

export type ShownAppraisal = z.output<typeof shownAppraisal>;
export type ShownDomain = ShownAppraisal['domains'][number];
export type ShownRight = ShownAppraisal['rights'][number];

/** Undefined for a document of other rules than those that this page knows. */
export function readAppraisal(document: Json | null): ShownAppraisal | undefined {
  const parsed = shownAppraisal.safeParse(document);
  return parsed.success ? parsed.data : undefined;
}
