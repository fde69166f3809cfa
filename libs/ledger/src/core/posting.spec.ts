import * as fc from 'fast-check';
import { AMOUNT_MINOR_MAX, asCurrency, asId, assert } from '#libs/kernel';
import { accountKey, type AccountRef, floorMinor, partyAccount, systemAccount } from './account.js';
import {
  planPosting,
  type Posting,
  type PostingFault,
  type PostingRequest,
  TRANSFERS_MAX,
} from './posting.js';
import type { Transfer } from './transfer.js';

const EUR = asCurrency('EUR');
const alice = partyAccount(asId('party', '019a0000-0000-7000-8000-00000000000a'), EUR, 'available');
const bob = partyAccount(asId('party', '019a0000-0000-7000-8000-00000000000b'), EUR, 'available');
const escrow = systemAccount(EUR, 'escrow');

const holdId = asId('transaction', '019a0000-0000-7000-8000-0000000000ff');
const held = { account: alice, amountMinor: 5n };

const requestOf = (
  transfers: readonly Transfer[],
  changes: Partial<PostingRequest> = {},
): PostingRequest => ({
  key: 'key-1',
  kind: 'payment',
  reference: 'invoice 7',
  transfers,
  ...changes,
});

const planned = (request: PostingRequest): Posting => {
  const result = planPosting(request);
  assert(result.ok, 'expected a posting');
  return result.value;
};

const faultOf = (request: PostingRequest): PostingFault => {
  const result = planPosting(request);
  assert(!result.ok, 'expected a refusal');
  return result.error;
};

const transfer = (from: AccountRef, to: AccountRef, amountMinor: bigint): Transfer => ({
  from,
  to,
  amountMinor,
});

describe('planPosting', () => {
  it('writes two lines a transfer, in order, the giving one first', () => {
    const { lines } = planned(requestOf([transfer(alice, escrow, 5n), transfer(escrow, bob, 3n)]));
    expect(lines).toEqual([
      { account: alice, amountMinor: -5n },
      { account: escrow, amountMinor: 5n },
      { account: escrow, amountMinor: -3n },
      { account: bob, amountMinor: 3n },
    ]);
  });

  it('sums to zero, whatever is transferred', () => {
    const account = fc.constantFrom<AccountRef>(alice, bob, escrow, systemAccount(EUR, 'outside'));
    const anyTransfer = fc
      .tuple(account, account, fc.bigInt({ min: 1n, max: AMOUNT_MINOR_MAX }))
      .filter(([from, to]) => from !== to)
      .map(([from, to, amountMinor]) => transfer(from, to, amountMinor));
    fc.assert(
      fc.property(fc.array(anyTransfer, { minLength: 1, maxLength: 20 }), (transfers) => {
        const { lines } = planned(requestOf(transfers));
        expect(lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(0n);
      }),
    );
  });

  it('has one hash per request, whatever its key', () => {
    const first = planned(requestOf([transfer(alice, bob, 5n)]));
    expect(planned(requestOf([transfer(alice, bob, 5n)], { key: 'key-2' })).requestHash).toBe(
      first.requestHash,
    );
  });

  it.each([
    ['kind', requestOf([transfer(alice, bob, 5n)], { kind: 'refund' })],
    ['reference', requestOf([transfer(alice, bob, 5n)], { reference: 'invoice 8' })],
    ['amount', requestOf([transfer(alice, bob, 6n)])],
    ['direction', requestOf([transfer(bob, alice, 5n)])],
    ['account', requestOf([transfer(alice, escrow, 5n)])],
    ['hold', requestOf([transfer(alice, bob, 5n)], { hold: { account: alice, amountMinor: 1n } })],
    ['release', requestOf([transfer(alice, bob, 5n)], { release: { ...held, holdId } })],
    ['number of transfers', requestOf([transfer(alice, bob, 4n), transfer(alice, bob, 1n)])],
  ])('has another hash when the %s differs', (_what, other) => {
    expect(planned(other).requestHash).not.toBe(planned(requestOf([transfer(alice, bob, 5n)])).requestHash);
  });

  it.each([
    ['an amount of zero', transfer(alice, bob, 0n), 'amount-not-positive'],
    ['a negative amount', transfer(alice, bob, -1n), 'amount-not-positive'],
    ['an amount beyond BIGINT', transfer(alice, bob, AMOUNT_MINOR_MAX + 1n), 'amount-too-large'],
    ['an account paying itself', transfer(alice, { ...alice }, 1n), 'same-account'],
    ['two currencies', transfer(alice, { ...bob, currency: asCurrency('JPY') }, 1n), 'currencies-differ'],
  ])('refuses %s', (_what, wrong, fault) => {
    expect(faultOf(requestOf([transfer(alice, bob, 1n), wrong]))).toEqual({
      code: 'transfer-invalid',
      index: 1,
      fault,
    });
  });

  // What stands in the ledger since before there were holds has to be recognised when it comes again.
  it('has the hash it always had when nothing is held', () => {
    expect(planned(requestOf([transfer(alice, bob, 5n)])).requestHash).toBe(
      '5c0eee57cbdfe855637910a19b2d6e5a2f6ccb1ca8e8f70649bda6e8046f0825',
    );
  });

  it('may hold or release without a transfer', () => {
    expect(planned(requestOf([], { hold: held }))).toMatchObject({ lines: [], hold: held });
    expect(planned(requestOf([], { release: { ...held, holdId } })).release?.holdId).toBe(holdId);
  });

  it('refuses to hold or release nothing, or more than there can be', () => {
    for (const amountMinor of [0n, -1n, AMOUNT_MINOR_MAX + 1n]) {
      expect(faultOf(requestOf([], { hold: { ...held, amountMinor } })).code).toBe('hold-invalid');
      expect(faultOf(requestOf([], { release: { ...held, amountMinor, holdId } })).code).toBe(
        'release-invalid',
      );
    }
  });

  it('refuses requests without a usable frame', () => {
    const fine = [transfer(alice, bob, 1n)];
    expect(faultOf(requestOf([])).code).toBe('no-transfers');
    expect(
      faultOf(requestOf(Array.from({ length: TRANSFERS_MAX + 1 }, () => transfer(alice, bob, 1n)))).code,
    ).toBe('too-many-transfers');
    expect(faultOf(requestOf(fine, { key: '' })).code).toBe('key-invalid');
    expect(faultOf(requestOf(fine, { key: 'with space' })).code).toBe('key-invalid');
    expect(faultOf(requestOf(fine, { kind: 'Funding' })).code).toBe('kind-invalid');
  });
});

describe('accounts', () => {
  it('have one key each', () => {
    const accounts = [
      alice,
      bob,
      escrow,
      { ...alice, purpose: 'deposit' as const },
      { ...alice, currency: asCurrency('USD') },
    ];
    expect(new Set(accounts.map(accountKey)).size).toBe(accounts.length);
    expect(accountKey({ ...alice })).toBe(accountKey(alice));
  });

  it('may not be overdrawn, but for the world outside', () => {
    expect(floorMinor(alice)).toBe(0n);
    expect(floorMinor(escrow)).toBe(0n);
    expect(floorMinor(systemAccount(EUR, 'outside'))).toBeNull();
  });
});
