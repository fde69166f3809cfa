import type { VoidReason } from '#core/auction';

/** Why an envelope counts for nothing, in words. */
const REASONS: Readonly<Record<VoidReason, string>> = {
  'wrong-size': 'the envelope has another size than the announced one',
  'unknown-version': 'the envelope is of an unknown version',
  'malformed-commitment': 'a commitment is no element of the group',
  'malformed-share': 'a sealed share is no element of the group',
  'malformed-response': 'the proof of the shares cannot be read',
  'book-not-admitted': 'it is a standing order of a book that was not admitted',
  'bound-elsewhere': 'the envelope was sealed for another auction or bidder',
  'not-signed-by-bidder': 'the bidder did not sign it',
  'inconsistent-shares': 'the shares for the trustees contradict each other',
  'key-commitment-mismatch': 'the key inside is another than the one that was committed to',
  'not-authentic': 'the content was altered or sealed with another key',
  'malformed-bid': 'the content is no bid',
  'not-a-bid-of-this-format': 'the bid is not one of this format',
  'unknown-item': 'the bid names an item that is not for sale',
  'amount-out-of-range': 'an amount is too large',
};

export const voidReason = (reason: VoidReason): string => REASONS[reason];
