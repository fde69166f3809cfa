import { type Problem, problemAt } from '#libs/platform';
import type { ReceiptFault } from './core/index.js';

const MESSAGES: Readonly<Record<ReceiptFault['code'], string>> = {
  malformed: 'a charge names no charge that it is a refund of',
  'meter-differs': 'is another meter',
  'receipt-replayed': 'another receipt stands under this number',
  'sequence-gap': 'leaves a gap in the chain',
  'chain-broken': 'is not the digest of the receipt before',
  'time-runs-back': 'lies before the receipt before',
  'back-dated': 'lies before the back-dating window',
  'post-dated': 'lies in the future',
  'payee-unknown': 'had no signing key at that time',
  'payer-unknown': 'had no signing key at that time',
  'payee-signature-invalid': 'is not a signature of the receipt by the key of the payee',
  'payer-signature-invalid': 'is not a signature of the receipt by the key of the payer',
  'refund-of-nothing': 'is not the number of a charge before',
  'refund-exceeds-charge': 'is more than what is left of the charge',
};

/** Why receipts were refused, at the field of the first one that is at fault. */
export const receiptProblem = (code: ReceiptFault['code'], path: string): Problem =>
  problemAt(code === 'malformed' ? 'validation-failed' : 'receipt-refused', path, MESSAGES[code]);
