import { manifestOf, type VersionAdapter, versionAdapter } from '#core/catalog';
import {
  lessonCostCeilingMicroMinor,
  NO_REACH,
  openModel,
} from '../../libs/evaluation/src/adapters/index.js';
import { Endpoints, plainAdapter, reachThrough, SECRET, testClient } from './adapters-fixture.js';

const options = { timeoutMs: 10_000 };

describe('an endpoint that speaks', () => {
  const endpoints = new Endpoints();
  afterEach(() => endpoints.closeAll());

  describe('embeddings', () => {
    const vectors: Readonly<Record<string, readonly number[]>> = {
      'an advertisement': [1, 0],
      'a letter': [0, 1],
      'Buy now': [0.9, 0.2],
      'Dear aunt': [0.1, 0.7],
      nothing: [0, 0],
    };
    const labelTexts = [
      { label: 'spam', text: 'an advertisement' },
      { label: 'ham', text: 'a letter' },
    ];

    it('of OpenAI is answered with the label whose text lies nearest', async () => {
      const stub = await endpoints.start(({ body }) => ({
        body: {
          data: [{ index: 0, embedding: vectors[(body as { input: string }).input] }],
          usage: { prompt_tokens: 2, total_tokens: 2 },
        },
      }));
      const prices = { currency: 'USD', inputMinorPerMillionTokens: '2' };
      const adapter = { kind: 'openai-embeddings', url: stub.url, model: 'embedder', labelTexts, prices };
      const model = await endpoints.open(adapter, { limits: { concurrencyMax: 1 } });
      const answers = await model.answer(['Buy now', 'Dear aunt'], options);
      // The first answer carries what the two label texts cost.
      expect(answers).toMatchObject({
        value: [
          { label: 'spam', costMicroMinor: 12 },
          { label: 'ham', costMicroMinor: 4 },
        ],
      });
      expect(stub.requests).toHaveLength(4);
      expect(await model.answer(['Buy now'], options)).toMatchObject({ value: [{ costMicroMinor: 4 }] });
      expect(stub.requests).toHaveLength(5);
      expect(lessonCostCeilingMicroMinor(versionAdapter.parse(adapter))).toBeGreaterThan(8);
    });

    it('of TEI is answered likewise', async () => {
      const stub = await endpoints.start(({ body }) => ({
        body: [vectors[(body as { inputs: string }).inputs]],
      }));
      const model = await endpoints.open({ kind: 'tei-embed', url: stub.url, truncate: true, labelTexts });
      expect(await model.answer(['Dear aunt'], options)).toMatchObject({ value: [{ label: 'ham' }] });
      expect(stub.requests[0]).toMatchObject({
        path: '/embed',
        body: { inputs: 'an advertisement', normalize: true, truncate: true },
      });
    });

    it('without a direction is malformed', async () => {
      const stub = await endpoints.start(({ body }) => ({
        body: [vectors[(body as { inputs: string }).inputs]],
      }));
      const model = await endpoints.open({ kind: 'tei-embed', url: stub.url, truncate: true, labelTexts });
      expect(await model.answer(['nothing'], options)).toMatchObject({
        error: { code: 'response-malformed' },
      });
    });
  });

  it('TEI predict is answered with its best label under the name that the domain gives it', async () => {
    const stub = await endpoints.answering([
      { label: 'LABEL_0', score: 0.2 },
      { label: 'LABEL_1', score: 0.8 },
    ]);
    const rename = { LABEL_0: 'ham', LABEL_1: 'spam' };
    const model = await endpoints.open({
      kind: 'tei-predict',
      url: stub.url,
      truncate: false,
      rename,
      positive: 'spam',
    });
    expect(await model.answer(['a'], options)).toMatchObject({ value: [{ label: 'spam', score: 0.8 }] });
    expect(stub.requests[0]).toMatchObject({
      path: '/predict',
      body: { inputs: 'a', truncate: false, raw_scores: false },
    });
  });

  describe('the Open Inference Protocol', () => {
    const numeric = {
      kind: 'inference-protocol',
      model: 'triage',
      modelVersion: '3',
      input: { name: 'features', datatype: 'FP32', shape: [1, 3] },
      output: {
        name: 'scores',
        reading: { by: 'argmax', labels: ['low', 'high'], activation: 'softmax', positive: 'high' },
      },
    };

    it('takes numbers and gives numbers', async () => {
      const output = { name: 'scores', shape: [1, 2], datatype: 'FP32', data: [[0, 2]] };
      const stub = await endpoints.answering({ model_name: 'triage', outputs: [output] });
      const model = await endpoints.open({ ...numeric, url: stub.url });
      const answers = await model.answer(['[1, 2.5, 3]'], options);
      expect(answers).toMatchObject({ value: [{ label: 'high' }] });
      expect(answers.ok && answers.value[0]?.score).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
      expect(stub.requests[0]).toMatchObject({
        path: '/v2/models/triage/versions/3/infer',
        body: {
          inputs: [{ name: 'features', shape: [1, 3], datatype: 'FP32', data: [1, 2.5, 3] }],
          outputs: [{ name: 'scores' }],
        },
      });
    });

    it('takes text and gives text', async () => {
      const stub = await endpoints.answering({
        outputs: [{ name: 'label', shape: [1], datatype: 'BYTES', data: ['spam'] }],
      });
      const model = await endpoints.open({
        ...numeric,
        url: `${stub.url}/serving?tenant=salvor`,
        input: { name: 'text', datatype: 'BYTES', shape: [1] },
        output: { name: 'label', reading: { by: 'text' } },
      });
      expect(await model.answer(['a'], options)).toMatchObject({ value: [{ label: 'spam' }] });
      expect(stub.requests[0]?.path).toBe('/serving/v2/models/triage/versions/3/infer?tenant=salvor');
      expect(stub.requests[0]?.body).toMatchObject({ inputs: [{ data: ['a'] }] });
    });

    it('is not asked about an input that does not fit', async () => {
      const stub = await endpoints.answering({});
      const model = await endpoints.open({ ...numeric, url: stub.url });
      expect(await model.answer(['[1, 2]'], options)).toMatchObject({
        error: { code: 'input-unfit', index: 0, reason: 'has 2 numbers, not 3' },
      });
      expect(stub.requests).toHaveLength(0);
    });

    it.each([
      ['another output', [{ name: 'logits', data: [0, 1] }], 'there is no output scores'],
      ['too few numbers', [{ name: 'scores', data: [1] }], '1 elements, not 2'],
      ['mixed elements', [{ name: 'scores', data: [1, 'high'] }], 'neither all numbers nor all text'],
    ])('is malformed with %s', async (_what, outputs, reason) => {
      const stub = await endpoints.answering({ outputs });
      const model = await endpoints.open({ ...numeric, url: stub.url });
      expect(await model.answer(['[1, 2, 3]'], options)).toMatchObject({
        error: { code: 'response-malformed', reason: expect.stringContaining(reason) as unknown },
      });
    });
  });

  describe('any JSON', () => {
    it('is asked and read by its mappings', async () => {
      const stub = await endpoints.answering({
        verdicts: [
          { name: 'spam', p: 0.9 },
          { name: 'ham', p: 0.1 },
        ],
      });
      const model = await endpoints.open({
        ...plainAdapter(stub.url),
        credentialHeader: 'x-api-key',
        headers: { 'anthropic-version': '2023-06-01' },
        request: '{"messages": [{"role": "user", "content": $uppercase(input)}]}',
        response: '{"label": verdicts^(>p)[0].name, "score": verdicts[name = "spam"].p}',
        prices: { currency: 'JPY', minorPerCall: '0.25' },
      });
      expect(await model.answer(['buy'], options)).toMatchObject({
        value: [{ label: 'spam', score: 0.9, costMicroMinor: 250_000 }],
      });
      expect(stub.requests[0]).toMatchObject({
        body: { messages: [{ role: 'user', content: 'BUY' }] },
        headers: { 'x-api-key': SECRET, 'anthropic-version': '2023-06-01' },
      });
      expect(stub.requests[0]?.headers.authorization).toBeUndefined();
    });

    it.each([
      ['gives nothing', 'missing', 'the expression gives nothing'],
      ['throws', '$error("no")', 'no'],
      ['calls itself without end', '($f := function($n) { 1 + $f($n) }; $f(1))', 'Stack'],
    ])('is refused when a mapping %s', async (_what, response, reason) => {
      const stub = await endpoints.answering({ label: 'spam' });
      const model = await endpoints.open({ ...plainAdapter(stub.url), response });
      const answers = await model.answer(['a'], options);
      expect(answers).toMatchObject({ error: { code: 'mapping-failed' } });
      expect(JSON.stringify(answers).toLowerCase()).toContain(reason.toLowerCase());
    });

    it('is malformed when a mapping gives no label', async () => {
      const stub = await endpoints.answering({ label: ['spam'] });
      const model = await endpoints.open({ ...plainAdapter(stub.url), response: '{"labels": label}' });
      expect(await model.answer(['a'], options)).toMatchObject({ error: { code: 'response-malformed' } });
    });

    it('is malformed when it is no JSON', async () => {
      const stub = await endpoints.answering('<html>');
      const model = await endpoints.open(plainAdapter(stub.url));
      expect(await model.answer(['a'], options)).toMatchObject({
        error: { code: 'response-malformed', reason: 'the reply is not JSON' },
      });
    });
  });
});

