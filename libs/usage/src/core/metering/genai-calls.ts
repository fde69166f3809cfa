import { err, ok, type Result } from '#libs/kernel';
import type { OtlpAttributes, OtlpSpan, OtlpTraces } from './otlp-traces.js';

/** Who pays for a call: an id of a party, on the span or on its resource. */
export const PAYER_ATTRIBUTE = 'salvor.payer';

/** Operations that are one call of a model. Agents, tools and workflows contain calls, which have their own spans. */
const MODEL_OPERATIONS = ['chat', 'text_completion', 'generate_content', 'embeddings'];

/** Far above any context; keeps sums of tokens and prices within 64 bits. */
const TOKENS_PER_CALL_MAX = 1_000_000_000n;

const NANOSECONDS_PER_MS = 1_000_000n;
const HOUR_MS = 3_600_000;

/** One call of a model. Tokens as a bill counts them: all that went in, all that came out. */
export type GenAiCall = {
  readonly traceId: string;
  readonly spanId: string;
  readonly payer: string;
  /** The beginning of the hour (UTC) in which the call ended. */
  readonly hourStartMs: number;
  readonly inputTokens: bigint;
  readonly outputTokens: bigint;
  /** RFC 6901 pointer into the request. */
  readonly path: string;
};

export type TelemetryFault = { readonly path: string; readonly reason: string };

export type TelemetryWindow = { readonly receivedAtMs: number; readonly backDatingMaxMs: number };

/**
 * The calls of models that traces tell of, by the attributes of OpenTelemetry's GenAI conventions.
 * `gen_ai.usage.input_tokens` includes what was read from or written to a cache, `gen_ai.usage.output_tokens`
 * includes reasoning: the attributes of those parts are never added, and a part above its whole is a fault. Spans of
 * other operations are counted as `ignored`.
 */
export function genAiCalls(
  traces: OtlpTraces,
  window: TelemetryWindow,
): Result<{ readonly calls: readonly GenAiCall[]; readonly ignored: number }, TelemetryFault> {
  const calls: GenAiCall[] = [];
  let ignored = 0;
  for (const [r, { resource, scopeSpans }] of traces.resourceSpans.entries())
    for (const [s, { spans }] of scopeSpans.entries())
      for (const [n, span] of spans.entries()) {
        const path = `/resourceSpans/${String(r)}/scopeSpans/${String(s)}/spans/${String(n)}`;
        const operation = textOf(span.attributes, 'gen_ai.operation.name');
        if (operation === undefined || !MODEL_OPERATIONS.includes(operation)) {
          ignored += 1;
          continue;
        }
        const call = callOf(span, textOf(resource.attributes, PAYER_ATTRIBUTE), window);
        if (!call.ok) return err({ path, reason: call.error });
        calls.push({ ...call.value, path });
      }
  return ok({ calls, ignored });
}

function callOf(
  { traceId, spanId, endTimeUnixNano, attributes }: OtlpSpan,
  payerOfResource: string | undefined,
  { receivedAtMs, backDatingMaxMs }: TelemetryWindow,
): Result<Omit<GenAiCall, 'path'>, string> {
  const payer = textOf(attributes, PAYER_ATTRIBUTE) ?? payerOfResource;
  if (payer === undefined) return err(`neither span nor resource has ${PAYER_ATTRIBUTE}`);
  const endMs = Number(endTimeUnixNano / NANOSECONDS_PER_MS);
  if (endMs > receivedAtMs) return err('ends in the future');
  if (endMs < receivedAtMs - backDatingMaxMs) return err('ended before the back-dating window');
  const inputTokens = countOf(attributes, 'gen_ai.usage.input_tokens');
  const outputTokens = countOf(attributes, 'gen_ai.usage.output_tokens');
  const cached =
    countOf(attributes, 'gen_ai.usage.cache_read.input_tokens') +
    countOf(attributes, 'gen_ai.usage.cache_creation.input_tokens');
  const reasoning = countOf(attributes, 'gen_ai.usage.reasoning.output_tokens');
  if (inputTokens < 0n || outputTokens < 0n) return err('has a negative number of tokens');
  if (inputTokens > TOKENS_PER_CALL_MAX || outputTokens > TOKENS_PER_CALL_MAX)
    return err(`has more than ${String(TOKENS_PER_CALL_MAX)} tokens`);
  if (cached > inputTokens) return err('has more cached tokens than input tokens, which include them');
  if (reasoning > outputTokens)
    return err('has more reasoning tokens than output tokens, which include them');
  const hourStartMs = Math.floor(endMs / HOUR_MS) * HOUR_MS;
  return ok({ traceId, spanId, payer, hourStartMs, inputTokens, outputTokens });
}

const textOf = (attributes: OtlpAttributes, name: string): string | undefined =>
  attributes.find(({ key }) => key === name)?.value.stringValue;

const countOf = (attributes: OtlpAttributes, name: string): bigint =>
  attributes.find(({ key }) => key === name)?.value.intValue ?? 0n;
