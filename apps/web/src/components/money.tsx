import { money } from '../format.js';

/** An amount with its currency, never broken over two lines. */
export const Money = ({
  amountMinor,
  currency,
}: {
  readonly amountMinor: bigint | string;
  readonly currency: string;
}) => <span class="money">{money(amountMinor, currency)}</span>;
