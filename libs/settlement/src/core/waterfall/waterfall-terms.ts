import { z } from 'zod';

/** A hundred percent in basis points. */
const BPS_ALL = 10_000;

const minor = z.codec(z.string().regex(/^(0|[1-9]\d{0,18})$/), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: (amount) => amount.toString(),
});
const bps = z.int().min(0).max(BPS_ALL);
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const payee = z.string().min(1).max(100);

/** A part of what arrives, up to a cap on the total. */
const fee = z.strictObject({ kind: z.literal('fee'), id, payee, bps, capMinor: minor.nullable() });
/** Tax that is kept back for an authority. */
const withholding = z.strictObject({ kind: z.literal('withholding'), id, payee, bps });
/** Costs that come off the top: all that arrives, until the amount is reached. */
const expense = z.strictObject({ kind: z.literal('expense'), id, payee, amountMinor: minor });
/** An advance that a contract earns back: a part of what arrives, until the balance is reached. */
const recoupment = z.strictObject({
  kind: z.literal('recoupment'),
  id,
  payee,
  contract: z.string().min(1).max(100),
  balanceMinor: minor,
  bps,
});
/** A part that depends on how much has arrived: each tier up to its end, the last without one. */
const tiers = z.strictObject({
  kind: z.literal('tiers'),
  id,
  payee,
  tiers: z
    .array(z.strictObject({ upToMinor: minor.nullable(), bps }))
    .min(1)
    .max(20),
});
/** A part that waits until its receipts are older than the window: what refunds are taken from first. */
const holdback = z.strictObject({ kind: z.literal('holdback'), id, bps, windowMs: z.int().min(0) });

const step = z.discriminatedUnion('kind', [fee, withholding, expense, recoupment, tiers, holdback]);

export type WaterfallStep = z.output<typeof step>;

/** Where what the steps leave goes: to one payee, or to branches with terms of their own. */
export type WaterfallEnd =
  | { readonly kind: 'pay'; readonly id: string; readonly payee: string }
  | { readonly kind: 'split'; readonly id: string; readonly branches: readonly WaterfallBranch[] };

export type WaterfallBranch = { readonly id: string; readonly weight: bigint; readonly waterfall: Waterfall };

/**
 * The terms of an agreement: steps in their order, each of which takes a part of what the ones before leave, and an
 * end. A recoupment inside a branch recoups from that branch alone; contracts that are to recoup from each other
 * (cross-collateralised) have it above the split.
 */
export type Waterfall = { readonly steps: readonly WaterfallStep[]; readonly end: WaterfallEnd };

/** The same in JSON, amounts as strings. */
export type WaterfallText = {
  readonly steps: readonly z.input<typeof step>[];
  readonly end:
    | { readonly kind: 'pay'; readonly id: string; readonly payee: string }
    | {
        readonly kind: 'split';
        readonly id: string;
        readonly branches: readonly {
          readonly id: string;
          readonly weight: string;
          readonly waterfall: WaterfallText;
        }[];
      };
};

const STEPS_MAX = 50;
const BRANCHES_MAX = 1_000;

export const waterfallSchema: z.ZodType<Waterfall, WaterfallText> = z.strictObject({
  steps: z.array(step).max(STEPS_MAX),
  end: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('pay'), id, payee }),
    z.strictObject({
      kind: z.literal('split'),
      id,
      branches: z
        .array(z.strictObject({ id, weight: minor, waterfall: z.lazy(() => waterfallSchema) }))
        .min(1)
        .max(BRANCHES_MAX),
    }),
  ]),
});

export type WaterfallFault = {
  readonly code:
    'id-duplicate' | 'tiers-not-ascending' | 'weights-all-zero' | 'too-deep' | 'too-many-holdbacks';
  /** The ids that lead to the place, joined by slashes. */
  readonly path: string;
};

const DEPTH_MAX = 8;

/** One below the other: each looks at two times, so that work doubles with each. */
const HOLDBACKS_MAX = 4;

/** What a schema cannot say about terms: ids tell places apart, tiers ascend, somebody has a weight. */
export const waterfallFault = (terms: Waterfall): WaterfallFault | undefined => faultBelow(terms, '', 1, 0);

function faultBelow(
  { steps, end }: Waterfall,
  path: string,
  depth: number,
  holdbacksAbove: number,
): WaterfallFault | undefined {
  if (depth > DEPTH_MAX) return { code: 'too-deep', path };
  const holdbacks = holdbacksAbove + steps.filter(({ kind }) => kind === 'holdback').length;
  if (holdbacks > HOLDBACKS_MAX) return { code: 'too-many-holdbacks', path };
  const branches = end.kind === 'split' ? end.branches : [];
  const repeated =
    firstRepeated([...steps.map(({ id: name }) => name), end.id]) ??
    firstRepeated(branches.map(({ id: name }) => name));
  if (repeated !== undefined) return { code: 'id-duplicate', path: `${path}/${repeated}` };
  const unordered = steps.find(
    (one) => one.kind === 'tiers' && !ascend(one.tiers.map(({ upToMinor }) => upToMinor)),
  );
  if (unordered !== undefined) return { code: 'tiers-not-ascending', path: `${path}/${unordered.id}` };
  if (end.kind === 'split' && branches.every(({ weight }) => weight === 0n))
    return { code: 'weights-all-zero', path: `${path}/${end.id}` };
  for (const { id: name, waterfall } of branches) {
    const fault = faultBelow(waterfall, `${path}/${end.id}/${name}`, depth + 1, holdbacks);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const firstRepeated = (names: readonly string[]): string | undefined =>
  names.find((name, index) => names.indexOf(name) !== index);

/** Ends of tiers: each above the one before, and none on the last only. */
const ascend = (ends: readonly (bigint | null)[]): boolean =>
  ends.every((end, index) =>
    index === ends.length - 1 ? end === null : end !== null && end > (ends[index - 1] ?? 0n),
  );
