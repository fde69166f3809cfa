import type { Contender, Market, Sale } from '../market-view.js';
import { AuctionFacts } from './auction-facts.js';
import { OpenedBookView } from './opened-book-view.js';
import { OtherAuctions } from './other-auctions.js';
import { Section } from './section.js';
import { SealingNotice } from './sealing-notice.js';
import { SoldTable } from './sold-table.js';
import { VerifyNote } from './verify-note.js';

/** Who bought what: the terms and the seal while the auction runs, the opened bids once it is decided. */
export const AuctionSection = ({ market }: { readonly market: Market }) => (
  <Section
    id="auction"
    title="Who pays most for it?"
    lead="Bids are sealed to trustees: nothing about them is published before the close, not even how many there are, and too few trustees can read nothing. After it they open every bid that counts, and who won can be decided again by anybody."
  >
    {market.sale === undefined ? (
      <p class="empty">No auction has been announced yet.</p>
    ) : (
      <SaleDetail sale={market.sale} contenders={market.contenders} />
    )}
    <OtherAuctions auctions={market.otherAuctions} />
  </Section>
);

type Props = { readonly sale: Sale; readonly contenders: readonly Contender[] };

const SaleDetail = ({ sale, contenders }: Props) => (
  <>
    <AuctionFacts sale={sale} contenders={contenders} />
    <SealingNotice detail={sale.detail} />
    {sale.book === undefined ? null : (
      <>
        <OpenedBookView announcement={sale.detail.announcement} book={sale.book} />
        <SoldTable soldLots={sale.soldLots} lots={sale.detail.announcement.lots} />
        <VerifyNote auctionId={sale.detail.id} />
      </>
    )}
  </>
);
