import { z } from 'zod';
import type { TokenUsage } from '../call-cost.js';

/** No context is longer; an endpoint that counts more is not believed. */
const tokens = z.int().min(0).max(4_000_000);

/** `usage` as the OpenAI API reports it. Embeddings have no completion. */
export const usageShape = z.object({ prompt_tokens: tokens, completion_tokens: tokens.nullish() }).nullish();

export const usageOf = (usage: z.infer<typeof usageShape>): { readonly usage?: TokenUsage } =>
  usage === null || usage === undefined
    ? {}
    : { usage: { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens ?? 0 } };
