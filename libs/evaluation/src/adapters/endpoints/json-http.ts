import type { HttpAdapter } from '#core/catalog';
import { ok } from '#libs/kernel';
import { z } from 'zod';
import { labelOf } from '../label-text.js';
import type { MappingThread } from '../mapping-thread.js';
import { type Dialect, malformed, parseBody } from './dialect.js';

const name = z.union([z.string(), z.number(), z.boolean()]);
const result = z.union([
  name.transform((label) => ({ label, score: undefined })),
  z.object({ label: name, score: z.number().min(0).max(1).optional() }),
]);

/**
 * Any endpoint that takes and gives JSON, by two JSONata expressions.
 *
 * @param mappings with the expressions `request` and `response`
 */
export function jsonHttp(
  adapter: Extract<HttpAdapter, { kind: 'json-http' }>,
  mappings: MappingThread,
): Dialect {
  return {
    url: new URL(adapter.url),
    ask: (input) => mappings.evaluate('request', JSON.stringify({ input })),
    async read(body) {
      const isJson = parseBody(body, z.unknown());
      if (!isJson.ok) return isJson;
      const mapped = await mappings.evaluate('response', body);
      if (!mapped.ok) return mapped;
      const reading = parseBody(mapped.value, result);
      if (!reading.ok) return malformed(`the mapping gives no label: ${mapped.value.slice(0, 100)}`);
      const { label, score } = reading.value;
      return ok({ label: labelOf(String(label)), ...(score === undefined ? {} : { score }) });
    },
  };
}
