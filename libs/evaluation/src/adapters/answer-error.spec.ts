import { type AnswerError, isPassing } from './answer-error.js';

const passing: readonly AnswerError[] = [
  { code: 'timed-out', timeoutMs: 1 },
  { code: 'rate-limited', status: 429, attempts: 1 },
  { code: 'connection-failed', attempts: 1, reason: 'ECONNRESET' },
  { code: 'model-closed' },
];

const lasting: readonly AnswerError[] = [
  { code: 'aborted' },
  { code: 'model-failed', reason: 'x' },
  { code: 'refused-address', host: 'x', kind: 'private' },
  { code: 'response-malformed', reason: 'x' },
  { code: 'mapping-failed', reason: 'x' },
  { code: 'answer-missing', index: 0 },
];

describe('isPassing', () => {
  it.each(passing)('says of $code that it may pass', (error) => {
    expect(isPassing(error)).toBe(true);
  });

  it.each(lasting)('says of $code that it will not', (error) => {
    expect(isPassing(error)).toBe(false);
  });

  it.each([
    [408, true],
    [425, true],
    [500, true],
    [503, true],
    [529, true],
    [400, false],
    [401, false],
    [404, false],
    [501, false],
    [505, false],
  ])('goes by the status: %d %s', (status, expected) => {
    expect(isPassing({ code: 'http-status', status, attempts: 1, excerpt: '' })).toBe(expected);
  });
});
