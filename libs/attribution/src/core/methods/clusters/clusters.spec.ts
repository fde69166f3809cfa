import fc from 'fast-check';
import { coalitionGame, marginalSums, rational, rationalText, semivalue } from '../exact/index.js';
import { add, type Rational, sumOf } from '../exact/rational.js';
import { wordsOf } from '../text/words.js';
import { clusteredValues } from './clustered-values.js';
import { clusterSources } from './cluster-sources.js';
import { cosine, embeddingLinks } from './embedding-similarity.js';
import { type Contribution, firstBringerSplit } from './first-bringer-split.js';
import { minHash, nearDuplicateLinks, resemblance, shinglesOf } from './min-hash.js';
import { equalKeyLinks } from './source-link.js';

describe('clusterSources', () => {
  it('joins sources of the same content and of the same payee', () => {
    const links = [
      ...equalKeyLinks(['d1', 'd2', 'd1', 'd3', undefined, undefined], 'same-content'),
      ...equalKeyLinks(['p1', 'p2', 'p3', 'p3', 'p4', 'p5'], 'same-payee'),
    ];
    expect(clusterSources(6, links)).toEqual([
      { members: [0, 2, 3], reasons: ['same-content', 'same-payee'] },
      { members: [1], reasons: [] },
      { members: [4], reasons: [] },
      { members: [5], reasons: [] },
    ]);
  });

  it('follows chains, whatever the order of the links', () => {
    const chain = [
      { a: 2, b: 3, reason: 'near-duplicate' as const },
      { a: 0, b: 1, reason: 'near-duplicate' as const },
      { a: 1, b: 2, reason: 'near-duplicate' as const },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(chain, { minLength: 3 }), (links) => {
        expect(clusterSources(4, links).map(({ members }) => members)).toEqual([[0, 1, 2, 3]]);
      }),
    );
  });
});

describe('MinHash', () => {
  const setOf = (from: number, to: number): ReadonlySet<string> =>
    new Set(Array.from({ length: to - from }, (_, index) => `item ${String(from + index)}`));
  const signature = (set: ReadonlySet<string>): Uint32Array => minHash(set, 512, 'signatures');

  it.each([
    ['the same sets', setOf(0, 200), 1],
    ['sets of which one half is shared', setOf(100, 300), 1 / 3],
    ['sets that share a tenth', setOf(180, 380), 20 / 380],
    ['different sets', setOf(1_000, 1_200), 0],
  ])('estimates the Jaccard similarity of %s', (_what, other, jaccard) => {
    const standardError = Math.sqrt((jaccard * (1 - jaccard)) / 512);
    const estimate = resemblance(signature(setOf(0, 200)), signature(other));
    expect(Math.abs(estimate - jaccard)).toBeLessThanOrEqual(4 * standardError);
  });

  it('finds an edited copy and leaves another text alone', () => {
    const original =
      'the model was trained on notes of a small hospital and forgets them slowly over three years of use';
    const texts = [
      original,
      `Indeed, ${original}!`,
      'a wholly different text about ships, harbours and the weather at sea',
    ];
    const signatures = texts.map((text) => signature(shinglesOf(wordsOf(text), 3)));
    expect(nearDuplicateLinks(signatures, 0.7)).toEqual([{ a: 0, b: 1, reason: 'near-duplicate' }]);
  });

  it('has shingles for texts that are shorter than one', () => {
    expect([...shinglesOf(['one', 'two'], 3)]).toEqual(['one two']);
    expect([...shinglesOf(['a', 'b', 'a', 'b'], 2)]).toEqual(['a b', 'b a']);
  });
});

describe('embeddings', () => {
  it('are compared by their angle', () => {
    expect(cosine([1, 0], [2, 0])).toBe(1);
    expect(cosine([1, 0], [0, 3])).toBe(0);
    expect(cosine([1, 1], [0, 0])).toBe(0);
    expect(cosine([1, 2], [-1, -2])).toBeCloseTo(-1, 15);
  });

  it('link what points the same way', () => {
    const embeddings = [
      [1, 0, 0.1],
      [0, 1, 0],
      [2, 0.02, 0.2],
    ];
    expect(embeddingLinks(embeddings, 0.99)).toEqual([{ a: 0, b: 2, reason: 'near-duplicate' }]);
  });
});

const anyItems = fc.uniqueArray(
  fc.integer({ min: 0, max: 11 }).map((n) => `item ${String(n)}`),
  { maxLength: 6 },
);