describe('an endpoint is not opened', () => {
  const adapter = (extra: object): VersionAdapter =>
    versionAdapter.parse({ ...plainAdapter('http://127.0.0.1:1'), ...extra });
  const files = { manifest: manifestOf([]) };

  it('where the operator lets nothing out', async () => {
    expect(await openModel(adapter({}), files, undefined, NO_REACH)).toEqual({
      ok: false,
      error: { code: 'endpoints-not-allowed' },
    });
  });

  it('without the credential that it names', async () => {
    const reach = reachThrough(testClient());
    expect(await openModel(adapter({ credential: 'another' }), files, undefined, reach)).toEqual({
      ok: false,
      error: { code: 'credential-missing', credential: 'another' },
    });
  });

  it('with a credential that would break the header, of which the error says nothing', async () => {
    const reach = { ...reachThrough(testClient()), secretOf: () => Promise.resolve('two\r\nlines') };
    const model = await openModel(adapter({}), files, undefined, reach);
    expect(model).toEqual({ ok: false, error: { code: 'credential-unusable', credential: 'endpoint-key' } });
  });

  it('with a mapping that does not compile', async () => {
    const model = await openModel(
      adapter({ response: '{"label":' }),
      files,
      undefined,
      reachThrough(testClient()),
    );
    expect(model).toMatchObject({ error: { code: 'mapping-failed' } });
  });
});
