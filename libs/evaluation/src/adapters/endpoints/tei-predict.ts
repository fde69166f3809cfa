import type { HttpAdapter } from '#core/catalog';
import { ok } from '#libs/kernel';
import { z } from 'zod';
import { labelOf } from '../label-text.js';
import { below, type Dialect, malformed, parseBody } from './dialect.js';

const reply = z
  .array(z.object({ label: z.string(), score: z.number().min(0).max(1.0001) }))
  .min(1)
  .max(10_000);

/** `POST /predict` of Text Embeddings Inference, for sequence classifiers. One input, hence one list of labels. */
export function teiPredict(adapter: Extract<HttpAdapter, { kind: 'tei-predict' }>): Dialect {
  const named = (label: string): string => adapter.rename?.[label] ?? labelOf(label);
  return {
    url: below(adapter.url, 'predict'),
    ask: (input) => ok(JSON.stringify({ inputs: input, truncate: adapter.truncate, raw_scores: false })),
    read(body) {
      const predictions = parseBody(body, reply);
      if (!predictions.ok) return predictions;
      const best = Math.max(...predictions.value.map(({ score }) => score));
      const chosen = predictions.value.find(({ score }) => score === best);
      if (chosen === undefined) return malformed('no label has a score');
      const positive = predictions.value.find(({ label }) => named(label) === adapter.positive);
      return ok({
        label: named(chosen.label),
        ...(positive === undefined ? {} : { score: Math.min(1, positive.score) }),
      });
    },
  };
}
