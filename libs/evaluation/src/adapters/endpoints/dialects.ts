import type { HttpAdapter } from '#core/catalog';
import { assertDefined } from '#libs/kernel';
import type { MappingThread } from '../mapping-thread.js';
import type { MappingExpression } from '../mapping-worker.js';
import type { Dialect } from './dialect.js';
import { openaiEmbeddings, teiEmbed } from './embeddings.js';
import { inferenceProtocol } from './inference-protocol.js';
import { jsonHttp } from './json-http.js';
import { openaiChat, openaiCompletions } from './openai-generation.js';
import { teiPredict } from './tei-predict.js';

/** The expressions that an adapter declares, by what they are for; undefined when it has none. */
export function mappingsOf(adapter: HttpAdapter): Readonly<Record<string, MappingExpression>> | undefined {
  switch (adapter.kind) {
    case 'json-http':
      return {
        request: { language: 'jsonata', source: adapter.request },
        response: { language: 'jsonata', source: adapter.response },
      };
    case 'openai-chat':
    case 'openai-completions': {
      const { reading } = adapter;
      return reading.from === 'regex'
        ? { label: { language: 'regex', source: reading.pattern, flags: reading.flags } }
        : undefined;
    }
    case 'openai-embeddings':
    case 'inference-protocol':
    case 'tei-predict':
    case 'tei-embed':
      return undefined;
  }
}

/** @param mappings with the expressions of {@link mappingsOf} */
export function dialectOf(adapter: HttpAdapter, mappings: MappingThread | undefined): Dialect {
  switch (adapter.kind) {
    case 'openai-chat':
      return openaiChat(adapter, mappings);
    case 'openai-completions':
      return openaiCompletions(adapter, mappings);
    case 'openai-embeddings':
      return openaiEmbeddings(adapter);
    case 'json-http':
      return jsonHttp(adapter, assertDefined(mappings, 'JSONata runs in a thread'));
    case 'inference-protocol':
      return inferenceProtocol(adapter);
    case 'tei-predict':
      return teiPredict(adapter);
    case 'tei-embed':
      return teiEmbed(adapter);
  }
}
