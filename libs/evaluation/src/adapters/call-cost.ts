import type { HttpAdapter } from '#core/catalog';
import { assert } from '#libs/kernel';

/** Tokens that a call took, as its endpoint counts them. */
export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export type Prices = NonNullable<HttpAdapter['prices']>;

/** Prices have at most six decimals. */
const DECIMALS = 6;

/**
 * What a call costs by the declared prices, in millionths of a minor unit, rounded up. A price in minor units per
 * million tokens is a price in millionths of a minor unit per token, so this is exact but for prices with decimals.
 */
export function callCostMicroMinor(prices: Prices | undefined, usage: TokenUsage): number {
  if (prices === undefined) return 0;
  const tokenPrices = 'inputMinorPerMillionTokens' in prices ? prices : undefined;
  const perCall = scaled(prices.minorPerCall ?? '0') * 1_000_000n;
  const perInput = scaled(tokenPrices?.inputMinorPerMillionTokens ?? '0') * BigInt(usage.inputTokens);
  const perOutput = scaled(tokenPrices?.outputMinorPerMillionTokens ?? '0') * BigInt(usage.outputTokens);
  const unit = 10n ** BigInt(DECIMALS);
  const cost = Number((perCall + perInput + perOutput + unit - 1n) / unit);
  assert(Number.isSafeInteger(cost), `a cost beyond 2^53: ${String(cost)}`);
  return cost;
}

/** A decimal as the whole number of its millionths. */
function scaled(decimal: string): bigint {
  const [whole = '', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(DECIMALS, '0'));
}

/**
 * The most that a call can be charged, for when the endpoint does not say, and for budgets, which reserve before
 * they spend. A token holds at least one byte, and the request's JSON outweighs what chat templates add to it.
 */
export const usageCeiling = (requestBytes: number, maxTokens: number): TokenUsage => ({
  inputTokens: requestBytes,
  outputTokens: maxTokens,
});
