import type { HttpAdapter } from '#core/catalog';
import { ok, type Result } from '#libs/kernel';
import { z } from 'zod';
import type { MappingThread } from '../mapping-thread.js';
import { tokenScore, type TokenProbability } from '../token-score.js';
import { below, type Dialect, type MeteredReading, parseBody, type ReadFailure } from './dialect.js';
import { readText } from './read-text.js';
import { usageOf, usageShape } from './token-usage.js';

export type ChatAdapter = Extract<HttpAdapter, { kind: 'openai-chat' }>;
export type CompletionsAdapter = Extract<HttpAdapter, { kind: 'openai-completions' }>;

const probability = z.object({ token: z.string(), logprob: z.number() });

const chatReply = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish() }),
        logprobs: z
          .object({ content: z.array(z.object({ top_logprobs: z.array(probability) })).nullish() })
          .nullish(),
      }),
    )
    .min(1),
  usage: usageShape,
});

const completionsReply = z.object({
  choices: z
    .array(
      z.object({
        text: z.string(),
        logprobs: z.object({ top_logprobs: z.array(z.record(z.string(), z.number())).nullish() }).nullish(),
      }),
    )
    .min(1),
  usage: usageShape,
});

/** The template is filled in one pass: what the input says about templates is only text. */
const filled = (template: string, input: string): string => template.split('{{input}}').join(input);

/** `POST /chat/completions` as OpenAI defines it and vLLM, llama.cpp, Ollama and others serve it. */
export function openaiChat(adapter: ChatAdapter, mappings: MappingThread | undefined): Dialect {
  return {
    url: below(adapter.url, 'chat/completions'),
    ask: (input) => ok(chatRequest(adapter, input)),
    async read(body) {
      const reply = parseBody(body, chatReply);
      if (!reply.ok) return reply;
      const [choice] = reply.value.choices;
      const candidates = choice?.logprobs?.content?.[0]?.top_logprobs ?? [];
      return generated(adapter, choice?.message.content ?? '', candidates, reply.value.usage, mappings);
    },
  };
}

export function chatRequest(adapter: ChatAdapter, input: string): string {
  const { model, system, prompt, tokenLimitField, maxTokens, temperature, seed, stop, scoreTokens } = adapter;
  return JSON.stringify({
    model,
    messages: [
      ...(system === undefined ? [] : [{ role: 'system', content: system }]),
      { role: 'user', content: filled(prompt, input) },
    ],
    [tokenLimitField]: maxTokens,
    temperature,
    seed,
    stop,
    ...(scoreTokens === undefined ? {} : { logprobs: true, top_logprobs: scoreTokens.top }),
  });
}

/** `POST /completions`: a prompt is continued, without roles. */
export function openaiCompletions(adapter: CompletionsAdapter, mappings: MappingThread | undefined): Dialect {
  return {
    url: below(adapter.url, 'completions'),
    ask: (input) => ok(completionsRequest(adapter, input)),
    async read(body) {
      const reply = parseBody(body, completionsReply);
      if (!reply.ok) return reply;
      const [choice] = reply.value.choices;
      const candidates = Object.entries(choice?.logprobs?.top_logprobs?.[0] ?? {}).map(
        ([token, logprob]) => ({ token, logprob }),
      );
      return generated(adapter, choice?.text ?? '', candidates, reply.value.usage, mappings);
    },
  };
}

export function completionsRequest(adapter: CompletionsAdapter, input: string): string {
  const { model, prompt, maxTokens, temperature, seed, stop, scoreTokens } = adapter;
  return JSON.stringify({
    model,
    prompt: filled(prompt, input),
    max_tokens: maxTokens,
    temperature,
    seed,
    stop,
    logprobs: scoreTokens?.top,
  });
}

async function generated(
  adapter: ChatAdapter | CompletionsAdapter,
  text: string,
  candidates: readonly TokenProbability[],
  usage: z.infer<typeof usageShape>,
  mappings: MappingThread | undefined,
): Promise<Result<MeteredReading, ReadFailure>> {
  const label = await readText(adapter, text, mappings);
  if (!label.ok) return label;
  const score = adapter.scoreTokens === undefined ? undefined : tokenScore(candidates, adapter.scoreTokens);
  return ok({ label: label.value, ...(score === undefined ? {} : { score }), ...usageOf(usage) });
}
