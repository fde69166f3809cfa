import type { ItemBid, ItemBook } from '../item-book.js';
import { countOf } from '../progress.js';
import { BidderName } from './bidder-name.js';
import { Money } from './money.js';

const STANDINGS: Readonly<Record<ItemBid['standing'], string>> = {
  won: 'won',
  outbid: 'outbid',
  'below-reserve': 'below the reserve',
};

/** All bids on one item, the highest first, and what the winner pays. */
export const ItemBids = ({
  book: { bids, priceMinor },
  currency,
}: {
  readonly book: ItemBook;
  readonly currency: string;
}) => (
  <table data-testid="bids">
    <caption>{countOf(bids.length, 'sealed bid')} opened</caption>
    <thead>
      <tr>
        <th scope="col">Bidder</th>
        <th scope="col">Result</th>
        <th scope="col" class="figure">
          Bid
        </th>
      </tr>
    </thead>
    <tbody>
      {bids.map(({ bidId, bidder, standing, priceMinor: bidMinor }) => (
        <tr key={bidId} data-winner={standing === 'won'}>
          <th scope="row">
            <BidderName bidder={bidder} />
          </th>
          <td>{STANDINGS[standing]}</td>
          <td class="figure">
            <Money amountMinor={bidMinor} currency={currency} />
          </td>
        </tr>
      ))}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row" colSpan={2}>
          Hammer price
        </th>
        <td class="figure" data-testid="hammer-price">
          {priceMinor === undefined ? (
            'unsold: no bid reached the reserve'
          ) : (
            <Money amountMinor={priceMinor} currency={currency} />
          )}
        </td>
      </tr>
    </tfoot>
  </table>
);
