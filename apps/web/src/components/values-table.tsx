import type { Valuation } from '../market-view.js';
import { highestOf } from '../price-scale.js';
import { RangeBar } from './range-bar.js';
import { RangeText } from './range-text.js';

type Values = NonNullable<Valuation['values']>;

/** The four values, named as for aircraft. */
const VALUES = [
  { key: 'base', name: 'Base', meaning: 'nobody is in a hurry' },
  { key: 'market', name: 'Market', meaning: 'what the hammer is expected to bring' },
  { key: 'distress', name: 'Distress', meaning: 'the sale cannot wait' },
  { key: 'encumbered', name: 'Encumbered', meaning: 'with the rights that others hold' },
] as const satisfies readonly {
  readonly key: keyof Values;
  readonly name: string;
  readonly meaning: string;
}[];

/** What the model as a whole is worth, in four ways. */
export function ValuesTable({ values, currency }: { readonly values: Values; readonly currency: string }) {
  const endMinor = highestOf(Object.values(values).map(({ p90 }) => p90));
  return (
    <table data-testid="values">
      <caption>Four values of the model as a whole</caption>
      <thead>
        <tr>
          <th scope="col">Value</th>
          <th scope="col" class="range-column">
            P10 to P90
          </th>
          <th scope="col" class="figure">
            P50, and P10 to P90
          </th>
        </tr>
      </thead>
      <tbody>
        {VALUES.map(({ key, name, meaning }) => (
          <tr key={key}>
            <th scope="row">
              {name}
              <small>{meaning}</small>
            </th>
            <td class="range-column">
              <RangeBar range={values[key]} endMinor={endMinor} />
            </td>
            <td class="figure">
              <RangeText range={values[key]} currency={currency} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
