import { encodeId } from '#libs/kernel';
import { moment } from '../format.js';
import type { AnnouncedLot, SoldLot } from '../auction-view.js';
import { soldDeadline, soldState } from '../sold-lot.js';
import { BidderName } from './bidder-name.js';
import { Money } from './money.js';

type Props = { readonly soldLots: readonly SoldLot[]; readonly lots: readonly AnnouncedLot[] };

/** What was sold to whom, and how far payment and delivery have come. */
export const SoldTable = ({ soldLots, lots }: Props) =>
  soldLots.length === 0 ? null : (
    <div class="scroll" role="region" aria-label="Sales" tabIndex={0}>
      <table data-testid="sales">
        <caption>What was sold, from payment to delivery</caption>
        <thead>
          <tr>
            <th scope="col">Buyer</th>
            <th scope="col">Bought</th>
            <th scope="col">State</th>
            <th scope="col" class="figure">
              Price
            </th>
          </tr>
        </thead>
        <tbody>
          {soldLots.map((sale) => (
            <tr key={sale.id}>
              <th scope="row">
                <BidderName bidder={encodeId('bidder', sale.bidderId)} />
              </th>
              <td>{boughtText(sale, lots)}</td>
              <td>
                {soldState(sale)}
                <Deadline sale={sale} />
              </td>
              <td class="figure">
                <Money amountMinor={sale.priceMinor} currency={sale.currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );

/** Of what was accepted, the deadline is that of the part of the price that is held back. */
const Deadline = ({ sale }: { readonly sale: SoldLot }) => {
  const at = soldDeadline(sale);
  if (at === undefined) return null;
  return (
    <small>
      {sale.state === 'accepted' ? 'a part is held until' : 'until'} {moment(at)}
    </small>
  );
};

function boughtText({ quantity, lotIds }: SoldLot, lots: readonly AnnouncedLot[]): string {
  if (quantity !== null) return `${String(quantity)} units`;
  if (lots.length === 1) return 'the lot';
  const ids = lotIds.map((id) => encodeId('lot', id));
  return lots.flatMap(({ item, lotId }) => (ids.includes(lotId) ? [item] : [])).join(', ');
}
