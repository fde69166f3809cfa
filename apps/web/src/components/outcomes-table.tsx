import { rightName } from '#core/valuation';
import type { Scoreboard } from '../market-view.js';
import { Money } from './money.js';
import { RangeText } from './range-text.js';

type Entry = Scoreboard['entries'][number];

/** More are left to the API. */
const OUTCOMES_SHOWN_MAX = 30;

/** Newest first: what was expected of each lot, and what it brought. */
export const OutcomesTable = ({ entries }: { readonly entries: readonly Entry[] }) => (
  <div class="scroll" role="region" aria-label="Expected and realised prices" tabIndex={0}>
    <table data-testid="outcomes">
      <caption>
        Expected and realised prices of{' '}
        {entries.length > OUTCOMES_SHOWN_MAX ? `the newest ${String(OUTCOMES_SHOWN_MAX)} lots` : 'all lots'}
      </caption>
      <thead>
        <tr>
          <th scope="col">Right</th>
          <th scope="col">Closed</th>
          <th scope="col" class="figure">
            Expected, P10 to P90
          </th>
          <th scope="col" class="figure">
            Outcome
          </th>
          <th scope="col">In the range</th>
        </tr>
      </thead>
      <tbody>
        {entries
          .toReversed()
          .slice(0, OUTCOMES_SHOWN_MAX)
          .map((entry) => (
            <tr key={entry.lot}>
              <th scope="row">{rightName(entry.kind)}</th>
              <td class="nowrap">{entry.closedOn}</td>
              <td class="figure">
                <RangeText
                  range={{ p10: entry.p10Minor, p50: entry.estimateMinor, p90: entry.p90Minor }}
                  currency={entry.currency}
                />
              </td>
              <td class="figure">
                <Outcome entry={entry} />
              </td>
              <td>{entry.isCovered === null ? '–' : entry.isCovered ? 'yes' : 'no'}</td>
            </tr>
          ))}
      </tbody>
    </table>
  </div>
);

const Outcome = ({ entry: { outcome, currency } }: { readonly entry: Entry }) =>
  outcome.state === 'sold' ? (
    <Money amountMinor={outcome.priceMinor} currency={currency} />
  ) : (
    <>
      unsold
      <small>
        below the reserve of <Money amountMinor={outcome.reserveMinor} currency={currency} />
      </small>
    </>
  );
