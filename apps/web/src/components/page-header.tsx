import { age } from '../format.js';
import { isBusy, market, serviceNowMs, trouble } from '../market.js';

/** What this is, and how fresh it is. */
export const PageHeader = () => (
  <header>
    <div class="masthead">
      <p class="wordmark">Salvor</p>
      <Freshness />
    </div>
    <h1>What is a model still worth when nobody calls it state of the art any more?</h1>
    <p class="lead">
      Models are tested on dated data, priced as a range, sold by sealed bids, and the money is shared out
      among those who made them. Every step below is computed by this service and can be computed again by
      you.
    </p>
  </header>
);

function Freshness() {
  if (market.value === undefined) return null;
  const seen = age(serviceNowMs.value - market.value.asOf.getTime());
  const rhythm = isBusy.value ? 'Work in progress, checked every 2 s' : 'Up to date, checked every 15 s';
  return (
    <p class="freshness" data-busy={isBusy.value} data-testid="freshness">
      <span class="dot" aria-hidden="true" />
      {trouble.value === undefined ? rhythm : `Last checked ${seen}`}
    </p>
  );
}
