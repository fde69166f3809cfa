import type { VersionAdapter } from '#core/catalog';
import { callCostMicroMinor, usageCeiling } from './call-cost.js';
import { embeddingsRequest } from './endpoints/embeddings.js';
import { chatRequest, completionsRequest } from './endpoints/openai-generation.js';

/**
 * The most that one answered call about an input can cost, in millionths of a minor unit of the currency of the
 * declared prices: what a budget reserves before it lets the call begin. 0 without prices. An embedding model adds
 * the calls about its label texts to the first answer after it was opened: {@link lessonCostCeilingMicroMinor}.
 */
export function callCostCeilingMicroMinor(adapter: VersionAdapter, input: string): number {
  if (adapter.kind === 'openai-chat')
    return ceiling(adapter.prices, chatRequest(adapter, input), adapter.maxTokens);
  if (adapter.kind === 'openai-completions')
    return ceiling(adapter.prices, completionsRequest(adapter, input), adapter.maxTokens);
  if (adapter.kind === 'openai-embeddings')
    return ceiling(adapter.prices, embeddingsRequest(adapter, input), 0);
  // What is priced by the call alone costs the same whatever is asked.
  return 'prices' in adapter ? ceiling(adapter.prices, '', 0) : 0;
}

/** The most that opening a model can add to its first answer. */
export function lessonCostCeilingMicroMinor(adapter: VersionAdapter): number {
  if (adapter.kind !== 'openai-embeddings' && adapter.kind !== 'tei-embed') return 0;
  return adapter.labelTexts
    .map(({ text }) => callCostCeilingMicroMinor(adapter, text))
    .reduce((sum, cost) => sum + cost, 0);
}

const ceiling = (
  prices: Parameters<typeof callCostMicroMinor>[0],
  request: string,
  maxTokens: number,
): number => callCostMicroMinor(prices, usageCeiling(Buffer.byteLength(request), maxTokens));
