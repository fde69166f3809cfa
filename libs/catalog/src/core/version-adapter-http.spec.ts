import { manifestOf } from './manifest.js';
import { checkAdapter, versionAdapter } from './version-adapter.js';

const url = 'https://models.example/v1';
const chat = {
  kind: 'openai-chat',
  url,
  credential: 'my-key',
  model: 'small-one',
  prompt: 'Spam or ham? {{input}}',
  maxTokens: 5,
  tokenLimitField: 'max_tokens',
  reading: { from: 'text' },
} as const;
const embeddings = {
  kind: 'openai-embeddings',
  url,
  model: 'embedder',
  labelTexts: [
    { label: 'spam', text: 'an advertisement' },
    { label: 'ham', text: 'a letter' },
  ],
} as const;
const json = { kind: 'json-http', url, request: '{"text": input}', response: 'label' } as const;
const inference = {
  kind: 'inference-protocol',
  url,
  model: 'triage',
  input: { name: 'x', datatype: 'FP32', shape: [1, 3] },
  output: { name: 'y', reading: { by: 'argmax', labels: ['low', 'high'], activation: 'softmax' } },
} as const;
const predict = { kind: 'tei-predict', url, truncate: true } as const;

const problemPaths = (input: unknown): string[] =>
  versionAdapter.safeParse(input).error?.issues.map(({ path }) => path.join('/')) ?? [];

describe('an adapter for an endpoint', () => {
  const { labelTexts } = embeddings;
  const all = [
    chat,
    { ...chat, kind: 'openai-completions', tokenLimitField: undefined },
    embeddings,
    json,
    inference,
    predict,
    { kind: 'tei-embed', url, truncate: false, labelTexts },
  ].map((adapter) => JSON.parse(JSON.stringify(adapter)) as object);

  it.each(all)('is read as it is: %j', (adapter) => {
    expect(versionAdapter.parse(adapter)).toEqual(adapter);
  });

  it.each(all)('needs no files: %j', (adapter) => {
    expect(checkAdapter(versionAdapter.parse(adapter), manifestOf([]))).toBeUndefined();
  });

  it.each([
    'ftp://models.example/',
    'file:///etc/passwd',
    'models.example',
    'https://user@models.example/',
    'https://user:word@models.example/',
    'https://models.example/#part',
    'https://models.example/?api_key=sk-123',
    'https://models.example/?access_token=x',
    'https://models.example/?X-Amz-Signature=x',
  ])('has no address %j', (bad) => {
    expect(problemPaths({ ...json, url: bad })).toEqual(['url']);
  });

  it('may have parameters in its address that are no secrets', () => {
    expect(problemPaths({ ...json, url: 'https://models.example/?api-version=2026-01-01' })).toEqual([]);
  });

  it.each([
    'authorization',
    'x-api-key',
    'cookie',
    'x-auth-token',
    'host',
    'content-length',
    'content-type',
    'transfer-encoding',
    'idempotency-key',
    'proxy-authorization',
    'X-Upper',
    'two words',
  ])('declares no header %j', (name) => {
    expect(problemPaths({ ...json, headers: { [name]: 'value' } })).toEqual([`headers/${name}`]);
  });

  it('declares no header that would break the message', () => {
    expect(problemPaths({ ...json, headers: { 'x-version': '1\r\nhost: other' } })).toEqual([
      'headers/x-version',
    ]);
  });

  it('names a credential and does not hold one', () => {
    expect(problemPaths({ ...json, credential: 'sk-ABC_123' })).toEqual(['credential']);
    expect(problemPaths({ ...json, secret: 'sk-123' })).toEqual(['']);
    expect(problemPaths({ ...json, credential: 'my-key', credentialHeader: 'x-api-key' })).toEqual([]);
    expect(problemPaths({ ...json, credential: 'my-key', credentialHeader: 'content-length' })).toEqual([
      'credentialHeader',
    ]);
  });

  it('says where the input goes', () => {
    expect(problemPaths({ ...chat, prompt: 'Spam or ham?' })).toEqual(['prompt']);
  });

  it.each(['1e-6', '-1', '1.1234567', '1,5', '', '123456789'])('has no price %j', (price) => {
    expect(problemPaths({ ...json, prices: { currency: 'EUR', minorPerCall: price } })).toEqual([
      'prices/minorPerCall',
    ]);
  });

  it('has a currency that exists', () => {
    expect(problemPaths({ ...json, prices: { currency: 'XYZ', minorPerCall: '1' } })).toEqual([
      'prices/currency',
    ]);
  });

  it.each(['label', '/a/~2', '/~'])('has no JSON Pointer %j', (pointer) => {
    expect(problemPaths({ ...chat, reading: { from: 'json', pointer } })).toEqual(['reading/pointer']);
  });

  it('takes the positive label from its labels', () => {
    const reading = { ...inference.output.reading, positive: 'middle' };
    expect(problemPaths({ ...inference, output: { name: 'y', reading } })).toEqual([
      'output/reading/positive',
    ]);
  });

  it('has no tensor beyond ten million elements', () => {
    const input = { ...inference.input, shape: [4_000, 4_000] };
    expect(problemPaths({ ...inference, input })).toEqual(['input/shape']);
  });
});
