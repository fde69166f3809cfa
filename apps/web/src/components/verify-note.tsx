import { encodeId } from '#libs/kernel';
import type { AuctionDetail } from '../auction-view.js';
import { CopyLine } from './copy-line.js';

/** How to come to the same end without this service. */
export const VerifyNote = ({ auctionId }: { readonly auctionId: AuctionDetail['id'] }) => (
  <div class="verify">
    <p class="note">
      The{' '}
      <a
        href={`/v1/auctions/${encodeId('auction', auctionId)}/outcome`}
        download="outcome.json"
        data-testid="outcome-link"
      >
        outcome document
      </a>{' '}
      holds the announcement, the closed log, the envelopes that count and what the trustees published to open
      them. With it anybody can decide the auction again, offline:
    </p>
    <CopyLine text="salvor verify --input outcome.json" />
  </div>
);
