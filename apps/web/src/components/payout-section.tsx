import { encodeId } from '#libs/kernel';
import { basisPoints, partsPerBillion } from '../format.js';
import type { Market, Settlement } from '../market-view.js';
import { Money } from './money.js';
import { Section } from './section.js';

/** Where the money went, to the cent. */
export const PayoutSection = ({ market: { sale } }: { readonly market: Market }) => (
  <Section
    id="payout"
    title="Who was paid what?"
    lead="The price, less the platform's fee, is split by weights that were fixed beforehand; no unit is lost."
  >
    {sale?.settlement === undefined ? (
      <p class="empty">Nothing has been paid out yet.</p>
    ) : (
      <Statement settlement={sale.settlement} />
    )}
  </Section>
);

function Statement({ settlement: { statement, parties } }: { readonly settlement: Settlement }) {
  const { currency, fee, grossMinor, lines } = statement;
  const heldMinor = statement.document === 'sales-statement' ? BigInt(statement.heldMinor) : 0n;
  const names = new Map(parties.map(({ partyId, partyName }) => [encodeId('party', partyId), partyName]));
  return (
    <table data-testid="payouts">
      <thead>
        <tr>
          <th scope="col">Party</th>
          <th scope="col" class="figure">
            Weight
          </th>
          <th scope="col" class="figure">
            Amount
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ partyId, weightPpb, amountMinor }) => (
          <tr key={partyId}>
            <th scope="row">{names.get(partyId) ?? partyId}</th>
            <td class="figure">{partsPerBillion(weightPpb)}</td>
            <td class="figure">
              <Money amountMinor={amountMinor} currency={currency} />
            </td>
          </tr>
        ))}
        <tr class="muted">
          <th scope="row">Platform fee</th>
          <td class="figure">{basisPoints(fee.bps)} of the price</td>
          <td class="figure">
            <Money amountMinor={fee.amountMinor} currency={currency} />
          </td>
        </tr>
        {heldMinor === 0n ? null : (
          <tr class="muted">
            <th scope="row">Held back for the time being</th>
            <td />
            <td class="figure">
              <Money amountMinor={heldMinor} currency={currency} />
            </td>
          </tr>
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Paid for what was delivered</th>
          <td />
          <td class="figure">
            <Money amountMinor={BigInt(grossMinor) + heldMinor} currency={currency} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
