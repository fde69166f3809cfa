import type { HttpAdapter } from '#core/catalog';
import { ok, type Result } from '#libs/kernel';
import { z } from 'zod';
import { type LabelVector, nearestLabel } from '../nearest-label.js';
import {
  below,
  type Dialect,
  malformed,
  type MeteredReading,
  parseBody,
  type ReadFailure,
} from './dialect.js';
import { usageOf, usageShape } from './token-usage.js';

export type OpenaiEmbeddingsAdapter = Extract<HttpAdapter, { kind: 'openai-embeddings' }>;
export type TeiEmbedAdapter = Extract<HttpAdapter, { kind: 'tei-embed' }>;

const vector = z.array(z.number()).min(1);
const openaiReply = z.object({ data: z.array(z.object({ embedding: vector })).min(1), usage: usageShape });
const teiReply = z.array(vector).min(1);

type Embedding = { readonly vector: readonly number[] } & Pick<MeteredReading, 'usage'>;

/** `POST /embeddings` of the OpenAI API. */
export const openaiEmbeddings = (adapter: OpenaiEmbeddingsAdapter): Dialect =>
  embeddingClassifier(adapter.labelTexts, {
    url: below(adapter.url, 'embeddings'),
    request: (input) => embeddingsRequest(adapter, input),
    embedding(body) {
      const reply = parseBody(body, openaiReply);
      if (!reply.ok) return reply;
      return ok({ vector: reply.value.data[0]?.embedding ?? [], ...usageOf(reply.value.usage) });
    },
  });

export const embeddingsRequest = ({ model, dimensions }: OpenaiEmbeddingsAdapter, input: string): string =>
  JSON.stringify({ model, input, dimensions, encoding_format: 'float' });

/** `POST /embed` of Text Embeddings Inference. */
export const teiEmbed = (adapter: TeiEmbedAdapter): Dialect =>
  embeddingClassifier(adapter.labelTexts, {
    url: below(adapter.url, 'embed'),
    request: (input) => JSON.stringify({ inputs: input, normalize: true, truncate: adapter.truncate }),
    embedding(body) {
      const reply = parseBody(body, teiReply);
      return reply.ok ? ok({ vector: reply.value[0] ?? [] }) : reply;
    },
  });

/** Learns the vectors of the label texts first; then the nearest of them is the answer. */
function embeddingClassifier(
  labelTexts: TeiEmbedAdapter['labelTexts'],
  wire: {
    readonly url: URL;
    request(input: string): string;
    embedding(body: string): Result<Embedding, ReadFailure>;
  },
): Dialect {
  const labels: LabelVector[] = [];
  return {
    url: wire.url,
    lessons: labelTexts.map(({ text }) => text),
    ask: (input) => ok(wire.request(input)),
    learn(lesson, body) {
      const embedding = wire.embedding(body);
      if (!embedding.ok) return embedding;
      labels[lesson] = { label: labelTexts[lesson]?.label ?? '', vector: embedding.value.vector };
      return embedding;
    },
    read(body) {
      const embedding = wire.embedding(body);
      if (!embedding.ok) return embedding;
      const { vector: direction, ...metered } = embedding.value;
      const label = nearestLabel(direction, labels);
      return label === undefined
        ? malformed('the vector has no direction, or another length than those of the labels')
        : ok({ label, ...metered });
    },
  };
}
