import { SalvorProblem } from '#libs/sdk';
import { pauseAfter, withRetries } from './with-retries.js';

const problem = (status: number, retryAfterMs?: number): SalvorProblem =>
  new SalvorProblem(
    { type: 'urn:salvor:problem:x', title: 'x', status, detail: 'x', instance: '', requestId: '' },
    retryAfterMs,
  );

describe('pauseAfter', () => {
  it('grows while a connection cannot be had, until it is given up', () => {
    const refused = new TypeError('fetch failed');
    expect([1, 2, 3, 4, 5].map((attempt) => pauseAfter(refused, attempt))).toEqual([
      200,
      400,
      800,
      1_600,
      undefined,
    ]);
  });

  it.each([500, 502, 503, 429, 409])('lets status %i pass', (status) => {
    expect(pauseAfter(problem(status), 1)).toBe(200);
  });

  it.each([400, 404, 422])('takes status %i for an answer', (status) => {
    expect(pauseAfter(problem(status), 1)).toBeUndefined();
  });

  it('does as the service asks, within a minute', () => {
    expect(pauseAfter(problem(429, 7_000), 1)).toBe(7_000);
    expect(pauseAfter(problem(429, 61_000), 1)).toBeUndefined();
  });

  it('takes a page of a gateway for passing trouble, and a wrong document for an answer', () => {
    expect(pauseAfter(new SyntaxError('Unexpected token <'), 1)).toBe(200);
    expect(pauseAfter(new SalvorProblem({ message: 'bad gateway' } as never, undefined), 1)).toBe(200);
    expect(pauseAfter(new RangeError('other'), 1)).toBeUndefined();
  });
});

describe('withRetries', () => {
  it('calls again until it is answered', async () => {
    let calls = 0;
    const call = (): Promise<string> => {
      calls += 1;
      return calls < 3 ? Promise.reject(problem(503, 1)) : Promise.resolve('answer');
    };
    expect(await withRetries(call, new AbortController().signal)).toBe('answer');
    expect(calls).toBe(3);
  });

  it('ends between two calls when it is asked to', async () => {
    const ending = new AbortController();
    let calls = 0;
    const call = (): Promise<never> => {
      calls += 1;
      ending.abort();
      return Promise.reject(problem(503, 60_000));
    };
    await expect(withRetries(call, ending.signal)).rejects.toThrow('abort');
    await expect(withRetries(call, ending.signal)).rejects.toThrow('abort');
    expect(calls).toBe(1);
  });
});
