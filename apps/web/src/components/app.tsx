import { market, trouble } from '../market.js';
import type { Market } from '../market-view.js';
import { AuctionSection } from './auction-section.js';
import { EdgesSection } from './edges-section.js';
import { PageFooter } from './page-footer.js';
import { PageHeader } from './page-header.js';
import { PayoutSection } from './payout-section.js';
import { PriceSection } from './price-section.js';
import { ProgressStrip } from './progress-strip.js';
import { ScoreboardSection } from './scoreboard-section.js';
import { ScoresSection } from './scores-section.js';
import { TickSection } from './tick-section.js';
import { TroubleNotice } from './trouble-notice.js';
import { UtilitySection } from './utility-section.js';
import { ValuationsSection } from './valuations-section.js';

/** The market at a glance. */
export const App = () => (
  <>
    <PageHeader />
    {trouble.value === undefined ? null : <TroubleNotice trouble={trouble.value} />}
    <main>
      <Content market={market.value} />
    </main>
    <PageFooter />
  </>
);

function Content({ market: seen }: { readonly market: Market | undefined }) {
  if (seen === undefined)
    return trouble.value === undefined ? (
      <p class="empty" aria-busy="true">
        Looking at the market …
      </p>
    ) : null;
  if (seen.contenders.length === 0) return <EmptyMarket />;
  return (
    <>
      <ProgressStrip market={seen} />
      <ScoresSection market={seen} />
      <EdgesSection market={seen} />
      <ValuationsSection market={seen} />
      <PriceSection market={seen} />
      <UtilitySection market={seen} />
      <AuctionSection market={seen} />
      <PayoutSection market={seen} />
      <TickSection market={seen} />
      <ScoreboardSection market={seen} />
    </>
  );
}

const EmptyMarket = () => (
  <p class="empty" data-testid="empty-market">
    Nothing here yet. Start without <code>--empty</code> to see a demonstration, or register a model and a
    version of it: see <a href="/docs">the API</a>.
  </p>
);
