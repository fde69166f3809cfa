/**
 * Advised reserve: the bottom decile of the estimate, never below nothing. On a public market for royalties,
 * asks sat at the multiple that the median asset's cash flows imply and the best bids near the one of the
 * bottom decile (Kosyuk and Stoikov, 2022, arXiv 2209.09719). A higher reserve would mostly leave lots unsold
 * until own sales say otherwise.
 */
export const reserveAdvice = (quantiles: { readonly p10Minor: bigint }): bigint =>
  quantiles.p10Minor > 0n ? quantiles.p10Minor : 0n;
