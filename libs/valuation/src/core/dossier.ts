import { err, isCurrency, ok, type Result } from '#libs/kernel';
import { z } from 'zod';
import { LICENSEES_MAX, PATHS_MAX, TERM_MONTHS_MAX } from './licence-price.js';

const DOMAINS_MAX = 16;
const SCORES_MAX = 600;
const YEARS_MAX = 200;
const USAGE_MONTHS_MAX = 600;
const RIGHTS_MAX = 16;

/** Exact integers in JSON: decimal text with one spelling each, so that equal dossiers have equal digests. */
const naturalText = z.string().regex(/^(0|[1-9]\d{0,14})$/);
const integerText = z.string().regex(/^(0|-?[1-9]\d{0,14})$/);
const amountText = z.string().regex(/^(0|[1-9]\d{0,17})$/);

const day = z.iso.date();
const name = z.string().regex(/^[\w.:-]{1,64}$/);
const bps = z.int().min(0).max(10_000);
const count = z.int().min(0).max(1_000_000_000);

/** Right answers on the questions of one time slice, `t` Julian years (365.25 days) after the origin. */
const scoreSchema = z
  .strictObject({
    t: z.number().min(-YEARS_MAX).max(YEARS_MAX),
    successes: count,
    trials: count,
    label: z.string().max(64),
  })
  .refine(({ successes, trials }) => successes <= trials, {
    path: ['successes'],
    error: 'more successes than trials',
  });

const scoreSeriesSchema = z.strictObject({
  originDate: day,
  /** Share of right answers that guessing gives. */
  chanceLevel: z.number().min(0).lt(1),
  points: z.array(scoreSchema).max(SCORES_MAX),
});

const domainSchema = z.strictObject({
  name,
  /** Part of the model's calls that belongs to this domain. */
  callShareBps: bps,
  /** What one right answer saves against the cheapest adequate substitute, in millionths of a minor unit. */
  savingPerCorrectCallMicroMinor: integerText,
  scores: scoreSeriesSchema,
});

const usageSchema = z.strictObject({
  /** Where the figures come from: made up, told by the seller, or counted from receipts. */
  source: z.enum(['fixture', 'declared', 'receipts']),
  months: z
    .array(z.strictObject({ periodStart: day, calls: naturalText, revenueMinor: amountText }))
    .max(USAGE_MONTHS_MAX),
});

const usageLicenceSchema = z.strictObject({
  kind: z.literal('usage-licence'),
  termMonths: z.int().min(1).max(TERM_MONTHS_MAX),
  licensees: z.int().min(1).max(LICENSEES_MAX),
});

/**
 * Everything that a valuation used, as one JSON document. Whoever has it can recompute the valuation offline.
 * Amounts are decimal strings.
 */
export const dossierSchema = z.strictObject({
  dossierVersion: z.literal(1),
  /** Root digest of the manifest of the valued version. */
  manifestDigest: z.string().regex(/^[0-9a-f]{64}$/),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .refine(isCurrency, { error: 'not an ISO 4217 code' }),
  valuationDate: day,
  seed: z.string().min(1).max(128),
  /** Paths to simulate; 2,000 when absent. */
  pathCount: z.int().min(1).max(PATHS_MAX).optional(),
  domains: z.array(domainSchema).min(1).max(DOMAINS_MAX),
  usage: usageSchema,
  assumptions: z.strictObject({
    costPerCallMicroMinor: naturalText,
    annualDiscountRateBps: bps,
    /** Part of the licensee's surplus that a price carries: an assumption about bargaining. */
    surplusShareBps: bps,
  }),
  rights: z.array(usageLicenceSchema).min(1).max(RIGHTS_MAX),
});

export type Dossier = z.infer<typeof dossierSchema>;

export type DossierInvalid = {
  readonly code: 'dossier-invalid';
  /** JSON pointers (RFC 6901) with what is wrong there. */
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
};

/** Reads a dossier. Unknown fields are refused. What makes a valuation impossible is left to the appraisal. */
export function parseDossier(json: unknown): Result<Dossier, DossierInvalid> {
  const parsed = dossierSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const problems = parsed.error.issues.map(({ path, message }) => ({
    path: path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    reason: message,
  }));
  return err({ code: 'dossier-invalid', problems });
}
