import { assertDefined } from '#libs/kernel';
import {
  type GuardedClientOptions,
  isPassing,
  type OpenModel,
} from '../../libs/evaluation/src/adapters/index.js';
import { plainAdapter, SECRET, type StubEndpoint, Endpoints, type StubReply } from './adapters-fixture.js';

/** How an endpoint is called, whatever its protocol: seen through the plainest adapter. */
describe('a call to an endpoint', () => {
  const endpoints = new Endpoints();
  afterEach(() => endpoints.closeAll());

  const open = (url: string, settings: Partial<GuardedClientOptions> = {}): Promise<OpenModel> =>
    endpoints.open(plainAdapter(url), settings);

  /** A stub that gives these replies in order, the last one for ever. */
  const replying = (...replies: readonly StubReply[]): Promise<StubEndpoint> =>
    endpoints.start((_request, index) =>
      assertDefined(replies[Math.min(index, replies.length - 1)], 'a reply'),
    );

  const spam: StubReply = { body: { label: 'spam' } };
  const options = { timeoutMs: 10_000 };

  describe('is repeated', () => {
    it('after a passing failure, under the same idempotency key', async () => {
      const stub = await replying({ status: 500 }, { status: 503 }, spam);
      const model = await open(stub.url);
      const answers = await model.answer(['a'], {
        ...options,
        sampleIds: ['s1'],
        callScope: 'run 1 repeat 0',
      });
      expect(answers).toMatchObject({ ok: true, value: [{ label: 'spam', attempts: 3 }] });
      const keys = new Set(stub.requests.map(({ headers }) => headers['idempotency-key']));
      expect([...keys]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    });

    it('under one key for a sample of a run, under another for another sample or repeat', async () => {
      const stub = await replying(spam);
      const model = await open(stub.url);
      const ask = async (callScope: string): Promise<void> => {
        await model.answer(['a', 'b'], { ...options, sampleIds: ['s1', 's2'], callScope });
      };
      await ask('run 1 repeat 0');
      await ask('run 1 repeat 0');
      await ask('run 1 repeat 1');
      const keys = stub.requests.map(({ headers }) => headers['idempotency-key']);
      expect(new Set(keys.slice(0, 2))).toEqual(new Set(keys.slice(2, 4)));
      expect(new Set(keys).size).toBe(4);
    });

    it('after a connection that broke off', async () => {
      const stub = await replying((response) => response.socket?.destroy(), spam);
      const model = await open(stub.url);
      expect(await model.answer(['a'], options)).toMatchObject({ value: [{ attempts: 2 }] });
    });

    it('after an attempt that took too long', async () => {
      const stub = await replying(() => undefined, spam);
      const model = await open(stub.url, { limits: { attemptTimeoutMs: 100 } });
      expect(await model.answer(['a'], options)).toMatchObject({ value: [{ attempts: 2 }] });
    });

    it('not sooner than the endpoint asks, in seconds', async () => {
      const stub = await replying({ status: 429, headers: { 'retry-after': '1' } }, spam);
      const model = await open(stub.url);
      expect(await model.answer(['a'], options)).toMatchObject({ value: [{ attempts: 2 }] });
      const [first, second] = stub.requests.map(({ atMs }) => atMs);
      expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(995);
    });

    it('not sooner than the endpoint asks, as a date', async () => {
      const headers = { 'retry-after': 'Sun, 15 Nov 2026 12:00:01 GMT' };
      const stub = await replying({ status: 503, headers }, spam);
      const model = await open(stub.url);
      expect(await model.answer(['a'], options)).toMatchObject({ value: [{ attempts: 2 }] });
      const [first, second] = stub.requests.map(({ atMs }) => atMs);
      expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(995);
    });

    it('by nobody while the endpoint has asked one caller to wait', async () => {
      const stub = await replying({ status: 429, headers: { 'retry-after-ms': '400' } }, spam);
      const model = await open(stub.url, { limits: { concurrencyStart: 1 } });
      expect(await model.answer(['a', 'b', 'c'], options)).toMatchObject({ ok: true });
      const [first, ...others] = stub.requests.map(({ atMs }) => atMs);
      expect(Math.min(...others) - (first ?? 0)).toBeGreaterThanOrEqual(395);
    });

    it('not while the caller waits in vain: a longer pause than allowed is reported at once', async () => {
      const stub = await replying({ status: 429, headers: { 'retry-after': '3600' } });
      const model = await open(stub.url);
      const answers = await model.answer(['a'], options);
      expect(answers).toEqual({
        ok: false,
        error: { code: 'rate-limited', status: 429, attempts: 1, retryAfterMs: 3_600_000 },
      });
      expect(!answers.ok && isPassing(answers.error)).toBe(true);
    });

    it('so often and no more', async () => {
      const stub = await replying({ status: 500, body: 'no luck' });
      const model = await open(stub.url);
      expect(await model.answer(['a'], options)).toEqual({
        ok: false,
        error: { code: 'http-status', status: 500, attempts: 3, excerpt: 'no luck' },
      });
      expect(stub.requests).toHaveLength(3);
    });

    it.each([400, 401, 404, 422, 501])('not after the lasting status %d', async (status) => {
      const stub = await replying({ status });
      const model = await open(stub.url);
      const answers = await model.answer(['a'], options);
      expect(answers).toMatchObject({ error: { code: 'http-status', status, attempts: 1 } });
      expect(!answers.ok && isPassing(answers.error)).toBe(false);
    });

    it('nor when nobody listens at the address for long', async () => {
      const stub = await replying(spam);
      const { url } = stub;
      await endpoints.closeAll();
      const model = await open(url);
      const answers = await model.answer(['a'], options);
      expect(answers).toMatchObject({
        error: { code: 'connection-failed', attempts: 3, reason: 'ECONNREFUSED' },
      });
    });
  });

  describe('has limits', () => {
    it('on the time of a batch, which a reply in drops does not get around', async () => {
      const stub = await replying((response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write(' '), 20);
        response.once('close', () => {
          clearInterval(drip);
        });
      });
      const model = await open(stub.url);
      expect(await model.answer(['a'], { timeoutMs: 300 })).toEqual({
        ok: false,
        error: { code: 'timed-out', timeoutMs: 300 },
      });
    });

    it('on the size of a reply that says how long it is', async () => {
      const stub = await replying({ body: JSON.stringify({ label: 'x'.repeat(30_000) }) });
      const model = await open(stub.url);
      expect(await model.answer(['a'], options)).toMatchObject({
        error: { code: 'response-too-large', bytesMax: 20_000 },
      });
    });

    it('on the size of a reply that never ends', async () => {
      const stub = await replying((response) => {
        const flood = (): void => {
          while (!response.destroyed && response.write('x'.repeat(10_000)));
          response.once('drain', flood);
        };
        flood();
      });
      const model = await open(stub.url);
      expect(await model.answer(['a'], options)).toMatchObject({ error: { code: 'response-too-large' } });
    });

    it('on the size of a request', async () => {
      const stub = await replying(spam);
      const model = await open(stub.url);
      expect(await model.answer(['x'.repeat(30_000)], options)).toMatchObject({
        error: { code: 'request-too-large' },
      });
      expect(stub.requests).toHaveLength(0);
    });

    it('on replies that are compressed, for they might be any size', async () => {
      const stub = await replying({ headers: { 'content-encoding': 'gzip' }, body: '{}' });
      const model = await open(stub.url);
      expect(await model.answer(['a'], options)).toMatchObject({ error: { code: 'response-malformed' } });
    });

    it('on calls at a time, which grow while the endpoint bears them', async () => {
      const stub = await endpoints.start(
        () => new Promise((resolve) => setTimeout(resolve, 10, { body: { label: 'spam' } })),
      );
      const model = await open(stub.url, { limits: { concurrencyStart: 2, concurrencyMax: 6 } });
      const inputs = Array.from({ length: 120 }, (_, index) => String(index));
      expect(await model.answer(inputs, options)).toMatchObject({ ok: true });
      expect(stub.mostAtOnce).toBeGreaterThan(2);
      expect(stub.mostAtOnce).toBeLessThanOrEqual(6);
    });

    it('on calls at a time, which shrink when the endpoint says that they are too many', async () => {
      let underWay = 0;
      let refused = 0;
      const stub = await endpoints.start(async () => {
        underWay += 1;
        await new Promise((resolve) => setTimeout(resolve, 10));
        const isTooMany = underWay > 3;
        underWay -= 1;
        refused += Number(isTooMany);
        return isTooMany ? { status: 429 } : { body: { label: 'spam' } };
      });
      const model = await open(stub.url, {
        limits: { concurrencyStart: 16, concurrencyMax: 16, attemptsMax: 10 },
      });
      const inputs = Array.from({ length: 150 }, (_, index) => String(index));
      expect(await model.answer(inputs, options)).toMatchObject({ ok: true });
      // Sixteen at a time throughout would have been refused four times out of five.
      expect(refused / stub.requests.length).toBeLessThan(0.5);
    });
  });

  describe('ends', () => {
    it('when the caller aborts: what is under way is broken off, nothing else begins', async () => {
      const stub = await replying(() => undefined);
      const model = await open(stub.url, { limits: { concurrencyStart: 2 } });
      const abort = new AbortController();
      const answers = model.answer(['a', 'b', 'c'], { ...options, signal: abort.signal });
      while (stub.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
      abort.abort();
      expect(await answers).toEqual({ ok: false, error: { code: 'aborted' } });
      while (stub.abandoned < 2) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(stub.requests).toHaveLength(2);
    });

    it('at once when the caller had aborted before', async () => {
      const stub = await replying(spam);
      const model = await open(stub.url);
      const signal = AbortSignal.abort();
      expect(await model.answer(['a'], { ...options, signal })).toMatchObject({ error: { code: 'aborted' } });
      expect(stub.requests).toHaveLength(0);
    });

    it('for the batch when one input fails, but not before the others under way have been told', async () => {
      const stub = await endpoints.start(async ({ body }) => {
        const isBad = (body as { text: string }).text === 'bad';
        if (!isBad) await new Promise((resolve) => setTimeout(resolve, 100));
        return isBad ? { status: 400 } : { body: { label: 'spam' } };
      });
      const model = await open(stub.url, { limits: { concurrencyStart: 3 } });
      const told: number[] = [];
      const inputs = ['good', 'bad', 'good', ...Array.from({ length: 50 }, () => 'later')];
      const answers = await model.answer(inputs, { ...options, onAnswer: (index) => told.push(index) });
      expect(answers).toMatchObject({ error: { code: 'http-status', status: 400 } });
      expect(told).toEqual(expect.arrayContaining([0, 2]));
      expect(stub.requests.length).toBeLessThan(40);
      // The endpoint is none the worse for it.
      expect(await model.answer(['good'], options)).toMatchObject({ ok: true });
    });
  });

  describe('keeps its secret', () => {
    const leaking: readonly (readonly [string, StubReply])[] = [
      ['quotes it', { status: 401, body: `Incorrect API key: ${SECRET}` }],
      ['quotes half of it', { status: 401, body: `Incorrect API key: ${SECRET.slice(0, 20)}***` }],
      ['quotes it in base64', { status: 400, body: Buffer.from(SECRET).toString('base64') }],
      ['answers with it instead of JSON', { body: SECRET }],
      ['redirects to it', { status: 307, headers: { location: `ftp://${SECRET}@nowhere/` } }],
      ['is limited by it', { status: 429, headers: { 'retry-after': '9999' }, body: SECRET }],
    ];

    it.each(leaking)('from the error when the endpoint %s', async (_what, reply) => {
      const stub = await replying(reply);
      const model = await open(stub.url);
      const answers = await model.answer(['a'], options);
      expect(answers.ok).toBe(false);
      expect(stub.requests[0]?.headers.authorization).toBe(`Bearer ${SECRET}`);
      const text = JSON.stringify(answers);
      for (let at = 0; at + 8 <= SECRET.length; at += 1) expect(text).not.toContain(SECRET.slice(at, at + 8));
      expect(text).not.toContain(Buffer.from(SECRET).toString('base64').slice(0, 10));
    });
  });
});
