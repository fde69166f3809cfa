import { ok } from '#libs/kernel';
import { z } from 'zod';
import { clearPackageAuction, packagesSchema } from '../clearing/packages.js';
import { clearSingleItem, singleItemSchema } from '../clearing/single-item.js';
import { clearUnitAuction, unitsSchema } from '../clearing/units.js';
import type { Command } from '../command.js';
import { parseInput } from '../parse-input.js';

const schema = z.discriminatedUnion('format', [singleItemSchema, unitsSchema, packagesSchema]);

type Input = z.output<typeof schema>;

/** Who wins what, and what they pay. */
export const clear: Command = {
  name: 'clear',
  summary: 'who wins a sealed-bid auction and at what price',
  help: `Usage: salvor clear [--no-certificate] [--input FILE|-]

Prices and quantities are integers (prices in minor units), given as JSON integers or as strings of digits.

One item:  format "first-price" or "second-price", reserve, bids [{id, bidder, price}].
Units:     format "uniform-price" or "pay-as-bid", supply, reserve, bids [{id, bidder, steps: [{price, quantity}]}];
           optional pricing ("lowest-accepted", or "highest-rejected"), marginal ("largest-remainder"),
           capPerBidder, affiliates {bidder: group}, minimumFill, nonCompetitive [{id, bidder, quantity}].
Packages:  format "core-selecting", "vcg" or "pay-as-bid-packages", items[], reserves {item: price},
           bids [{id, bidder, items[], price}]; bids of one bidder exclude each other.
Optional in all: tieSeed, which decides between equals.

Result: status ("sold", "partly-sold", "unsold"), allocations [{bid, bidder, quantity or items, payment}], and
clearingPrice where everybody pays the same for a unit. For packages also welfare (the sum of the winning bids), vcg
{bidder: payment}, and a certificate that proves all of it in integers; --no-certificate leaves it out. A package
auction that cannot be decided to proven optimality is {refused: {code, reason}}.

Example:
  echo '{"format":"second-price","reserve":50,"bids":[{"id":"a","bidder":"A","price":80},{"id":"b","bidder":"B","price":70}]}' | salvor clear
`,
  switches: ['no-certificate'],
  run: (text, { switches }) => {
    const input = parseInput(schema, text);
    if (!input.ok) return input;
    return ok({
      output: `${JSON.stringify(resultOf(input.value, !switches.has('no-certificate')))}\n`,
      verdict: 'good',
    });
  },
};

function resultOf(input: Input, withCertificate: boolean): object {
  switch (input.format) {
    case 'first-price':
    case 'second-price':
      return clearSingleItem(input);
    case 'uniform-price':
    case 'pay-as-bid':
      return clearUnitAuction(input);
    case 'core-selecting':
    case 'vcg':
    case 'pay-as-bid-packages':
      return clearPackageAuction(input, withCertificate);
  }
}
