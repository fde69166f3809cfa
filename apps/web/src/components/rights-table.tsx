import { rightName, termsText } from '#core/valuation';
import { asCurrency } from '#libs/kernel';
import type { Right } from '../market-view.js';
import { highestOf } from '../price-scale.js';
import { Money } from './money.js';
import { RangeBar } from './range-bar.js';
import { RangeText } from './range-text.js';

type Props = { readonly rights: readonly Right[]; readonly currency: string };

/** Every right that was priced or refused, with what the hammer is expected to bring and the advised reserve. */
export function RightsTable({ rights, currency }: Props) {
  const endMinor = highestOf(rights.flatMap(({ price }) => (price === null ? [] : [price.p90])));
  return (
    <div class="scroll" role="region" aria-label="Price of each right" tabIndex={0}>
      <table data-testid="rights">
        <caption>Each right, on the same simulated paths</caption>
        <thead>
          <tr>
            <th scope="col">Right</th>
            <th scope="col" class="range-column">
              P10 to P90
            </th>
            <th scope="col" class="figure">
              Value
            </th>
            <th scope="col" class="figure">
              Hammer expected
            </th>
            <th scope="col" class="figure">
              Advised reserve
            </th>
          </tr>
        </thead>
        <tbody>
          {rights.map((right, index) => (
            <RightRow key={index} right={right} currency={currency} endMinor={endMinor} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = { readonly right: Right; readonly currency: string; readonly endMinor: bigint };

const RightRow = ({ right: { kind, terms, per, price, refusal }, currency, endMinor }: RowProps) => (
  <tr>
    <th scope="row">
      {rightName(kind)}
      <small>
        {termsText(terms, asCurrency(currency))}
        {per === 'licence' ? '; price of one licence' : ''}
      </small>
    </th>
    {price === null ? (
      <td colSpan={4}>No price: {refusal?.reason ?? 'no reason was given'}.</td>
    ) : (
      <>
        <td class="range-column">
          <RangeBar range={price} endMinor={endMinor} />
        </td>
        <td class="figure">
          <RangeText range={price} currency={currency} />
        </td>
        <td class="figure">
          <RangeText range={price.market} currency={currency} />
        </td>
        <td class="figure">
          <Money amountMinor={price.reserve} currency={currency} />
        </td>
      </>
    )}
  </tr>
);
