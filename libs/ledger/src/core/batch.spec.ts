import { asCurrency, asId, assert } from '#libs/kernel';
import { partyAccount, systemAccount } from './account.js';
import { batchOf } from './batch.js';
import { planPosting, type Posting, type PostingRequest } from './posting.js';

const EUR = asCurrency('EUR');
const alice = partyAccount(asId('party', '019a0000-0000-7000-8000-00000000000a'), EUR, 'available');
const escrow = systemAccount(EUR, 'escrow');
const holdId = asId('transaction', '019a0000-0000-7000-8000-0000000000ff');

const planned = (request: Partial<PostingRequest>): Posting => {
  const posting = planPosting({ key: 'k', kind: 'payment', reference: 'r', transfers: [], ...request });
  assert(posting.ok, 'expected a posting');
  return posting.value;
};

describe('batchOf', () => {
  it('names each account once and points at it by its place', () => {
    const pay = planned({ transfers: [{ from: alice, to: escrow, amountMinor: 5n }] });
    const back = planned({ transfers: [{ from: escrow, to: alice, amountMinor: 2n }] });
    const { accounts, steps } = batchOf([pay, back]);
    expect(accounts).toEqual([alice, escrow]);
    expect(steps.map(({ transaction, account, amountMinor }) => [transaction, account, amountMinor])).toEqual(
      [
        [1, 1, -5n],
        [1, 2, 5n],
        [2, 2, -2n],
        [2, 1, 2n],
      ],
    );
  });

  it('releases before the transfers and holds after them', () => {
    const capture = planned({
      release: { holdId, account: alice, amountMinor: 9n },
      transfers: [{ from: alice, to: escrow, amountMinor: 4n }],
      hold: { account: alice, amountMinor: 5n },
    });
    const { steps, released } = batchOf([planned({ hold: { account: alice, amountMinor: 1n } }), capture]);
    expect(steps.map(({ amountMinor, heldMinor }) => [amountMinor, heldMinor])).toEqual([
      [0n, 1n],
      [0n, -9n],
      [-4n, 0n],
      [4n, 0n],
      [0n, 5n],
    ]);
    expect(released).toEqual([null, holdId]);
  });

  it('is empty for no postings', () => {
    expect(batchOf([])).toEqual({ accounts: [], steps: [], released: [] });
  });
});
