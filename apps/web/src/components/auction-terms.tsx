import type { Announcement } from '../auction-view.js';
import { countOf } from '../progress.js';
import { Fact } from './fact.js';
import { Money } from './money.js';

/** What the family of the format fixes: a reserve, or supply and the reserve of a unit, or reserves of items. */
export function AuctionTerms({ announcement }: { readonly announcement: Announcement }) {
  const { currency } = announcement;
  if ('items' in announcement)
    return (
      <>
        {announcement.items.map(({ item, reserveMinor }) => (
          <Fact key={item} name={`Reserve, ${item}`}>
            <Money amountMinor={reserveMinor} currency={currency} />
          </Fact>
        ))}
      </>
    );
  if (!('supply' in announcement))
    return (
      <Fact name="Reserve">
        <Money amountMinor={announcement.reserveMinor} currency={currency} />
      </Fact>
    );
  const { supply, reserveMinor, capPerBidder, minimumFill } = announcement;
  return (
    <>
      <Fact name="Supply">{countOf(Number(supply), 'unit')}</Fact>
      <Fact name="Reserve of a unit">
        <Money amountMinor={reserveMinor} currency={currency} />
      </Fact>
      <Fact name="Most for one bidder">{countOf(Number(capPerBidder), 'unit')}</Fact>
      {minimumFill === '0' ? null : (
        <Fact name="Least that is sold">{countOf(Number(minimumFill), 'unit')}</Fact>
      )}
    </>
  );
}
