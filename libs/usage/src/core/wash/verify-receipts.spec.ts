import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { assert, canonicalJson, digestOf, type Json } from '#libs/kernel';
import type { CountersignedReceipt, Receipt } from './receipt.js';
import { emptyMeter, type MeterTail, type ReceiptAdmission, verifyReceipts } from './verify-receipts.js';

const secretOf = (name: string): Uint8Array => utf8ToBytes(name.padEnd(32, '.'));
const sign = (name: string, document: Json): string =>
  bytesToHex(ed25519.sign(utf8ToBytes(canonicalJson(document)), secretOf(name)));

const KEYS = new Map(
  ['maker', 'customer'].map((name) => [name, bytesToHex(ed25519.getPublicKey(secretOf(name)))]),
);

const admission: ReceiptAdmission = {
  keyOf: (party) => KEYS.get(party),
  receivedAtMs: Date.parse('2026-03-02T00:00:00.000Z'),
  backDatingMaxMs: 7 * 86_400_000,
};

const countersigned = (receipt: Receipt): CountersignedReceipt => ({
  receipt,
  payeeSignature: sign('maker', receipt),
  payerSignature: sign('customer', receipt),
});

/** Receipts in a chain, each with its changes. */
function chain(...changes: readonly Partial<Receipt>[]): CountersignedReceipt[] {
  let previousDigest: string | null = null;
  return changes.map((change, sequence) => {
    const receipt: Receipt = {
      document: 'usage-receipt',
      meter: 'grant-1',
      sequence,
      previousDigest,
      kind: 'charge',
      payer: 'customer',
      payee: 'maker',
      at: `2026-03-01T0${String(sequence)}:00:00.000Z`,
      calls: '10',
      amountMinor: '500',
      currency: 'EUR',
      refundOf: null,
      ...change,
    };
    previousDigest = digestOf(receipt);
    return countersigned(receipt);
  });
}

const refund = (of: number, amountMinor: string): Partial<Receipt> => ({
  kind: 'refund',
  refundOf: of,
  amountMinor,
});

const verified = (input: readonly unknown[], tail: MeterTail = emptyMeter('grant-1')) => {
  const result = verifyReceipts(tail, input, admission);
  assert(result.ok, 'expected receipts');
  return result.value;
};

const faultOf = (input: readonly unknown[]) => {
  const result = verifyReceipts(emptyMeter('grant-1'), input, admission);
  return result.ok ? 'none' : result.error;
};

describe('verifyReceipts', () => {
  it('admits a chain that both sides signed', () => {
    const receipts = chain({}, { amountMinor: '700' }, refund(1, '300'));
    const { receipts: admitted, tail } = verified(receipts);
    expect(admitted).toEqual(receipts.map(({ receipt }) => receipt));
    expect(tail).toMatchObject({ nextSequence: 3, lastDigest: digestOf(admitted[2] ?? null) });
    expect([...tail.refundableMinor]).toEqual([
      [0, 500n],
      [1, 400n],
    ]);
  });

  it('goes on where a chain stands', () => {
    const receipts = chain({}, {}, refund(0, '500'), {});
    const { tail } = verified(receipts.slice(0, 2));
    expect(verified(receipts.slice(2), tail).tail).toEqual(verified(receipts).tail);
    expect(tail.nextSequence).toBe(2);
  });

  it('refuses a receipt that was there before', () => {
    const receipts = chain({}, {});
    expect(faultOf([...receipts, ...receipts.slice(1)])).toEqual({
      code: 'receipt-replayed',
      path: '/2/receipt/sequence',
    });
  });

  it('refuses a chain with a receipt missing, or another in its place', () => {
    const [first, , third] = chain({}, {}, {});
    expect(faultOf([first, third])).toEqual({ code: 'sequence-gap', path: '/1/receipt/sequence' });
    const [, second] = chain({ amountMinor: '501' }, {});
    expect(faultOf([first, second])).toEqual({ code: 'chain-broken', path: '/1/receipt/previousDigest' });
  });

  it('refuses an amount that was changed after it was signed', () => {
    const [first] = chain({});
    assert(first !== undefined, 'a chain of one');
    const changed = { ...first, receipt: { ...first.receipt, amountMinor: '5000' } };
    expect(faultOf([changed])).toEqual({ code: 'payee-signature-invalid', path: '/0/payeeSignature' });
  });

  it('refuses what the payer did not sign', () => {
    const [first] = chain({});
    assert(first !== undefined, 'a chain of one');
    expect(faultOf([{ ...first, payerSignature: first.payeeSignature }])).toEqual({
      code: 'payer-signature-invalid',
      path: '/0/payerSignature',
    });
    expect(faultOf(chain({ payer: 'stranger' }))).toEqual({
      code: 'payer-unknown',
      path: '/0/receipt/payer',
    });
  });

  it.each([
    ['dated after it arrived', { at: '2026-03-02T00:00:00.001Z' }, 'post-dated', 'at'],
    ['dated before the window', { at: '2026-02-22T23:59:59.999Z' }, 'back-dated', 'at'],
    ['of another meter', { meter: 'grant-2' }, 'meter-differs', 'meter'],
    ['that refunds what was not charged', refund(7, '1'), 'refund-of-nothing', 'refundOf'],
    ['of more than 2^63 - 1', { amountMinor: '9223372036854775808' }, 'malformed', 'amountMinor'],
  ] as const)('refuses a receipt %s', (_what, change, code, field) => {
    expect(faultOf(chain(change))).toEqual({ code, path: `/0/receipt/${field}` });
  });

  it('refuses a charge that names a refund', () => {
    expect(faultOf(chain({ refundOf: 0 }))).toEqual({ code: 'malformed', path: '/0/receipt' });
  });

  it('refuses time that runs back, and refunds beyond their charge', () => {
    expect(
      faultOf(chain({ at: '2026-03-01T05:00:00.000Z' }, { at: '2026-03-01T04:00:00.000Z' })),
    ).toMatchObject({
      code: 'time-runs-back',
    });
    expect(faultOf(chain({}, refund(0, '300'), refund(0, '201')))).toEqual({
      code: 'refund-exceeds-charge',
      path: '/2/receipt/amountMinor',
    });
  });

  it('names the place of what is malformed', () => {
    const [first] = chain({});
    expect(faultOf([{ ...first, receipt: { ...first?.receipt, calls: -1 } }])).toEqual({
      code: 'malformed',
      path: '/0/receipt/calls',
    });
  });
});
