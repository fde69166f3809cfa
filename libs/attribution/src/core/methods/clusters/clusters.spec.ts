import fc from 'fast-check';
import { coalitionGame, marginalSums, rational, rationalText, semivalue } from '../exact/index.js';
import { add, type Rational, sumOf } from '../exact/rational.js';
import { wordsOf } from '../text/words.js';
import { clusteredValues } from './clustered-values.js';
import { clusterSources } from './cluster-sources.js';
import { embeddingLinks } from './embedding-similarity.js';
import { type Contribution, firstBringerSplit } from './first-bringer-split.js';
import { minHash, resemblance, shinglesOf } from './min-hash.js';
import { nearDuplicateLinks } from './near-duplicates.js';
import { equalKeyLinks, similarityLinks, type SourceLink } from './source-link.js';
import { seededRandom } from '#libs/kernel';

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

describe('banding', () => {
  /** Documents of numbered words: each shares a stretch with the one that it was made of. */
  const documentsFrom = (seed: string, count: number): readonly (readonly string[])[] => {
    const random = seededRandom(seed);
    const documents: string[][] = [];
    for (let index = 0; index < count; index += 1) {
      const original = documents[random.below(Math.max(1, documents.length))];
      const edits = random.below(60);
      documents.push(
        original !== undefined && random.below(3) === 0
          ? original.map((word, place) => (place < edits ? `edited ${String(index)} ${String(place)}` : word))
          : Array.from({ length: 60 }, (_, place) => `word ${String(index)} ${String(place)}`),
      );
    }
    return documents;
  };

  const jaccard = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
    const shared = [...a].filter((item) => b.has(item)).length;
    return shared / (a.size + b.size - shared);
  };

  const clustersOf = (count: number, links: readonly SourceLink[]): readonly (readonly number[])[] =>
    clusterSources(count, links).map(({ members }) => members);

  it('finds the clusters that comparing all pairs of signatures finds', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(0.7, 0.8, 0.9), (seed, threshold) => {
        const signatures = documentsFrom(seed, 40).map((words) => minHash(new Set(words), 256, 'bands'));
        const naive = similarityLinks(
          signatures.length,
          (a, b) => resemblance(signatures[a] ?? NONE, signatures[b] ?? NONE),
          threshold,
        );
        expect(clustersOf(40, nearDuplicateLinks(signatures, threshold))).toEqual(clustersOf(40, naive));
      }),
      { numRuns: 40 },
    );
  });

  it('links what is alike, and nothing that is not, by the Jaccard similarity of the sets themselves', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const sets = documentsFrom(seed, 40).map((words) => new Set(words));
        const links = nearDuplicateLinks(
          sets.map((set) => minHash(set, 256, 'bands')),
          0.8,
        );
        // Signatures of 256 places are off by 0.025, one standard error; four are 0.1.
        for (const { a, b } of links)
          expect(jaccard(sets[a] ?? new Set(), sets[b] ?? new Set())).toBeGreaterThan(0.7);
        const clusters = clustersOf(40, links);
        for (const [b, set] of sets.entries())
          for (const [a, other] of sets.slice(0, b).entries())
            if (jaccard(other, set) > 0.9)
              expect(clusters.some((members) => members.includes(a) && members.includes(b))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('takes thousands of documents, most of them copies, in a second or two', () => {
    const original = minHash(new Set(['the', 'same', 'text']), 256, 'bands');
    const signatures = Array.from({ length: 4_000 }, (_, index) =>
      index % 2 === 0 ? original : minHash(new Set([`text ${String(index)}`]), 256, 'bands'),
    );
    const clusters = clusterSources(4_000, nearDuplicateLinks(signatures, 0.8));
    expect(clusters.map(({ members }) => members.length).filter((size) => size > 1)).toEqual([2_000]);
  });
});

const NONE = new Uint32Array(1);

describe('embeddings', () => {
  it('are compared by their angle', () => {
    const linked = (a: readonly number[], b: readonly number[], threshold: number): boolean =>
      embeddingLinks([a, b], threshold).length === 1;
    expect(linked([1, 0], [2, 0], 1)).toBe(true);
    expect(linked([1, 1], [1, 0], 0.70711)).toBe(false);
    expect(linked([1, 1], [1, 0], 0.7071)).toBe(true);
    expect(linked([1, 1], [0, 0], 0.001)).toBe(false);
    expect(linked([1, 2], [-1, -2], -0.99)).toBe(false);
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
