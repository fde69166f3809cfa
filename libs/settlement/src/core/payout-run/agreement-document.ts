import { z } from 'zod';
import { agreedStepSchema } from '../waterfall/index.js';

const amountText = z.string().regex(/^(0|[1-9]\d{0,18})$/);
const digestText = z.string().regex(/^[0-9a-f]{64}$/);
const timeText = z.iso.datetime({ precision: 3 });

export const STEPS_MAX = 40;

/**
 * On what terms the revenue of a meter is paid out, in plain JSON; its digest is SHA-256 over the RFC 8785 bytes.
 * Never changed: other terms are the next version.
 */
export const payoutAgreementSchema = z.strictObject({
  document: z.literal('payout-agreement'),
  agreementId: z.string(),
  meterId: z.string(),
  modelId: z.string(),
  versionId: z.string(),
  version: z.int().min(1),
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** Charges after this time count here; those until then belong to the version before. */
  effectiveFrom: timeText,
  agreedAt: timeText,
  steps: z.array(agreedStepSchema).max(STEPS_MAX),
  split: z.strictObject({
    rule: z.literal('attribution-weights'),
    weightSetId: z.string(),
    weightsDigest: digestText,
  }),
  /** Less than this is carried to the next run. */
  minimumMinor: amountText,
  /** How much a party may come to owe; what is beyond it, the platform bears. Null without limit. */
  receivableLimitMinor: amountText.nullable(),
  /** Shares count as uncertain for so long after the agreement. */
  disputeWindowMs: z.int().min(0),
});

/** As it is read; steps with their amounts as numbers. */
export type PayoutAgreement = z.output<typeof payoutAgreementSchema>;
/** As JSON writes it. */
export type PayoutAgreementText = z.input<typeof payoutAgreementSchema>;
