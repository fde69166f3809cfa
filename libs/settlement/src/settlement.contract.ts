import { amountMinor, currencyCode, idOf, instant, pageQueryOf, sha256Digest } from '#contract/platform';
import { z } from 'zod';
import { statementSchema } from './core/index.js';

/** `statementDigest` is SHA-256 over the RFC 8785 bytes of `statement`; `parties` names who stands in it. */
export const settlementView = z.strictObject({
  id: idOf('settlement'),
  auctionId: idOf('auction'),
  settledAt: instant,
  statement: statementSchema,
  statementDigest: sha256Digest,
  parties: z.array(z.strictObject({ partyId: idOf('party'), partyName: z.string() })),
});

/** How holdbacks of the auction's sales ended, each with a statement of its own. */
export const releasePage = z.strictObject({
  releases: z.array(settlementView),
  next: idOf('settlement').nullable(),
});
export const releaseQuery = pageQueryOf('settlement');

/** One's own line of a statement: where it comes from, and what it is worth. */
export const payoutView = z.strictObject({
  settlementId: idOf('settlement'),
  auctionId: idOf('auction'),
  currency: currencyCode,
  grossMinor: amountMinor,
  netMinor: amountMinor,
  weightPpb: z.number().int(),
  exact: z.string(),
  amountMinor,
  statementDigest: sha256Digest,
  settledAt: instant,
});

export const payoutPage = z.strictObject({
  payouts: z.array(payoutView),
  next: idOf('settlement').nullable(),
});
export const payoutQuery = pageQueryOf('settlement');
export const auctionParams = z.strictObject({ auctionId: idOf('auction') });
export { confirmReceipt, deliverSale, mySalePage, saleDetail, salePage, saleView } from './sale.contract.js';
export { agreementView, agreePayouts } from './payout-agreement.contract.js';
export { payoutRunList, payoutRunView, requestRun } from './payout-run.contract.js';
export { payoutStatementPage, payoutStatementView } from './payout-statement.contract.js';
