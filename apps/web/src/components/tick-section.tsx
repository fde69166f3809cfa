import { age, moment } from '../format.js';
import type { Market, Tick } from '../market-view.js';
import { serviceNowMs } from '../market.js';
import { Money } from './money.js';
import { Section } from './section.js';

/** What the market learns: the price that was published last, and whether it still counts. */
export const TickSection = ({ market: { tick } }: { readonly market: Market }) => (
  <Section id="tick" title="What does the market learn?">
    {tick === undefined ? (
      <p class="empty">No price has been published yet.</p>
    ) : (
      <LastTick tick={tick.tick} />
    )}
  </Section>
);

function LastTick({ tick }: { readonly tick: Tick['tick'] }) {
  const nowMs = serviceNowMs.value;
  const isStale = nowMs > Date.parse(tick.staleAfter);
  return (
    <dl class="figures wide" data-testid="tick">
      <div>
        <dt>Price</dt>
        <dd>
          <Money amountMinor={tick.priceMinor} currency={tick.currency} />
        </dd>
      </div>
      {tick.confidence === null ? null : (
        <div>
          <dt>Hammer expected (P10 to P90)</dt>
          <dd>
            <Money amountMinor={tick.confidence.lowMinor} currency={tick.currency} /> to{' '}
            <Money amountMinor={tick.confidence.highMinor} currency={tick.currency} />
          </dd>
        </div>
      )}
      <div>
        <dt>Published</dt>
        <dd>
          {age(nowMs - Date.parse(tick.publishedAt))}, as tick {tick.sequence}
        </dd>
      </div>
      <div>
        <dt>Freshness</dt>
        <dd>
          <span class="badge" data-state={isStale ? 'stale' : 'fresh'} data-testid="tick-freshness">
            {isStale ? 'stale' : 'fresh'}
          </span>{' '}
          {isStale ? 'since' : 'until'} {moment(new Date(tick.staleAfter))}
        </dd>
      </div>
      <div>
        <dt>Instrument</dt>
        <dd>
          <code>{tick.instrument}</code>
        </dd>
      </div>
    </dl>
  );
}
