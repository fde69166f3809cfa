import { countdown } from '../format.js';
import type { AuctionDetail } from '../auction-view.js';
import { serviceNowMs } from '../market.js';

/** Time to the opening or the close, by the service's clock; nothing once bids are no longer taken. */
export function Countdown({ auction: { state, opensAt, closesAt } }: { readonly auction: AuctionDetail }) {
  if (state !== 'announced' && state !== 'open') return null;
  const nowMs = serviceNowMs.value;
  const isBefore = nowMs < opensAt.getTime();
  const leftMs = (isBefore ? opensAt : closesAt).getTime() - nowMs;
  return (
    <div>
      <dt>{isBefore ? 'Opens in' : 'Closes in'}</dt>
      <dd class="countdown" data-testid="countdown">
        {leftMs > 0 ? countdown(leftMs) : 'any moment'}
      </dd>
    </div>
  );
}
