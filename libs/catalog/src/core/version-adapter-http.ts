import { isCurrency } from '#libs/kernel';
import { z } from 'zod';
import { label, outputReading, tensorShape } from './version-adapter-output.js';

/**
 * Models that are reached over HTTP. What stands here is public and pinned with the version, so no secret can be
 * part of it: a credential is named, and whoever calls the endpoint looks the name up.
 */

/** Names under which secrets travel. A value beside one of them would be published with the version. */
const SECRET_NAME = /key|token|secret|sig|pass|auth|cookie|session|credential/i;

/** Headers that the client sets itself, or that would change how the message is framed (RFC 9110, 9112). */
const CLIENT_HEADER =
  /^(host|connection|keep-alive|te|trailer|upgrade|expect|transfer-encoding|accept-encoding|content-.*|proxy-.*|idempotency-key)$/;

const isEndpointUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash, searchParams } = new URL(text);
  return (
    (protocol === 'http:' || protocol === 'https:') &&
    username === '' &&
    password === '' &&
    hash === '' &&
    ![...searchParams.keys()].some((name) => SECRET_NAME.test(name))
  );
};

const endpointUrl = z
  .string()
  .max(2_048)
  .refine(isEndpointUrl, 'must be an http or https URL without user, password, fragment or secret parameter');

const headerName = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/, 'must be a header name in lower case')
  .refine((name) => !CLIENT_HEADER.test(name), 'is set by the client');

const fixedHeaders = z
  .record(
    headerName.refine((name) => !SECRET_NAME.test(name), 'would carry a secret: name a credential'),
    z.string().regex(/^[\x20-\x7e]{1,200}$/, 'must be printable ASCII'),
  )
  .refine((headers) => Object.keys(headers).length <= 10, 'must be at most 10 headers');

/** Not negative, at most six decimals: products with whole numbers of tokens stay exact. */
const price = z.string().regex(/^\d{1,8}(\.\d{1,6})?$/, 'must be a decimal with at most six places');
const currency = z.string().refine(isCurrency, 'must be a currency of ISO 4217');

const callPrices = z.strictObject({ currency, minorPerCall: price });
const tokenPrices = z.strictObject({
  currency,
  minorPerCall: price.optional(),
  inputMinorPerMillionTokens: price,
  outputMinorPerMillionTokens: price.optional(),
});

const endpoint = {
  url: endpointUrl,
  /** Name under which the secret is kept. */
  credential: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens')
    .optional(),
  /** The header that takes the bare secret. Without it: `authorization: Bearer <secret>` (RFC 6750). */
  credentialHeader: headerName.optional(),
  headers: fixedHeaders.optional(),
};

const modelName = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be printable ASCII without spaces');
const prompt = z
  .string()
  .max(20_000)
  .refine((template) => template.includes('{{input}}'), 'must say where {{input}} goes');

/** How a label is read out of what a language model wrote. */
const textReading = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('text') }),
  z.strictObject({
    from: z.literal('regex'),
    /** ECMAScript; its first group is the label, or the whole match when it has none. */
    pattern: z.string().min(1).max(500),
    flags: z.enum(['', 'i']),
  }),
  z.strictObject({
    from: z.literal('json'),
    pointer: z
      .string()
      .max(500)
      .regex(/^(\/([^~/]|~[01])*)*$/, 'must be a JSON Pointer (RFC 6901)'),
  }),
]);

/** Tokens whose probabilities, as the first token of the answer, speak for and against the positive label. */
const scoreTokens = z.strictObject({
  positive: z.array(z.string().min(1).max(100)).min(1).max(20),
  negative: z.array(z.string().min(1).max(100)).min(1).max(20),
  /** How many alternatives to ask for; 20 is the most that the OpenAI API gives. */
  top: z.int().min(1).max(20),
});

const generation = {
  ...endpoint,
  model: modelName,
  prompt,
  maxTokens: z.int().min(1).max(100_000),
  temperature: z.number().min(0).max(2).optional(),
  seed: z.int().optional(),
  stop: z.array(z.string().min(1).max(100)).min(1).max(4).optional(),
  reading: textReading,
  /** When given, a reading that is one of them but for case and punctuation around it is taken for it. */
  labels: z.array(label).min(1).max(1_000).optional(),
  scoreTokens: scoreTokens.optional(),
  prices: tokenPrices.optional(),
};

const openaiChat = z.strictObject({
  kind: z.literal('openai-chat'),
  ...generation,
  system: z.string().min(1).max(20_000).optional(),
  /** Newer models of OpenAI know the limit by its second name only. */
  tokenLimitField: z.enum(['max_tokens', 'max_completion_tokens']),
});

const openaiCompletions = z.strictObject({ kind: z.literal('openai-completions'), ...generation });

/**
 * A vector is no answer. An embedding model becomes a classifier by the texts that stand for its labels: the
 * answer is the label whose text lies nearest by cosine.
 */
const labelTexts = z
  .array(z.strictObject({ label, text: z.string().min(1).max(2_000) }))
  .min(2)
  .max(200);

const openaiEmbeddings = z.strictObject({
  kind: z.literal('openai-embeddings'),
  ...endpoint,
  model: modelName,
  labelTexts,
  dimensions: z.int().min(1).max(100_000).optional(),
  prices: tokenPrices.optional(),
});

const jsonHttp = z.strictObject({
  kind: z.literal('json-http'),
  ...endpoint,
  /** JSONata over `{"input": …}`: the body of the request. */
  request: z.string().min(1).max(4_000),
  /** JSONata over the body of the reply: the label, or `{"label": …, "score": …}`. */
  response: z.string().min(1).max(4_000),
  prices: callPrices.optional(),
});

const inferenceProtocol = z.strictObject({
  kind: z.literal('inference-protocol'),
  ...endpoint,
  model: modelName,
  modelVersion: modelName.optional(),
  input: z.discriminatedUnion('datatype', [
    z.strictObject({ name: z.string().min(1).max(200), datatype: z.literal('BYTES'), shape: tensorShape }),
    z.strictObject({
      name: z.string().min(1).max(200),
      datatype: z.enum(['FP32', 'FP64', 'INT64', 'INT32', 'UINT8']),
      /** Its elements are read from the input, a JSON array of numbers. */
      shape: tensorShape,
    }),
  ]),
  output: z.strictObject({ name: z.string().min(1).max(200), reading: outputReading }),
  prices: callPrices.optional(),
});

const teiPredict = z.strictObject({
  kind: z.literal('tei-predict'),
  ...endpoint,
  truncate: z.boolean(),
  /** What the labels of the model are called in the domain, where that differs. */
  rename: z.record(z.string().min(1).max(200), label).optional(),
  /** The domain's label whose probability is the score. */
  positive: label.optional(),
  prices: callPrices.optional(),
});

const teiEmbed = z.strictObject({
  kind: z.literal('tei-embed'),
  ...endpoint,
  truncate: z.boolean(),
  labelTexts,
  prices: callPrices.optional(),
});

export const HTTP_ADAPTERS = [
  openaiChat,
  openaiCompletions,
  openaiEmbeddings,
  jsonHttp,
  inferenceProtocol,
  teiPredict,
  teiEmbed,
] as const;

/** A version behind an endpoint. Its manifest may be empty: it is pinned by what is declared here. */
export type HttpAdapter = Readonly<z.infer<(typeof HTTP_ADAPTERS)[number]>>;
