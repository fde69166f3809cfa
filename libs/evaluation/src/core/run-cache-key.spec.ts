import { cacheKey, cacheScope, isWorthCaching } from './run-cache-key.js';

const VERSION = {
  rootDigest: 'a'.repeat(64),
  adapter: { kind: 'constant', label: 'bot' },
  sellerId: 'one',
} as const;

it('is equal for equal questions, however they were written', () => {
  const { rootDigest, adapter, sellerId } = VERSION;
  const again = cacheScope({ sellerId, adapter: { label: adapter.label, kind: adapter.kind }, rootDigest });
  expect(cacheKey(again, 'curl/8')).toBe(cacheKey(cacheScope(VERSION), 'curl/8'));
});

it.each([
  ['another model', { ...VERSION, rootDigest: 'b'.repeat(64) }],
  ['another way to reach it', { ...VERSION, adapter: { kind: 'constant', label: 'browser' } as const }],
  ['another party', { ...VERSION, sellerId: 'two' }],
])('differs for %s', (_what, other) => {
  expect(cacheKey(cacheScope(other), 'curl/8')).not.toBe(cacheKey(cacheScope(VERSION), 'curl/8'));
});

it('differs for another input', () => {
  const scope = cacheScope(VERSION);
  expect(cacheKey(scope, 'curl/8')).not.toBe(cacheKey(scope, 'curl/7'));
});

it('keeps answers of models that are slow or paid for only', () => {
  expect(isWorthCaching({ kind: 'constant', label: 'bot' })).toBe(false);
  expect(isWorthCaching({ kind: 'local-process', command: 'a-program' })).toBe(true);
});
