import { moment, shortened, timeRange } from '../format.js';
import {
  type Auction,
  type AuctionDetail,
  type Contender,
  type Market,
  nameOf,
  type Sale,
} from '../market-view.js';
import { pickAuction } from '../market.js';
import { BidsTable } from './bids-table.js';
import { Countdown } from './countdown.js';
import { Money } from './money.js';
import { Section } from './section.js';

/** Who bought what: the schedule while the auction runs, the opened bids once it is decided. */
export const AuctionSection = ({ market }: { readonly market: Market }) => (
  <Section
    id="auction"
    title="Who pays most for it?"
    lead="Bids are sealed to a key of this auction: nothing about them is published before the close, not even how many there are. After it, all of them are. The highest bidder wins and pays the second-highest bid, or the reserve if that is higher."
  >
    {market.sale === undefined ? (
      <p class="empty">No auction has been announced yet.</p>
    ) : (
      <SaleDetail sale={market.sale} contenders={market.contenders} />
    )}
    <OtherAuctions auctions={market.otherAuctions} />
  </Section>
);

function SaleDetail({
  sale,
  contenders,
}: {
  readonly sale: Sale;
  readonly contenders: readonly Contender[];
}) {
  const { detail, outcome } = sale;
  return (
    <>
      <dl class="figures wide" data-testid="auction">
        <div>
          <dt>Lot</dt>
          <dd>{lotOf(detail, contenders)}</dd>
        </div>
        <div>
          <dt>State</dt>
          <dd data-testid="auction-state">
            <span class="badge" data-state={detail.state}>
              {detail.state}
            </span>
          </dd>
        </div>
        <div>
          <dt>Bids taken</dt>
          <dd>{timeRange(detail.opensAt, detail.closesAt)}</dd>
        </div>
        <Countdown auction={detail} />
        <div>
          <dt>Reserve</dt>
          <dd>
            <Money amountMinor={detail.reserveMinor} currency={detail.currency} />
          </dd>
        </div>
        <div>
          <dt>Deposit of each bidder</dt>
          <dd>
            <Money amountMinor={detail.depositMinor} currency={detail.currency} />
          </dd>
        </div>
        <Result sale={sale} />
      </dl>
      {outcome === undefined ? null : <BidsTable outcome={outcome} />}
    </>
  );
}

function Result({ sale: { outcome } }: { readonly sale: Sale }) {
  if (outcome === undefined) return null;
  const { result, announcement } = outcome;
  return (
    <div>
      <dt>Hammer price</dt>
      <dd data-testid="hammer-price">
        {result.status === 'sold' ? (
          <Money amountMinor={result.priceMinor} currency={announcement.currency} />
        ) : (
          'unsold: no bid reached the reserve'
        )}
      </dd>
    </div>
  );
}

function lotOf({ announcement }: AuctionDetail, contenders: readonly Contender[]): string {
  const { terms } = announcement.lot;
  const sold = contenders.find(
    ({ version }) => version.rootDigest === announcement.version.rootDigest,
  )?.version;
  const of = sold === undefined ? shortened(announcement.version.versionId) : nameOf(sold);
  const term = 'termMonths' in terms ? `, ${String(terms.termMonths)} months` : '';
  return `${terms.kind.replaceAll('-', ' ')} of ${of}${term}`;
}

const OtherAuctions = ({ auctions }: { readonly auctions: readonly Auction[] }) =>
  auctions.length === 0 ? null : (
    <details>
      <summary>Other auctions</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Closes</th>
            <th scope="col">State</th>
            <th scope="col" class="figure">
              Reserve
            </th>
            <th scope="col">
              <span class="visually-hidden">Show</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {auctions.map(({ id, closesAt, state, reserveMinor, currency }) => (
            <tr key={id}>
              <th scope="row">{moment(closesAt)}</th>
              <td>{state}</td>
              <td class="figure">
                <Money amountMinor={reserveMinor} currency={currency} />
              </td>
              <td>
                <button
                  type="button"
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
