import type { VersionAdapter } from '#core/catalog';
import { digestOf, sha256Hex } from '#libs/kernel';

/**
 * Who is asked: a model as it is pinned, reached in one way, on behalf of one party. The party belongs to it, so that
 * nobody is served answers that another party paid for.
 */
export const cacheScope = (version: {
  readonly rootDigest: string;
  readonly adapter: VersionAdapter;
  readonly sellerId: string;
}): string =>
  digestOf({ rootDigest: version.rootDigest, adapter: version.adapter, sellerId: version.sellerId });

/** Names the answer to an input: SHA-256 over the scope and the input, which cannot run into each other. */
export const cacheKey = (scope: string, input: string): string => sha256Hex(`${scope} ${input}`);

/** Models whose answers are found again faster by asking than by looking them up. */
const QUICK: ReadonlySet<VersionAdapter['kind']> = new Set([
  'constant',
  'rule-list',
  'linear-model',
  'npm-package',
  'recorded-answers',
]);

/** Whether keeping answers saves anything: calls that are paid for, or that take longer than a look into the cache. */
export const isWorthCaching = (adapter: VersionAdapter): boolean => !QUICK.has(adapter.kind);
