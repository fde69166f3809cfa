import { demandOf } from '../demand-steps.js';
import { money } from '../format.js';
import type { UnitAnnouncement } from '../auction-view.js';
import { countOf } from '../progress.js';
import type { UnitBid, UnitBook } from '../unit-book.js';
import { BidderName } from './bidder-name.js';
import { DemandChart } from './demand-chart.js';
import { Money } from './money.js';

type Props = { readonly book: UnitBook; readonly announcement: UnitAnnouncement };

/** Demand against supply, and under it who won how many units for how much. */
export function UnitBids({ book, announcement }: Props) {
  const { currency } = announcement;
  const demand = demandOf(announcement, book.bids);
  return (
    <div class="demand">
      <figure>
        <figcaption data-testid="unit-result">
          {resultText(book, announcement)}
          {demand.servedFirst === 0n
            ? ''
            : ` The first ${String(demand.servedFirst)} go to bids that name no price.`}
        </figcaption>
        <DemandChart demand={demand} announcement={announcement} />
      </figure>
      <div class="scroll" role="region" aria-label="Bids for units" tabIndex={0}>
        <table data-testid="bids">
          <caption>{countOf(book.bids.length, 'sealed bid')} opened</caption>
          <thead>
            <tr>
              <th scope="col">Bidder</th>
              <th scope="col">Bid</th>
              <th scope="col" class="figure">
                Units won
              </th>
              <th scope="col" class="figure">
                Payment
              </th>
            </tr>
          </thead>
          <tbody>
            {book.bids.map((bid) => (
              <tr key={bid.bidId}>
                <th scope="row">
                  <BidderName bidder={bid.bidder} />
                </th>
                <td>
                  {stepTexts(bid, currency).map((text) => (
                    <span key={text} class="bid-step">
                      {text}
                    </span>
                  ))}
                </td>
                <td class="figure">{bid.wonQuantity === 0n ? 'none' : String(bid.wonQuantity)}</td>
                <td class="figure">
                  <Money amountMinor={bid.paymentMinor} currency={currency} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

const stepTexts = ({ steps, nonCompetitiveQuantity }: UnitBid, currency: string): readonly string[] =>
  nonCompetitiveQuantity === undefined
    ? steps.map(({ priceMinor, quantity }) => `${String(quantity)} at ${money(priceMinor, currency)}`)
    : [`${String(nonCompetitiveQuantity)} at the price that others make`];

const UNSOLD: Readonly<Record<NonNullable<UnitBook['unsoldBecause']>, string>> = {
  'no-bid-at-reserve': 'no bid reached the reserve',
  'below-minimum-fill': 'fewer units were wanted than the least that is sold',
};

function resultText(
  { status, unsoldBecause, soldQuantity, clearingPriceMinor }: UnitBook,
  { supply, currency }: UnitAnnouncement,
): string {
  if (status === 'unsold')
    return `Unsold: ${unsoldBecause === undefined ? 'nobody won' : UNSOLD[unsoldBecause]}.`;
  const price =
    clearingPriceMinor === undefined
      ? 'each at the price that was bid for it'
      : `at ${money(clearingPriceMinor, currency)} each`;
  // Bids that leave units over are all served: then the reserve is what a unit costs.
  const because = status === 'partly-sold' && clearingPriceMinor !== undefined ? ', the reserve' : '';
  return `${String(soldQuantity)} of ${supply} units sold, ${price}${because}.`;
}
