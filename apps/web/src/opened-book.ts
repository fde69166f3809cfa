import { type ItemBook, itemBook } from './item-book.js';
import type { Announcement, Outcome } from './auction-view.js';
import { type PackageBook, packageBook } from './package-book.js';
import { type UnitBook, unitBook } from './unit-book.js';

/** What was bid and what followed, by the family of the format; envelopes that hold no bid are void. */
export type OpenedBook = (ItemBook | UnitBook | PackageBook) & { readonly voided: Outcome['void'] };

/** Reads an outcome as its own announcement has it. Throws for one that this page does not understand. */
export const openedBook = (announcement: Announcement, outcome: Outcome): OpenedBook => ({
  ...bookOf(announcement, outcome),
  voided: outcome.void,
});

function bookOf(announcement: Announcement, outcome: Outcome): ItemBook | UnitBook | PackageBook {
  switch (announcement.format) {
    case 'first-price':
    case 'second-price':
      return itemBook(announcement, outcome);
    case 'uniform-price':
    case 'pay-as-bid':
      return unitBook(announcement, outcome);
    case 'core-selecting':
    case 'vcg':
    case 'pay-as-bid-packages':
      return packageBook(announcement, outcome);
  }
}
