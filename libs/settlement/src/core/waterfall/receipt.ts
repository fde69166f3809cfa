/** Money that came in under an agreement; a refund of it is negative. */
export type Receipt = { readonly atMs: number; readonly amountMinor: bigint };
