import { signDocument } from '#core/records';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { digestOf } from '#libs/kernel';
import type { CountersignedReceipt, Receipt } from '../wash/receipt.js';
import type { ReceiptAdmission } from '../wash/verify-receipts.js';

const secretOf = (party: string): Uint8Array => utf8ToBytes(party.padEnd(32, '.'));

/** Everybody's key is made of the name, and the window is a week. */
export const ADMISSION: ReceiptAdmission = {
  keyOf: (party) => bytesToHex(ed25519.getPublicKey(secretOf(party))),
  receivedAtMs: Date.parse('2026-03-08T00:00:00.000Z'),
  backDatingMaxMs: 7 * 86_400_000,
};

/** Receipts in a chain, one a second, each with its changes, signed by both sides. */
export function chainOf(changes: readonly Partial<Receipt>[]): readonly CountersignedReceipt[] {
  let previousDigest: string | null = null;
  return changes.map((change, sequence) => {
    const receipt: Receipt = {
      document: 'usage-receipt',
      meter: 'meter-1',
      sequence,
      previousDigest,
      kind: 'charge',
      payer: 'customer',
      payee: 'maker',
      at: new Date(Date.parse('2026-03-07T00:00:00.000Z') + sequence * 1_000).toISOString(),
      calls: '10',
      amountMinor: '500',
      currency: 'EUR',
      refundOf: null,
      ...change,
    };
    previousDigest = digestOf(receipt);
    return {
      receipt,
      payeeSignature: signDocument(receipt, secretOf(receipt.payee)),
      payerSignature: signDocument(receipt, secretOf(receipt.payer)),
    };
  });
}
