import { err, firstDifference, ok, pointerToken, type Result } from '#libs/kernel';
import type { z } from 'zod';
import { holderDistribution } from './holder-distributions.js';
import { type PayeeTotals, payeeTotals } from './payee-totals.js';
import {
  type PayoutStatement,
  payoutStatementSchema,
  type StatementBasis,
  statementBasisSchema,
} from './payout-statement.js';
import { settlePayee } from './recovery.js';
import { reverseSource } from './reversal.js';
import { waterfallFault } from './waterfall-terms.js';

export type StatementFault =
  | { readonly code: 'malformed'; readonly path: string; readonly reason: string }
  | {
      readonly code: 'figure-differs';
      readonly path: string;
      readonly stated: string;
      readonly computed: string;
    };

type Basis = z.output<typeof statementBasisSchema>;

/**
 * Computes a party's statement from its basis. Errors name the place: terms that are none, a period that ends before
 * it begins, a receipt or source twice, a refund beyond its source.
 */
export function statePayout(input: StatementBasis): Result<PayoutStatement, StatementFault> {
  const parsed = statementBasisSchema.safeParse(input);
  if (!parsed.success) return err(schemaFault(parsed.error));
  const basis = parsed.data;
  const fault = basisFault(basis);
  if (fault !== undefined) return err(fault);
  const dated = basis.receipts.map(({ at, amountMinor }) => ({
    atMs: Date.parse(at),
    amountMinor: BigInt(amountMinor),
  }));
  const { agreement, from, to } = basis;
  return stateFrom(input, payeeTotals(agreement.terms, dated, Date.parse(from), Date.parse(to)));
}

/**
 * The same where the totals of all payees are computed already: the basis is known to be one, and its totals are
 * those of its terms and receipts.
 */
export function stateFrom(
  basis: StatementBasis,
  totals: PayeeTotals,
): Result<PayoutStatement, StatementFault> {
  const reversals = reversalLines(basis);
  if (!reversals.ok) return reversals;
  const lines = payoutLines(basis.party, totals);
  const distributions = basis.run?.holdings.map((held) => distributionLine(held, totals));
  const earned = [...lines, ...reversals.value, ...(distributions ?? [])].reduce(
    (sum, { amountMinor }) => sum + BigInt(amountMinor),
    0n,
  );
  const { carriedMinor, receivableMinor } = basis.opening;
  const settled = settlePayee(
    { carriedMinor: BigInt(carriedMinor), receivableMinor: BigInt(receivableMinor) },
    earned,
    BigInt(basis.minimumMinor),
  );
  const loss = basis.run === undefined ? undefined : lossBeyond(basis.run, settled.receivableMinor);
  return ok({
    ...basis,
    lines,
    reversals: reversals.value,
    ...(distributions === undefined ? {} : { distributions }),
    earnedMinor: earned.toString(),
    ...(loss === undefined ? {} : { lossMinor: loss.toString() }),
    recoveredMinor: settled.recoveredMinor.toString(),
    paidMinor: settled.paidMinor.toString(),
    closing: {
      carriedMinor: settled.carriedMinor.toString(),
      receivableMinor: (settled.receivableMinor - (loss ?? 0n)).toString(),
    },
  });
}

/**
 * Computes every line of a statement again from what stands in it: answers with the statement when all are as
 * stated, otherwise with the first that is not. That the statement is the one which was published is what its digest
 * tells; that its receipts are complete, the digests of the receipts.
 */
export function replayPayoutStatement(input: unknown): Result<PayoutStatement, StatementFault> {
  const parsed = payoutStatementSchema.safeParse(input);
  if (!parsed.success) return err(schemaFault(parsed.error));
  // The schema holds for the document as it was written; amounts stay in strings here.
  const stated = input as PayoutStatement;
  const { lines: _lines, reversals: _reversals, earnedMinor: _earned, ...rest } = stated;
  const { recoveredMinor: _recovered, paidMinor: _paid, closing: _closing, ...unrecovered } = rest;
  const { distributions: _distributions, lossMinor: _loss, ...basis } = unrecovered;
  const computed = statePayout(basis);
  if (!computed.ok) return computed;
  const difference = firstDifference(stated, computed.value);
  return difference === undefined ? ok(stated) : err({ code: 'figure-differs', ...difference });
}

