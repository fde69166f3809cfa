/** A receipt as the flags read it. Times in milliseconds since 1970, amounts in minor units of one currency. */
export type MeteredReceipt = {
  readonly id: string;
  readonly kind: 'charge' | 'refund';
  readonly payer: string;
  readonly payee: string;
  readonly atMs: number;
  readonly calls: bigint;
  readonly amountMinor: bigint;
  /** The id of the charge that a refund is of; null in a charge. */
  readonly refundOf: string | null;
};

/** Money that one party sent another outside the meter. */
export type Funding = {
  readonly from: string;
  readonly to: string;
  readonly atMs: number;
  readonly amountMinor: bigint;
};

/** What is known beside the receipts. */
export type WashEvidence = {
  /** Whoever controls a party; parties with one controller are one side. Itself, when nobody else is known. */
  readonly controllerOf: (party: string) => string;
  readonly fundings: readonly Funding[];
};
