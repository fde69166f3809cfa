import { createHmac } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import * as usage from '#contract/usage';
import { signDocument } from '#core/records';
import type { CountersignedReceipt, UsageReceipt } from '#core/usage';
import { digestOf, encodeId } from '#libs/kernel';
import { type Player, stepKey } from './stage.js';

const DAY_MS = 86_400_000;

/** Long before the first receipt. */
const KEY_VALID_DAYS = 100;

/** A player who signs receipts. */
export type Signer = { readonly player: Player; readonly secretKey: Uint8Array };

/** Registers a key that counts since long before the sale. */
export async function registerKey(player: Player, soldAtMs: number): Promise<Signer> {
  const secretKey = Uint8Array.from(createHmac('sha256', player.apiKey).update('receipts').digest());
  const publicKey = Buffer.from(ed25519.getPublicKey(secretKey)).toString('hex');
  const validFrom = new Date(soldAtMs - KEY_VALID_DAYS * DAY_MS);
  const party = encodeId('party', player.id);
  const statement = { document: 'signing-key', party, publicKey, validFrom: validFrom.toISOString() };
  await player.client.post(
    '/v1/me/signing-keys',
    { body: usage.registerSigningKey, view: usage.signingKeyView },
    { publicKey, validFrom, proof: signDocument(statement, secretKey) },
    stepKey('signing-key'),
  );
  return { player, secretKey };
}

/** What is charged: when, before the sale or after, by which payer, and for how much. */
type Charge = { readonly atMs: number; readonly payer: number; readonly amountMinor: number };

/** Two payers in each of three months, the last one just after the sale. */
const charges = (soldAtMs: number): readonly Charge[] => [
  { atMs: soldAtMs - 75 * DAY_MS, payer: 0, amountMinor: 42_000 },
  { atMs: soldAtMs - 65 * DAY_MS, payer: 1, amountMinor: 38_500 },
  { atMs: soldAtMs - 45 * DAY_MS, payer: 0, amountMinor: 44_750 },
  { atMs: soldAtMs - 35 * DAY_MS, payer: 1, amountMinor: 40_250 },
  { atMs: soldAtMs + 1_000, payer: 0, amountMinor: 46_800 },
  { atMs: soldAtMs + 1_000, payer: 1, amountMinor: 41_300 },
];

/** Half of the first payer's second month is given back, after it was paid out. */
const REFUND = { ofCharge: 2, amountMinor: 22_375 };

const MINOR_PER_CALL = 2;

/** The whole chain of the meter, each receipt signed by both sides. */
export function signedReceipts(
  meter: string,
  currency: string,
  payee: Signer,
  payers: readonly Signer[],
  soldAtMs: number,
): readonly CountersignedReceipt[] {
  const charged = charges(soldAtMs).map((charge) => ({ ...charge, refundOf: null as number | null }));
  const refunded = charged[REFUND.ofCharge];
  const refund =
    refunded === undefined
      ? []
      : [{ ...refunded, atMs: soldAtMs + 1_000, amountMinor: REFUND.amountMinor, refundOf: REFUND.ofCharge }];
  const chain: CountersignedReceipt[] = [];
  for (const { atMs, payer, amountMinor, refundOf } of [...charged, ...refund]) {
    const signer = payers[payer];
    if (signer === undefined) continue;
    const previous = chain.at(-1);
    const receipt: UsageReceipt = {
      document: 'usage-receipt',
      meter,
      sequence: chain.length,
      previousDigest: previous === undefined ? null : digestOf(previous.receipt),
      kind: refundOf === null ? 'charge' : 'refund',
      payer: encodeId('party', signer.player.id),
      payee: encodeId('party', payee.player.id),
      at: new Date(atMs).toISOString(),
      calls: String(Math.floor(amountMinor / MINOR_PER_CALL)),
      amountMinor: String(amountMinor),
      currency,
      refundOf,
    };
    chain.push({
      receipt,
      payeeSignature: signDocument(receipt, payee.secretKey),
      payerSignature: signDocument(receipt, signer.secretKey),
    });
  }
  return chain;
}
