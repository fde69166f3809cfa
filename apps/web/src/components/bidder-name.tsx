import { shortened } from '../format.js';

/** A bidder's pseudonym: it means something in its own auction only. */
export const BidderName = ({ bidder }: { readonly bidder: string }) => (
  <code class="nowrap" title={bidder}>
    {shortened(bidder)}
  </code>
);
