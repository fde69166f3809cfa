import { encodeId } from '#libs/kernel';
import { formatName } from '../auction-format.js';
import { moment } from '../format.js';
import type { Auction } from '../auction-view.js';
import { pickAuction } from '../market.js';

/** The way to the auctions that are not shown. */
export const OtherAuctions = ({ auctions }: { readonly auctions: readonly Auction[] }) =>
  auctions.length === 0 ? null : (
    <details data-testid="other-auctions">
      <summary>Other auctions</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Closes</th>
            <th scope="col">Format</th>
            <th scope="col">State</th>
            <th scope="col">
              <span class="visually-hidden">Show</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {auctions.map(({ id, closesAt, format, state }) => (
            <tr key={id} data-auction={encodeId('auction', id)}>
              <th scope="row">{moment(closesAt)}</th>
              <td>{formatName(format)}</td>
              <td>{state}</td>
              <td>
                <button
                  type="button"
                  aria-label={`Show: ${formatName(format)}, closes ${moment(closesAt)}`}
                  onClick={() => {
                    void pickAuction(id);
                  }}
                >
                  Show
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
