import { z } from 'zod';
import { PPB } from '#core/attribution';
import { decodeId, encodeId, err, ok, type Result } from '#libs/kernel';
import { BPS, type Proceeds, splitProceeds, type WeightShare } from './proceeds.js';
import type { StatementFault } from './statement-fault.js';

export const amountText = z.string().regex(/^(0|[1-9]\d{0,18})$/);
const digestText = z.string().regex(/^[0-9a-f]{64}$/);
const FEE_RULE = 'floor(grossMinor * bps / 10000)';
const SPLIT_RULE = 'largest-remainder, ties by SHA-256 of partyId';

/** How an amount was divided, in any statement. `exact` is the amount before rounding, as it is computed. */
export const figuresShape = {
  currency: z.string(),
  grossMinor: amountText,
  fee: z.strictObject({
    rule: z.literal(FEE_RULE),
    bps: z.int().min(0).max(BPS),
    exact: z.string(),
    amountMinor: amountText,
  }),
  netMinor: amountText,
  weights: z.strictObject({ weightSetId: z.string(), version: z.int().min(1), digest: digestText }),
  split: z.strictObject({ rule: z.literal(SPLIT_RULE) }),
  lines: z.array(
    z.strictObject({
      partyId: z.string(),
      weightPpb: z.int().min(0).max(PPB),
      exact: z.string(),
      amountMinor: amountText,
    }),
  ),
};

export type StatementFigures = Omit<z.output<z.ZodObject<typeof figuresShape>>, 'currency' | 'weights'>;

export function figuresOf({ grossMinor, feeBps, feeMinor, netMinor, lines }: Proceeds): StatementFigures {
  const [gross, net, bps] = [grossMinor.toString(), netMinor.toString(), String(feeBps)];
  return {
    grossMinor: gross,
    fee: {
      rule: FEE_RULE,
      bps: feeBps,
      exact: `${gross} * ${bps} / ${String(BPS)}`,
      amountMinor: feeMinor.toString(),
    },
    netMinor: net,
    split: { rule: SPLIT_RULE },
    lines: lines.map(({ partyId, weightPpb, amountMinor }) => ({
      partyId: encodeId('party', partyId),
      weightPpb,
      exact: `${net} * ${String(weightPpb)} / ${String(PPB)}`,
      amountMinor: amountMinor.toString(),
    })),
  };
}

/** The figures that follow from an amount, the fee's rate and the weights that a statement states. */
export function recomputedFigures(
  grossMinor: bigint,
  { fee, lines }: Pick<StatementFigures, 'fee' | 'lines'>,
): Result<StatementFigures, StatementFault> {
  const shares: WeightShare[] = [];
  for (const [index, { partyId, weightPpb }] of lines.entries()) {
    const id = decodeId('party', partyId);
    if (id === undefined)
      return err({
        code: 'malformed',
        path: `/lines/${String(index)}/partyId`,
        reason: 'not a party id',
      });
    shares.push({ partyId: id, weightPpb });
  }
  const proceeds = splitProceeds({ grossMinor, feeBps: fee.bps, shares });
  if (!proceeds.ok) return err({ code: 'malformed', path: '/lines', reason: proceeds.error.code });
  return ok(figuresOf(proceeds.value));
}
