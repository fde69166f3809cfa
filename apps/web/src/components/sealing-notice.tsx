import type { AuctionDetail } from '../auction-view.js';

/** As long as bids are sealed: who can open them, and when. */
export function SealingNotice({ detail: { state, announcement } }: { readonly detail: AuctionDetail }) {
  const { threshold, trustees } = announcement.sealing;
  const names = trustees.map(({ id }) => id).join(', ');
  const number = `${String(threshold)} of ${String(trustees.length)}`;
  if (state === 'announced' || state === 'open')
    return (
      <p class="sealed" data-testid="sealed">
        Sealed to {number}: {names}. Nobody else can read a bid, and they open none before the close.
      </p>
    );
  if (state === 'closed')
    return (
      <p class="sealed" data-testid="sealed">
        The log is closed, nothing can be added to it. Bids stay sealed until {number} trustees have opened
        them: {names}.
      </p>
    );
  return null;
}
