import type { VersionAdapter } from '#core/catalog';
import type { Currency } from '#libs/kernel';
import type { z } from 'zod';
import { type CallCost, latencyPercentile } from './core/index.js';
import type { latencies } from './evaluation-evidence.contract.js';
import type { CallFigures } from './evaluation-evidence.store.js';

type Latencies = z.output<typeof latencies>;

/**
 * What a thousand calls of a run cost, rounded up. What runs in this house costs nothing beyond it; an endpoint or a
 * program whose prices nobody has declared costs what nobody knows.
 */
export function callCost(
  { kind }: VersionAdapter,
  currency: Currency | null,
  { calls, costMicroMinor }: CallFigures,
): CallCost | undefined {
  switch (kind) {
    case 'npm-package':
    case 'rule-list':
    case 'linear-model':
    case 'constant':
    case 'onnx':
      return { microMinorPerThousand: 0n, currency: null };
    case 'recorded-answers':
    case 'local-process':
    case 'openai-chat':
    case 'openai-completions':
    case 'openai-embeddings':
    case 'json-http':
    case 'inference-protocol':
    case 'tei-predict':
    case 'tei-embed':
      return currency === null || calls === 0
        ? undefined
        : { microMinorPerThousand: ceilingOf(costMicroMinor * 1_000n, BigInt(calls)), currency };
  }
}

const ceilingOf = (amount: bigint, divisor: bigint): bigint => (amount + divisor - 1n) / divisor;

/** Percentiles of the latency of a call, each refused below the samples that it needs. */
export function callLatencies({ latenciesMicros }: CallFigures): Latencies {
  const percentile = (share: number): Latencies['p50'] => {
    const found = latencyPercentile(latenciesMicros, share);
    return found.ok
      ? { observedMicros: found.value.observed, upperMicros: found.value.upper, refusal: null }
      : { observedMicros: null, upperMicros: null, refusal: found.error.reason };
  };
  return { p50: percentile(0.5), p90: percentile(0.9), p99: percentile(0.99) };
}