function basisFault({ agreement, from, to, receipts, refunds }: Basis): StatementFault | undefined {
  const terms = waterfallFault(agreement.terms);
  if (terms !== undefined) return malformed('/agreement/terms', `${terms.code} at ${terms.path}`);
  if (Date.parse(from) > Date.parse(to)) return malformed('/to', 'is before from');
  const late = receipts.findIndex(({ at }) => Date.parse(at) > Date.parse(to));
  if (late >= 0) return malformed(`/receipts/${String(late)}/at`, 'is after the end of the statement');
  const receipt = firstRepeated(receipts.map(({ id }) => id));
  if (receipt >= 0) return malformed(`/receipts/${String(receipt)}/id`, 'stands twice');
  for (const [index, { lines }] of refunds.entries()) {
    const line = firstRepeated(lines.map(({ lineId }) => lineId));
    if (line >= 0) return malformed(`/refunds/${String(index)}/lines/${String(line)}/lineId`, 'stands twice');
  }
  return undefined;
}

/** The position of the first name that stood before; -1 when there is none. */
function firstRepeated(names: readonly string[]): number {
  const seen = new Set<string>();
  return names.findIndex((name) => seen.size === seen.add(name).size);
}

/** What the terms gave the party up to the end, less what they gave it up to the beginning. */
const payoutLines = (party: string, totals: PayeeTotals): PayoutStatement['lines'] =>
  (totals.get(party) ?? []).map(({ line: { path, rule, inflowMinor, totalMinor }, previousMinor }) => ({
    path,
    rule,
    inflowMinor: inflowMinor.toString(),
    totalMinor: totalMinor.toString(),
    previousMinor: previousMinor.toString(),
    amountMinor: (totalMinor - previousMinor).toString(),
  }));

type Run = NonNullable<StatementBasis['run']>;
type Distribution = NonNullable<PayoutStatement['distributions']>[number];

/** What the units gave that the party held at the end. */
function distributionLine(held: Run['holdings'][number], totals: PayeeTotals): Distribution {
  const { share, units, supply, distributedBeforeMinor, owedBefore } = held;
  const total = (totals.get(share) ?? []).reduce((sum, { line }) => sum + line.totalMinor, 0n);
  const { distributedMinor, amountMinor, owed } = holderDistribution(
    {
      share,
      units: BigInt(units),
      supply: BigInt(supply),
      distributedBeforeMinor: BigInt(distributedBeforeMinor),
      owedBefore: BigInt(owedBefore),
    },
    total,
  );
  const since = distributedMinor - BigInt(distributedBeforeMinor);
  return {
    share,
    distributedMinor: distributedMinor.toString(),
    exact: `(${since.toString()} * ${units} + ${owedBefore}) / ${supply}`,
    amountMinor: amountMinor.toString(),
    owed: owed.toString(),
  };
}

/** What is beyond the limit of what a party may owe. */
function lossBeyond({ receivableLimitMinor }: Run, receivableMinor: bigint): bigint {
  const limit = receivableLimitMinor === null ? receivableMinor : BigInt(receivableLimitMinor);
  return receivableMinor > limit ? receivableMinor - limit : 0n;
}

/** What refunds take back of the lines that paid the party; amounts are negative. */
function reversalLines({
  party,
  refunds,
}: Pick<StatementBasis, 'party' | 'refunds'>): Result<PayoutStatement['reversals'], StatementFault> {
  const reversals: PayoutStatement['reversals'] = [];
  for (const [index, { sourceId, lines, refundedBeforeMinor, refundMinor }] of refunds.entries()) {
    const source = lines.map((line) => ({ ...line, amountMinor: BigInt(line.amountMinor) }));
    const taken = reverseSource(source, BigInt(refundedBeforeMinor), BigInt(refundMinor));
    if (!taken.ok) return err(malformed(`/refunds/${String(index)}/refundMinor`, taken.error));
    const total = source.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    for (const { lineId, payee, amountMinor } of taken.value)
      if (payee === party) {
        const paid = lines.find((line) => line.lineId === lineId)?.amountMinor ?? '0';
        const exact = `-${refundMinor} * ${paid} / ${total.toString()}`;
        reversals.push({ sourceId, lineId, exact, amountMinor: (-amountMinor).toString() });
      }
  }
  return ok(reversals);
}

const malformed = (path: string, reason: string): StatementFault => ({ code: 'malformed', path, reason });

function schemaFault({ issues }: z.ZodError): StatementFault {
  const path = (issues[0]?.path ?? []).map((part) => pointerToken(String(part))).join('');
  return malformed(path, issues[0]?.message ?? 'not a payout statement');
}
