import { shortened } from '../format.js';
import type { Outcome } from '../market-view.js';
import { countOf } from '../progress.js';
import { Money } from './money.js';

/** The bids as they were opened after the close, highest first. */
export function BidsTable({ outcome }: { readonly outcome: Outcome }) {
  const { bids, refused, result, announcement } = outcome;
  const winner = result.status === 'sold' ? result.winner : undefined;
  const byPrice = [...bids].sort((a, b) => (BigInt(a.priceMinor) > BigInt(b.priceMinor) ? -1 : 1));
  return (
    <>
      <table data-testid="bids">
        <caption>
          {countOf(bids.length, 'sealed bid')} opened
          {refused.length === 0 ? '' : `, ${countOf(refused.length, 'envelope')} void`}
        </caption>
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
          {byPrice.map(({ bidId, bidder, priceMinor }) => (
            <tr key={bidId} data-winner={bidder === winner}>
              <th scope="row">
                <code title={bidder}>{shortened(bidder)}</code>
              </th>
              <td>{bidder === winner ? 'won' : resultOf(priceMinor, announcement.reserveMinor)}</td>
              <td class="figure">
                <Money amountMinor={priceMinor} currency={announcement.currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note">
        All envelopes and the key that opened them are published: the outcome can be decided again by anybody.
      </p>
    </>
  );
}

const resultOf = (priceMinor: string, reserveMinor: string): string =>
  BigInt(priceMinor) < BigInt(reserveMinor) ? 'below the reserve' : 'outbid';
