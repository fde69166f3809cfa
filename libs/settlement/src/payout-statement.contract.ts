import { amountMinor, currencyCode, idOf, instant, pageQueryOf, sha256Digest } from '#contract/platform';
import { z } from 'zod';

const head = {
  id: idOf('payoutStatement'),
  agreementId: idOf('agreement'),
  runId: idOf('payoutRun'),
  issuedAt: instant,
};

/**
 * `statementDigest` is SHA-256 over the RFC 8785 bytes of `statement`. What a statement holds is told by the command
 * that verifies it.
 */
export const payoutStatementView = z.strictObject({
  ...head,
  statement: z.looseObject({ document: z.literal('payout-statement') }),
  statementDigest: sha256Digest,
});

export const payoutStatementLine = z.strictObject({
  ...head,
  currency: currencyCode,
  from: instant,
  to: instant,
  paidMinor: amountMinor,
  carriedMinor: amountMinor,
  receivableMinor: amountMinor,
  statementDigest: sha256Digest,
});

export const payoutStatementPage = z.strictObject({
  statements: z.array(payoutStatementLine),
  next: idOf('payoutStatement').nullable(),
});

export const payoutStatementQuery = pageQueryOf('payoutStatement');
export const payoutStatementParams = z.strictObject({ statementId: idOf('payoutStatement') });
