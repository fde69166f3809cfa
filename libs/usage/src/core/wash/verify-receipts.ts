import { isDocumentSignedBy } from '#core/records';
import { digestOf, err, ok, pointerToken, type Result } from '#libs/kernel';
import { type CountersignedReceipt, countersignedReceiptSchema, type Receipt } from './receipt.js';

/** Where a meter's chain stands: what the next receipt must follow. */
export type MeterTail = {
  readonly meter: string;
  readonly nextSequence: number;
  readonly lastDigest: string | null;
  readonly lastAtMs: number;
  /** What is left to refund of each charge, by its sequence. */
  readonly refundableMinor: ReadonlyMap<number, bigint>;
};

export const emptyMeter = (meter: string): MeterTail => ({
  meter,
  nextSequence: 0,
  lastDigest: null,
  lastAtMs: Number.NEGATIVE_INFINITY,
  refundableMinor: new Map(),
});

export type ReceiptFault = {
  readonly code:
    | 'malformed'
    | 'meter-differs'
    | 'receipt-replayed'
    | 'sequence-gap'
    | 'chain-broken'
    | 'time-runs-back'
    | 'back-dated'
    | 'post-dated'
    | 'payee-unknown'
    | 'payer-unknown'
    | 'payee-signature-invalid'
    | 'payer-signature-invalid'
    | 'refund-of-nothing'
    | 'refund-exceeds-charge';
  /** RFC 6901 pointer into the list, at the field that is at fault. */
  readonly path: string;
};

/** Where in a countersigned receipt a fault lies. */
const FIELDS: Readonly<Record<ReceiptFault['code'], string>> = {
  malformed: '/receipt',
  'meter-differs': '/receipt/meter',
  'receipt-replayed': '/receipt/sequence',
  'sequence-gap': '/receipt/sequence',
  'chain-broken': '/receipt/previousDigest',
  'time-runs-back': '/receipt/at',
  'back-dated': '/receipt/at',
  'post-dated': '/receipt/at',
  'payee-unknown': '/receipt/payee',
  'payer-unknown': '/receipt/payer',
  'payee-signature-invalid': '/payeeSignature',
  'payer-signature-invalid': '/payerSignature',
  'refund-of-nothing': '/receipt/refundOf',
  'refund-exceeds-charge': '/receipt/amountMinor',
};

export type ReceiptAdmission = {
  /** The Ed25519 key of a party at a time, 32 bytes in lower-case hexadecimal. */
  readonly keyOf: (party: string, atMs: number) => string | undefined;
  readonly receivedAtMs: number;
  /** How long ago a receipt may be dated when it arrives. A date in the future is refused always. */
  readonly backDatingMaxMs: number;
};

/**
 * Checks receipts in the order of their chain, from where it stands: form, place in the chain, time, both signatures,
 * and that a refund is of a charge with that much left. Answers with the receipts and where the chain stands then;
 * one that is at fault stops all.
 */
export function verifyReceipts(
  tail: MeterTail,
  input: readonly unknown[],
  admission: ReceiptAdmission,
): Result<{ readonly receipts: readonly Receipt[]; readonly tail: MeterTail }, ReceiptFault> {
  const receipts: Receipt[] = [];
  let at: OpenTail = { ...tail, refundableMinor: new Map(tail.refundableMinor) };
  for (const [index, item] of input.entries()) {
    const parsed = countersignedReceiptSchema.safeParse(item);
    if (!parsed.success) {
      const inside = (parsed.error.issues[0]?.path ?? []).map((part) => pointerToken(String(part))).join('');
      return err({ code: 'malformed', path: `/${String(index)}${inside}` });
    }
    const fault =
      chainFault(at, parsed.data.receipt) ??
      timeFault(at, parsed.data.receipt, admission) ??
      signatureFault(parsed.data, admission) ??
      refundFault(at, parsed.data.receipt);
    if (fault !== undefined) return err({ code: fault, path: `/${String(index)}${FIELDS[fault]}` });
    receipts.push(parsed.data.receipt);
    at = advanced(at, parsed.data.receipt);
  }
  return ok({ receipts, tail: at });
}

type Code = ReceiptFault['code'];

function chainFault(tail: MeterTail, { meter, sequence, previousDigest }: Receipt): Code | undefined {
  if (meter !== tail.meter) return 'meter-differs';
  if (sequence < tail.nextSequence) return 'receipt-replayed';
  if (sequence > tail.nextSequence) return 'sequence-gap';
  return previousDigest === tail.lastDigest ? undefined : 'chain-broken';
}

function timeFault(
  tail: MeterTail,
  { at }: Receipt,
  { receivedAtMs, backDatingMaxMs }: ReceiptAdmission,
): Code | undefined {
  const atMs = Date.parse(at);
  if (atMs < tail.lastAtMs) return 'time-runs-back';
  if (atMs < receivedAtMs - backDatingMaxMs) return 'back-dated';
  return atMs > receivedAtMs ? 'post-dated' : undefined;
}

function signatureFault(
  { receipt, payeeSignature, payerSignature }: CountersignedReceipt,
  { keyOf }: ReceiptAdmission,
): Code | undefined {
  const atMs = Date.parse(receipt.at);
  const [payeeKey, payerKey] = [keyOf(receipt.payee, atMs), keyOf(receipt.payer, atMs)];
  if (payeeKey === undefined) return 'payee-unknown';
  if (payerKey === undefined) return 'payer-unknown';
  if (!isDocumentSignedBy(receipt, payeeKey, payeeSignature)) return 'payee-signature-invalid';
  if (!isDocumentSignedBy(receipt, payerKey, payerSignature)) return 'payer-signature-invalid';
  return undefined;
}

function refundFault(
  { refundableMinor }: MeterTail,
  { kind, refundOf, amountMinor }: Receipt,
): Code | undefined {
  if (kind === 'charge') return refundOf === null ? undefined : 'malformed';
  const left = refundOf === null ? undefined : refundableMinor.get(refundOf);
  if (left === undefined) return 'refund-of-nothing';
  return BigInt(amountMinor) > left ? 'refund-exceeds-charge' : undefined;
}

/** A tail whose map is ours to change: a chain of many receipts is not to copy it for each. */
type OpenTail = MeterTail & { readonly refundableMinor: Map<number, bigint> };

function advanced({ meter, refundableMinor }: OpenTail, receipt: Receipt): OpenTail {
  const amount = BigInt(receipt.amountMinor);
  if (receipt.refundOf === null) refundableMinor.set(receipt.sequence, amount);
  else refundableMinor.set(receipt.refundOf, (refundableMinor.get(receipt.refundOf) ?? 0n) - amount);
  return {
    meter,
    nextSequence: receipt.sequence + 1,
    lastDigest: digestOf(receipt),
    lastAtMs: Date.parse(receipt.at),
    refundableMinor,
  };
}
