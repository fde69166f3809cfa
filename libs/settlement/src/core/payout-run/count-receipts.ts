/** A countersigned receipt of a meter, as usage tells of it; in the order of its chain. */
export type MeterReceipt = {
  readonly receiptId: string;
  readonly sequence: number;
  readonly kind: 'charge' | 'refund';
  readonly at: Date;
  readonly amountMinor: bigint;
  /** The sequence number of the charge. */
  readonly refundOf: number | null;
  readonly washed: boolean;
};

/** A receipt that a run counts, from the time at which it counts. */
export type CountedReceipt = Pick<
  MeterReceipt,
  'receiptId' | 'sequence' | 'kind' | 'amountMinor' | 'refundOf'
> & {
  readonly countedAt: Date;
  readonly runId: string;
};

/** A refund that a run counts for the first time, and where its charge had been counted; null in the same run. */
export type RefundLink = {
  readonly receiptId: string;
  readonly sourceReceiptId: string;
  readonly sourceRunId: string | null;
  readonly amountMinor: bigint;
};

export type ReceiptCount = {
  /** What earlier runs counted and what this one does, in the order of the chain. */
  readonly counted: readonly CountedReceipt[];
  readonly added: readonly CountedReceipt[];
  readonly refunded: readonly RefundLink[];
  /** What was washed when this run looked, and never counted. */
  readonly excluded: readonly string[];
};

/** Which charges are a run's, and what it is called. */
export type CountingRun = {
  readonly runId: string;
  readonly from: Date;
  /** Charges dated after the first and until the second belong to the agreement. */
  readonly effectiveFrom: Date;
  readonly effectiveUntil: Date | null;
};

/**
 * Chooses the receipts of a run. A charge counts when its date falls into the agreement and it is not washed; a refund
 * when its charge does. What once counted goes on counting: a charge that is found washed later was paid already, and
 * its refund is then due back. A receipt that comes in after a run has passed its date counts right after that run:
 * what was paid until then never changes.
 */
export function countReceipts(
  receipts: readonly MeterReceipt[],
  earlier: ReadonlyMap<string, CountedReceipt>,
  run: CountingRun,
): ReceiptCount {
  const charges = new Map<number, CountedReceipt>();
  const [counted, added]: [CountedReceipt[], CountedReceipt[]] = [[], []];
  const refunded: RefundLink[] = [];
  const excluded: string[] = [];
  for (const receipt of receipts) {
    const source = receipt.refundOf === null ? undefined : charges.get(receipt.refundOf);
    const standing = earlier.get(receipt.receiptId);
    if (standing === undefined) {
      const belongs = receipt.kind === 'refund' ? source !== undefined : isOf(run, receipt.at);
      if (!belongs) continue;
      if (receipt.washed && receipt.kind === 'charge') {
        excluded.push(receipt.receiptId);
        continue;
      }
    }
    const entry = standing ?? countedIn(run, receipt);
    counted.push(entry);
    if (entry.kind === 'charge') charges.set(entry.sequence, entry);
    if (standing !== undefined) continue;
    added.push(entry);
    if (source !== undefined) refunded.push(linkOf(entry, source, run.runId));
  }
  return { counted, added, refunded, excluded };
}

const isOf = ({ effectiveFrom, effectiveUntil }: CountingRun, at: Date): boolean =>
  at > effectiveFrom && (effectiveUntil === null || at <= effectiveUntil);

const countedIn = (
  { runId, from }: CountingRun,
  { receiptId, sequence, kind, at, amountMinor, refundOf }: MeterReceipt,
): CountedReceipt => ({
  receiptId,
  sequence,
  kind,
  amountMinor,
  refundOf,
  countedAt: at > from ? at : new Date(from.getTime() + 1),
  runId,
});

const linkOf = (refund: CountedReceipt, source: CountedReceipt, runId: string): RefundLink => ({
  receiptId: refund.receiptId,
  sourceReceiptId: source.receiptId,
  sourceRunId: source.runId === runId ? null : source.runId,
  amountMinor: refund.amountMinor,
});
