import type { UtilityCurve } from '../valuation-document.js';
import { Money } from './money.js';

type Props = { readonly curve: UtilityCurve; readonly currency: string };

/** Points are three months apart; one a year is enough to read. */
const POINTS_PER_YEAR = 4;

export const UtilityTable = ({ curve, currency }: Props) => (
  <table>
    <thead>
      <tr>
        <th scope="col">Year</th>
        {['P10', 'P50', 'P90'].map((level) => (
          <th key={level} scope="col" class="figure">
            {level} a month
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {curve.points
        .filter((_, index) => index % POINTS_PER_YEAR === 0)
        .map(({ t, utilityPerMonthMinor }) => (
          <tr key={t}>
            <th scope="row">{t.toFixed(1)}</th>
            {(['p10', 'p50', 'p90'] as const).map((level) => (
              <td key={level} class="figure">
                <Money amountMinor={utilityPerMonthMinor[level]} currency={currency} />
              </td>
            ))}
          </tr>
        ))}
    </tbody>
  </table>
);
