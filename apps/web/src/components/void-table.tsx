import type { OpenedBook } from '../opened-book.js';
import { countOf } from '../progress.js';
import { voidReason } from '../void-reasons.js';
import { BidderName } from './bidder-name.js';

type Props = { readonly voided: OpenedBook['voided'] };

/** Envelopes that were opened and hold no bid, each with the reason. */
export const VoidTable = ({ voided }: Props) =>
  voided.length === 0 ? null : (
    <table data-testid="void-bids">
      <caption>{countOf(voided.length, 'envelope')} void</caption>
      <thead>
        <tr>
          <th scope="col">Bidder</th>
          <th scope="col">Why it counts for nothing</th>
        </tr>
      </thead>
      <tbody>
        {voided.map(({ leafIndex, bidder, reason }) => (
          <tr key={leafIndex}>
            <th scope="row">
              <BidderName bidder={bidder} />
            </th>
            <td>{voidReason(reason)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
