import { PPB } from '#core/attribution';
import { AMOUNT_MINOR_MAX } from '#libs/kernel';
import { z } from 'zod';

/** A hundred percent in basis points. */
const BPS_ALL = 10_000;

const minor = z.codec(z.string().regex(/^(0|[1-9]\d{0,18})$/), z.bigint().max(AMOUNT_MINOR_MAX), {
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
/**
 * A part that waits until its receipts are older than the window. With `refunds: 'held-first'` a refund uses up what
 * is held before it reaches anybody who was paid; without, it takes from both in proportion.
 */
const holdback = z.strictObject({
  kind: z.literal('holdback'),
  id,
  bps,
  windowMs: z.int().min(0),
  refunds: z.literal('held-first').optional(),
});

/** Basis points of what arrives after one time, until another; in all up to a cap. The payee is a grant. */
const revenueShare = z.strictObject({
  payee,
  bps,
  capMinor: minor.nullable(),
  fromMs: z.int(),
  untilMs: z.int(),
});

const GRANTS_MAX = 10_000;

/** Shares of revenue that were sold, in the order of their grants: all of the same inflow. */
const revenueShares = z.strictObject({
  kind: z.literal('revenue-shares'),
  id,
  shares: z.array(revenueShare).max(GRANTS_MAX),
});

/** What a party may agree on by itself: revenue shares are added by what was sold. */
export const agreedStepSchema = z.discriminatedUnion('kind', [
  fee,
  withholding,
  expense,
  recoupment,
  tiers,
  holdback,
]);

export type AgreedStep = z.output<typeof agreedStepSchema>;

const step = z.discriminatedUnion('kind', [...agreedStepSchema.options, revenueShares]);

export type WaterfallStep = z.output<typeof step>;
export type RevenueShare = z.output<typeof revenueShare>;
export type RevenueShares = z.output<typeof revenueShares>;

const ppb = z.int().min(0).max(PPB);

/**
 * Shares by weight. Until `untilMs` they are uncertain: each payee gets the lower bound of the share, the rest is
 * held. Null where they are certain from the beginning.
 */
const weightedShares = z.strictObject({
  kind: z.literal('shares'),
  id,
  untilMs: z.int().nullable(),
  shares: z
    .array(z.strictObject({ payee, weight: minor, lowerPpb: ppb }))
    .min(1)
    .max(1_000),
});

export type WeightedShares = z.output<typeof weightedShares>;

/** Where what the steps leave goes: to one payee, to several by weight, or to branches with terms of their own. */
export type WaterfallEnd =
  | { readonly kind: 'pay'; readonly id: string; readonly payee: string }
  | WeightedShares
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
    | z.input<typeof weightedShares>
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
    weightedShares,
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
    | 'id-duplicate'
    | 'payee-duplicate'
    | 'tiers-not-ascending'
    | 'weights-all-zero'
    | 'bounds-exceed-whole'
    | 'too-deep'
    | 'too-many-holdbacks'
    | 'too-many-revenue-shares';
  /** The ids that lead to the place, joined by slashes. */
  readonly path: string;
};

const DEPTH_MAX = 8;

/** One below the other: each looks at two times, so that work doubles with each. */
const HOLDBACKS_MAX = 4;

/** Each share looks at two times more. */
const REVENUE_SHARES_MAX = 1;

/** How many steps of a kind stand above a place. */
type StepsAbove = { readonly holdbacks: number; readonly revenueShares: number };

/** What a schema cannot say about terms: ids tell places apart, tiers ascend, somebody has a weight. */
export const waterfallFault = (terms: Waterfall): WaterfallFault | undefined =>
  faultBelow(terms, '', 1, { holdbacks: 0, revenueShares: 0 });

function faultBelow(
  { steps, end }: Waterfall,
  path: string,
  depth: number,
  above: StepsAbove,
): WaterfallFault | undefined {
  if (depth > DEPTH_MAX) return { code: 'too-deep', path };
  const holdbacks = above.holdbacks + countOf(steps, 'holdback');
  if (holdbacks > HOLDBACKS_MAX) return { code: 'too-many-holdbacks', path };
  const revenueShares = above.revenueShares + countOf(steps, 'revenue-shares');
  if (revenueShares > REVENUE_SHARES_MAX) return { code: 'too-many-revenue-shares', path };
  const branches = end.kind === 'split' ? end.branches : [];
  const repeated =
    firstRepeated([...steps.map(({ id: name }) => name), end.id]) ??
    firstRepeated(branches.map(({ id: name }) => name));
  if (repeated !== undefined) return { code: 'id-duplicate', path: `${path}/${repeated}` };
  const twice = steps.find(
    (one) =>
      one.kind === 'revenue-shares' && firstRepeated(one.shares.map(({ payee: name }) => name)) !== undefined,
  );
  if (twice !== undefined) return { code: 'payee-duplicate', path: `${path}/${twice.id}` };
  const unordered = steps.find(
    (one) => one.kind === 'tiers' && !ascend(one.tiers.map(({ upToMinor }) => upToMinor)),
  );
  if (unordered !== undefined) return { code: 'tiers-not-ascending', path: `${path}/${unordered.id}` };
  if (end.kind === 'split' && branches.every(({ weight }) => weight === 0n))
    return { code: 'weights-all-zero', path: `${path}/${end.id}` };
  const unfit = end.kind === 'shares' ? sharesFault(end) : undefined;
  if (unfit !== undefined) return { code: unfit, path: `${path}/${end.id}` };
  for (const { id: name, waterfall } of branches) {
    const fault = faultBelow(waterfall, `${path}/${end.id}/${name}`, depth + 1, { holdbacks, revenueShares });
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const countOf = (steps: readonly WaterfallStep[], kind: WaterfallStep['kind']): number =>
  steps.filter((step) => step.kind === kind).length;

function sharesFault({ shares }: WeightedShares): WaterfallFault['code'] | undefined {
  if (firstRepeated(shares.map(({ payee: name }) => name)) !== undefined) return 'payee-duplicate';
  if (shares.every(({ weight }) => weight === 0n)) return 'weights-all-zero';
  return shares.reduce((sum, { lowerPpb }) => sum + lowerPpb, 0) > PPB ? 'bounds-exceed-whole' : undefined;
}

const firstRepeated = (names: readonly string[]): string | undefined =>
  names.find((name, index) => names.indexOf(name) !== index);

/** Ends of tiers: each above the one before, and none on the last only. */
const ascend = (ends: readonly (bigint | null)[]): boolean =>
  ends.every((end, index) =>
    index === ends.length - 1 ? end === null : end !== null && end > (ends[index - 1] ?? 0n),
  );
