import { genAiCalls } from './genai-calls.js';
import { otlpTracesSchema } from './otlp-traces.js';

const NOW = Date.parse('2026-03-08T12:00:00.000Z');
const WINDOW = { receivedAtMs: NOW, backDatingMaxMs: 7 * 86_400_000 };

type Value = { readonly stringValue: string } | { readonly intValue: string | number };

const attributesOf = (values: Readonly<Record<string, string | number>>) =>
  Object.entries(values).map(([key, value]): { key: string; value: Value } => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
  }));

/** A span as the OpenTelemetry SDKs export it over OTLP/JSON, with members that nobody reads here. */
const span = (values: Readonly<Record<string, string | number>>, change: object = {}) => ({
  traceId: '5B8EFFF798038103D269B633813FC60C',
  spanId: 'EEE19B7EC3C1B174',
  parentSpanId: '',
  name: 'chat salvage-1',
  kind: 3,
  startTimeUnixNano: '1772967000000000000',
  endTimeUnixNano: '1772967060000000000',
  status: {},
  attributes: attributesOf({ 'gen_ai.operation.name': 'chat', 'salvor.payer': 'pty_1', ...values }),
  ...change,
});

const read = (spans: readonly object[], resource: Readonly<Record<string, string>> = {}) =>
  genAiCalls(
    otlpTracesSchema.parse({
      resourceSpans: [
        {
          resource: { attributes: attributesOf({ 'service.name': 'gateway', ...resource }) },
          scopeSpans: [{ scope: { name: 'instrumentation' }, spans }],
        },
      ],
    }),
    WINDOW,
  );

const reasonOf = (values: Readonly<Record<string, string | number>>, change: object = {}): string => {
  const result = read([span({}), span(values, change)]);
  return result.ok ? 'none' : `${result.error.path}: ${result.error.reason}`;
};

describe('genAiCalls', () => {
  it('counts cached and reasoning tokens within the tokens that include them', () => {
    const result = read([
      span({
        'gen_ai.usage.input_tokens': 1_000,
        'gen_ai.usage.cache_read.input_tokens': 700,
        'gen_ai.usage.cache_creation.input_tokens': 200,
        'gen_ai.usage.output_tokens': 300,
        'gen_ai.usage.reasoning.output_tokens': 250,
      }),
    ]);
    expect(result).toEqual({
      ok: true,
      value: {
        ignored: 0,
        calls: [
          {
            traceId: '5b8efff798038103d269b633813fc60c',
            spanId: 'eee19b7ec3c1b174',
            payer: 'pty_1',
            hourStartMs: Date.parse('2026-03-08T10:00:00.000Z'),
            inputTokens: 1_000n,
            outputTokens: 300n,
            path: '/resourceSpans/0/scopeSpans/0/spans/0',
          },
        ],
      },
    });
  });

  it('leaves out agents and tools, which contain calls that have spans of their own', () => {
    const wholes = ['invoke_agent', 'execute_tool', 'create_agent'].map((operation) =>
      span({ 'gen_ai.operation.name': operation, 'gen_ai.usage.input_tokens': 10 }),
    );
    const http = { ...span({}), attributes: attributesOf({ 'http.route': '/v1/chat' }) };
    const result = read([...wholes, http, span({ 'gen_ai.usage.input_tokens': 10 })]);
    expect(result.ok && [result.value.calls.length, result.value.ignored]).toEqual([1, 4]);
  });

  it('takes the payer of the resource where the span names none', () => {
    const anonymous = { ...span({}), attributes: attributesOf({ 'gen_ai.operation.name': 'embeddings' }) };
    const result = read([anonymous], { 'salvor.payer': 'pty_2' });
    expect(result.ok && result.value.calls[0]?.payer).toBe('pty_2');
    expect(read([anonymous]).ok).toBe(false);
  });

  it.each([
    [{ 'gen_ai.usage.input_tokens': 5, 'gen_ai.usage.cache_read.input_tokens': 6 }, 'more cached tokens'],
    [{ 'gen_ai.usage.output_tokens': 5, 'gen_ai.usage.reasoning.output_tokens': 6 }, 'more reasoning tokens'],
    [{ 'gen_ai.usage.output_tokens': -1 }, 'negative'],
    [{ 'gen_ai.usage.input_tokens': 1_000_000_001 }, 'more than 1000000000 tokens'],
  ])('refuses %j: %s', (values, reason) => {
    expect(reasonOf(values)).toContain(reason);
    expect(reasonOf(values)).toContain('/resourceSpans/0/scopeSpans/0/spans/1');
  });

  it('refuses calls of the future and from before the window', () => {
    const ending = (ms: number) => ({ endTimeUnixNano: `${String(ms)}000000` });
    expect(reasonOf({}, ending(NOW))).toBe('none');
    expect(reasonOf({}, ending(NOW + 1))).toContain('future');
    expect(reasonOf({}, ending(NOW - WINDOW.backDatingMaxMs))).toBe('none');
    expect(reasonOf({}, ending(NOW - WINDOW.backDatingMaxMs - 1))).toContain('window');
  });
});
