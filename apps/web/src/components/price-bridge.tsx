import type { ShownRight } from '../appraisal-document.js';
import { type BridgeBar, bridgeBars } from '../price-scale.js';
import { Money } from './money.js';

const STEPS: Readonly<Record<string, string>> = {
  'as-today': 'Savings if all stayed as today',
  'quality-decay': 'Quality decays',
  'usage-change': 'Usage changes',
  'serving-cost': 'Cost of serving the calls',
  'right-to-stop': 'Right to stop when it no longer pays',
  discounting: 'Later money is worth less',
  'kept-by-licensee': 'Kept by the licensee',
  'shared-among-licensees': 'Shared among the licensees',
};

/** The way from today's value to the price, step by step, summing to the mean. */
export const PriceBridge = ({
  right,
  currency,
}: {
  readonly right: ShownRight;
  readonly currency: string;
}) => (
  <table class="bridge" data-testid="bridge">
    <caption>How the estimate comes about (averages over all simulated paths)</caption>
    <tbody>
      {bridgeBars(right.bridge).map((bar) => (
        <tr key={bar.step}>
          <th scope="row">{STEPS[bar.step] ?? bar.step}</th>
          <td class="bridge-bar" aria-hidden="true">
            <Bar bar={bar} />
          </td>
          <td class="figure">
            <Money amountMinor={bar.amountMinor} currency={currency} />
          </td>
        </tr>
      ))}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">Mean of the estimate</th>
        <td class="bridge-bar" />
        <td class="figure">
          <Money amountMinor={right.meanMinor} currency={currency} />
        </td>
      </tr>
    </tfoot>
  </table>
);

const Bar = ({ bar: { amountMinor, startPercent, lengthPercent } }: { readonly bar: BridgeBar }) => (
  <div
    class={amountMinor < 0n ? 'down' : 'up'}
    style={{ marginLeft: `${startPercent.toFixed(2)}%`, width: `${lengthPercent.toFixed(2)}%` }}
  />
);
