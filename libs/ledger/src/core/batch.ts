import { assertDefined, type Id } from '#libs/kernel';
import { accountKey, type AccountRef } from './account.js';
import type { Posting } from './posting.js';

/** What a step adds to the balance of an account, or to what is held there; the other is zero. */
export type Step = {
  /** The places of transaction and account in the batch, from 1. */
  readonly transaction: number;
  readonly account: number;
  readonly amountMinor: bigint;
  readonly heldMinor: bigint;
};

/** Postings as the ledger takes them in one call: each account named once, all steps in their order. */
export type Batch = {
  readonly accounts: readonly AccountRef[];
  readonly steps: readonly Step[];
  /** The hold that each transaction resolves, if any. */
  readonly released: readonly (Id<'transaction'> | null)[];
};

export function batchOf(postings: readonly Posting[]): Batch {
  const accounts = new Map(
    postings.flatMap(accountsOf).map((account) => [accountKey(account), account] as const),
  );
  const places = new Map([...accounts.keys()].map((key, index) => [key, index + 1]));
  const placeOf = (account: AccountRef): number =>
    assertDefined(places.get(accountKey(account)), 'every account of the batch has a place');
  const steps = postings.flatMap(({ lines, release, hold }, index) => {
    const step = (account: AccountRef, amountMinor: bigint, heldMinor: bigint): Step => ({
      transaction: index + 1,
      account: placeOf(account),
      amountMinor,
      heldMinor,
    });
    return [
      ...(release === undefined ? [] : [step(release.account, 0n, -release.amountMinor)]),
      ...lines.map(({ account, amountMinor }) => step(account, amountMinor, 0n)),
      ...(hold === undefined ? [] : [step(hold.account, 0n, hold.amountMinor)]),
    ];
  });
  const released = postings.map(({ release }) => release?.holdId ?? null);
  return { accounts: [...accounts.values()], steps, released };
}

const accountsOf = ({ lines, release, hold }: Posting): readonly AccountRef[] => [
  ...lines.map(({ account }) => account),
  ...(release === undefined ? [] : [release.account]),
  ...(hold === undefined ? [] : [hold.account]),
];
