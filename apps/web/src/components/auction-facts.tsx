import { formatName, formatRule } from '../auction-format.js';
import { moment, shortened, timeRange } from '../format.js';
import { lotName, lotTerms, soldModel } from '../lot-name.js';
import type { Contender, Sale } from '../market-view.js';
import { countOf } from '../progress.js';
import { AuctionTerms } from './auction-terms.js';
import { Countdown } from './countdown.js';
import { Fact } from './fact.js';
import { Money } from './money.js';

type Props = { readonly sale: Sale; readonly contenders: readonly Contender[] };

/** What was announced, and how far it has come. */
export function AuctionFacts({ sale: { detail, closing }, contenders }: Props) {
  const { announcement, currency, state, transitions } = detail;
  const { lots, sealing } = announcement;
  const isOneOfSeveral = lots.length > 1;
  const reason = transitions.at(-1)?.reason;
  return (
    <>
      <ul class="lots" aria-label="For sale">
        {lots.map((lot) => (
          <li key={lot.lotId}>
            <strong>{lotName(lot, isOneOfSeveral)}</strong> of {soldModel(announcement, contenders)}
            <small>{lotTerms(lot, currency)}</small>
          </li>
        ))}
      </ul>
      <dl class="figures wide" data-testid="auction" data-auction={announcement.auctionId}>
        <Fact name="State" testId="auction-state">
          <span class="badge" data-state={state}>
            {state}
          </span>
        </Fact>
        {ENDINGS.includes(state) && reason !== undefined ? <Fact name="Because">{reason}</Fact> : null}
        <Fact name="Format" testId="auction-format">
          {formatName(announcement.format)}
        </Fact>
        <AuctionTerms announcement={announcement} />
        <Fact name="Deposit of each bidder">
          <Money amountMinor={detail.depositMinor} currency={currency} />
        </Fact>
        <Fact name="Bond of the seller">
          <Money amountMinor={detail.bondMinor} currency={currency} />
        </Fact>
        <Fact name="Bids taken">{timeRange(detail.opensAt, detail.closesAt)}</Fact>
        <Countdown auction={detail} />
        <Fact name="Trustees" testId="trustees">
          any {sealing.threshold} of {sealing.trustees.length}:{' '}
          {sealing.trustees.map(({ id }) => id).join(', ')}
        </Fact>
        {closing === undefined ? null : (
          <>
            <Fact name="Log closed">
              {moment(new Date(closing.closedAt))}, {countOf(closing.treeSize, 'entry', 'entries')}
            </Fact>
            <Fact name="Closing root" testId="closing-root">
              <code title={closing.rootHash}>{shortened(closing.rootHash)}</code>
            </Fact>
          </>
        )}
      </dl>
      <p class="note">{formatRule(announcement)}</p>
    </>
  );
}

/** States that not every auction comes to: why this one did is said beside. */
const ENDINGS: readonly Sale['detail']['state'][] = ['unsold', 'cancelled', 'void', 'defaulted'];
