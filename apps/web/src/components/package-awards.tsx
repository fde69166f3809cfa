import type { PackageAward, PackageBook } from '../package-book.js';
import { countOf } from '../progress.js';
import { BidderName } from './bidder-name.js';
import { Money } from './money.js';

type Props = { readonly book: PackageBook; readonly currency: string };

/** The packages that won with what they cost, and beside it what they would cost by the rule of VCG. */
export function PackageAwards({ book, currency }: Props) {
  const { status, awards, welfareMinor, unsoldItems, bidderCount, packageCount } = book;
  const opened = `${countOf(bidderCount, 'sealed bid')} opened, with ${countOf(packageCount, 'package')}`;
  if (status === 'undecided')
    return (
      <p class="empty">
        {opened}. The best packages could not be proven within the announced limit: everybody is refunded.
      </p>
    );
  return (
    <>
      <div class="scroll" role="region" aria-label="Winning packages" tabIndex={0}>
        <table data-testid="bids">
          <caption>{opened}; these won</caption>
          <thead>
            <tr>
              <th scope="col">Bidder</th>
              <th scope="col">Package</th>
              <th scope="col" class="figure">
                Bid
              </th>
              <th scope="col" class="figure">
                Payment
              </th>
              <th scope="col" class="figure">
                By VCG
              </th>
            </tr>
          </thead>
          <tbody>
            {awards.map((award) => (
              <AwardRow key={award.packageId} award={award} currency={currency} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>
                Together
              </th>
              <td class="figure" data-testid="welfare">
                <Money amountMinor={welfareMinor} currency={currency} />
              </td>
              <td class="figure">
                <Money
                  amountMinor={awards.reduce((sum, { paymentMinor }) => sum + paymentMinor, 0n)}
                  currency={currency}
                />
              </td>
              <td />
            </tr>
          </tfoot>
        </table>
      </div>
      {unsoldItems.length === 0 ? null : <p class="note">Unsold: {unsoldItems.join(', ')}.</p>}
    </>
  );
}

type RowProps = { readonly award: PackageAward; readonly currency: string };

const AwardRow = ({ award: { bidder, items, bidMinor, paymentMinor, vcgMinor }, currency }: RowProps) => (
  <tr>
    <th scope="row">
      <BidderName bidder={bidder} />
    </th>
    <td>{items.join(', ')}</td>
    <td class="figure">
      <Money amountMinor={bidMinor} currency={currency} />
    </td>
    <td class="figure">
      <Money amountMinor={paymentMinor} currency={currency} />
    </td>
    <td class="figure">
      {vcgMinor === undefined ? '–' : <Money amountMinor={vcgMinor} currency={currency} />}
    </td>
  </tr>
);
