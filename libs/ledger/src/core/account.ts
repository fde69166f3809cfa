import type { Currency, Id } from '#libs/kernel';

/** What a party's money is there for: free to use, or locked as deposits for auctions. */
export const PARTY_PURPOSES = ['available', 'deposit'] as const;
export type PartyPurpose = (typeof PARTY_PURPOSES)[number];

/**
 * `outside` is the world's money: what came in stands there as a negative balance. `metered-revenue` is what payers
 * were charged by meters and nobody was paid yet; a refund may come after the payout, so it may fall below zero.
 * `platform-loss` is what the platform bore because nobody else did: it stands there as a negative balance.
 */
export const SYSTEM_PURPOSES = [
  'outside',
  'escrow',
  'platform-fees',
  'metered-revenue',
  'platform-loss',
] as const;
export type SystemPurpose = (typeof SYSTEM_PURPOSES)[number];

export type PartyAccount = {
  readonly partyId: Id<'party'>;
  readonly currency: Currency;
  readonly purpose: PartyPurpose;
};

export type SystemAccount = {
  readonly partyId: null;
  readonly currency: Currency;
  readonly purpose: SystemPurpose;
};

/** Which account is meant. There is one per party, currency and purpose; it opens when it is first used. */
export type AccountRef = PartyAccount | SystemAccount;

export const partyAccount = (
  partyId: Id<'party'>,
  currency: Currency,
  purpose: PartyPurpose,
): PartyAccount => ({ partyId, currency, purpose });

export const systemAccount = (currency: Currency, purpose: SystemPurpose): SystemAccount => ({
  partyId: null,
  currency,
  purpose,
});

/** One text per account: what accounts are compared, ordered and digested by. */
export const accountKey = ({ partyId, currency, purpose }: AccountRef): string =>
  `${partyId ?? 'system'}/${currency}/${purpose}`;

const WITHOUT_FLOOR: ReadonlySet<string> = new Set(['outside', 'metered-revenue', 'platform-loss']);

/** The balance that the account may not fall below; null where there is none. */
export const floorMinor = ({ purpose }: AccountRef): bigint | null =>
  WITHOUT_FLOOR.has(purpose) ? null : 0n;
