import { stepName } from '#core/valuation';
import { type BridgeBar, bridgeBars } from '../price-scale.js';
import type { ShownDocument } from '../valuation-document.js';
import { Money } from './money.js';

type Props = {
  readonly steps: ShownDocument['bridge'];
  readonly medianMinor: string;
  readonly currency: string;
};

/** The way from today's receipts to the base value, step by step, summing to its median. */
export const PriceBridge = ({ steps, medianMinor, currency }: Props) => (
  <table class="bridge" data-testid="bridge">
    <caption>How the base value comes about (averages over all simulated paths)</caption>
    <tbody>
      {bridgeBars(steps).map((bar) => (
        <tr key={bar.step}>
          <th scope="row">{stepName(bar.step)}</th>
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
        <th scope="row">Median of the base value</th>
        <td class="bridge-bar" />
        <td class="figure">
          <Money amountMinor={medianMinor} currency={currency} />
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