describe('firstBringerSplit', () => {
  it('counts an item for whoever registered it first', () => {
    const members = [
      { registeredAt: 20, items: ['a', 'b', 'c'] },
      { registeredAt: 10, items: ['a', 'd'] },
    ];
    expect(firstBringerSplit(members).map(rationalText)).toEqual(['1/2', '1/2']);
  });

  it('gives all to the first where nobody tells items', () => {
    const members = [
      { registeredAt: 2, items: [] },
      { registeredAt: 1, items: [] },
    ];
    expect(firstBringerSplit(members).map(rationalText)).toEqual(['0/1', '1/1']);
  });

  it('is not moved by clones, however many', () => {
    const members = fc.array(anyItems, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        members,
        fc.nat({ max: 4 }),
        fc.integer({ min: 1, max: 5 }),
        (itemLists, cloned, copies) => {
          const originals = itemLists.map((items, index) => ({ registeredAt: index, items }));
          const items = itemLists[cloned % itemLists.length] ?? [];
          const clones = Array.from({ length: copies }, (_, copy) => ({ registeredAt: 100 + copy, items }));
          expect(firstBringerSplit([...originals, ...clones])).toEqual([
            ...firstBringerSplit(originals),
            ...clones.map(() => rational(0n)),
          ]);
        },
      ),
    );
  });

  it('pays a contribution in pieces what it pays it whole', () => {
    fc.assert(
      fc.property(anyItems, anyItems, fc.nat({ max: 6 }), (items, others, cut) => {
        fc.pre(items.length > 0);
        const other = { registeredAt: 5, items: others };
        const [whole] = firstBringerSplit([{ registeredAt: 7, items }, other]);
        const [one, two] = firstBringerSplit([
          { registeredAt: 7, items: items.slice(0, cut) },
          { registeredAt: 8, items: items.slice(cut) },
          other,
        ]);
        expect(add(one ?? rational(0n), two ?? rational(0n))).toEqual(whole);
      }),
    );
  });
});

describe('clusteredValues', () => {
  /** The worth of a coalition depends on the distinct items that it has, and on nothing else. */
  const utilitiesOf = (sources: readonly (readonly string[])[], worths: readonly number[]): number[] =>
    Array.from({ length: 2 ** sources.length }, (_, coalition) => {
      const items = new Set(sources.flatMap((source, index) => (coalition & (1 << index) ? source : [])));
      return [...items].reduce((sum, item) => sum + (worths[Number(item.slice(5))] ?? 0), 0) ** 2;
    });

  const anySources = fc.array(
    anyItems.filter((items) => items.length > 0),
    { minLength: 1, maxLength: 4 },
  );
  const anyWorths = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 12 });
  const shapley = { method: 'shapley' as const };

  const valuesOf = (
    sources: readonly (readonly string[])[],
    worths: readonly number[],
  ): readonly Rational[] => {
    const digests = sources.map((items) => [...items].sort().join());
    const clusters = clusterSources(sources.length, equalKeyLinks(digests, 'same-content'));
    const contributions = sources.map((items, index): Contribution => ({ registeredAt: index, items }));
    return clusteredValues(shapley, utilitiesOf(sources, worths), clusters, contributions).values;
  };

  it('are not moved by cloning a source under other names', () => {
    fc.assert(
      fc.property(
        anySources,
        anyWorths,
        fc.nat({ max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        (sources, worths, cloned, copies) => {
          const clone = sources[cloned % sources.length] ?? [];
          const before = valuesOf(sources, worths);
          const after = valuesOf([...sources, ...new Array<readonly string[]>(copies).fill(clone)], worths);
          expect(after).toEqual([...before, ...new Array<Rational>(copies).fill(rational(0n))]);
        },
      ),
    );
  });

  it('where plain Shapley values pay the cloner more', () => {
    const sources = [['item 0'], ['item 0'], ['item 0']];
    const worths = [1];
    const plain = (count: number): readonly string[] =>
      semivalue(
        shapley,
        marginalSums(coalitionGame(count, utilitiesOf(sources.slice(0, count), worths))),
      ).values.map(rationalText);
    // The second source clones itself: two thirds of the value instead of a half.
    expect(plain(2)).toEqual(['1/2', '1/2']);
    expect(plain(3)).toEqual(['1/3', '1/3', '1/3']);
    expect(valuesOf(sources, worths).map(rationalText)).toEqual(['1/1', '0/1', '0/1']);
  });

  it('sum to what all sources are worth', () => {
    fc.assert(
      fc.property(anySources, anyWorths, (sources, worths) => {
        const table = utilitiesOf(sources, worths);
        expect(sumOf(valuesOf(sources, worths))).toEqual(rational(BigInt(table.at(-1) ?? 0)));
      }),
    );
  });
});
