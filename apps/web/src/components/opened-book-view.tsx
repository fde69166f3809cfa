import type { Announcement } from '../auction-view.js';
import type { OpenedBook } from '../opened-book.js';
import { ItemBids } from './item-bids.js';
import { PackageAwards } from './package-awards.js';
import { UnitBids } from './unit-bids.js';
import { VoidTable } from './void-table.js';

type Props = { readonly announcement: Announcement; readonly book: OpenedBook };

/** The bids as they were opened, and what follows from them. */
export const OpenedBookView = ({ announcement, book }: Props) => (
  <>
    <FamilyBook announcement={announcement} book={book} />
    <VoidTable voided={book.voided} />
  </>
);

function FamilyBook({ announcement, book }: Props) {
  switch (book.family) {
    case 'item':
      return <ItemBids book={book} currency={announcement.currency} />;
    case 'units':
      return 'supply' in announcement ? <UnitBids book={book} announcement={announcement} /> : null;
    case 'packages':
      return <PackageAwards book={book} currency={announcement.currency} />;
  }
}
