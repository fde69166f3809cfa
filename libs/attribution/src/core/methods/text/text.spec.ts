import fc from 'fast-check';
import { rationalText, rationalToNumber } from '../exact/index.js';
import { indexCorpus, longestMatch } from './corpus.js';
import { ngramProvenance, type ProvenanceRule } from './ngram-provenance.js';
import { suffixArray } from './suffix-array.js';
import { wordsOf } from './words.js';

describe('wordsOf', () => {
  it('reads words of any script, in one form', () => {
    expect(wordsOf('Ｆull-width, ÉTÉ e\u0301te\u0301; 東京 2026!')).toEqual([
      'full',
      'width',
      'été',
      'été',
      '東京',
      '2026',
    ]);
    expect(wordsOf(' … ')).toEqual([]);
  });
});

describe('suffixArray', () => {
  const compareSuffixes =
    (tokens: readonly number[]) =>
    (a: number, b: number): number => {
      for (let at = 0; a + at < tokens.length && b + at < tokens.length; at += 1) {
        const difference = (tokens[a + at] ?? 0) - (tokens[b + at] ?? 0);
        if (difference !== 0) return difference;
      }
      return b - a;
    };

  it('is the order of the suffixes', () => {
    const anyTokens = fc.oneof(
      fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 60 }),
      fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 40 }),
    );
    fc.assert(
      fc.property(anyTokens, (tokens) => {
        const sorted = tokens.map((_, position) => position).sort(compareSuffixes(tokens));
        expect([...suffixArray(Int32Array.from(tokens))]).toEqual(sorted);
      }),
      { numRuns: 500 },
    );
  });
});

const anyText = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 14 })
  .map((words) => words.join(' '));
const anyCorpus = fc.array(fc.record({ source: fc.constantFrom('s1', 's2', 's3'), text: anyText }), {
  minLength: 1,
  maxLength: 5,
});

/** Whether the words stand in the text one after the other. */
const stands = (words: readonly string[], text: string): boolean =>
  ` ${text} `.includes(` ${words.join(' ')} `);

describe('longestMatch', () => {
  it('is the longest run that a search through the texts finds, and each place of it', () => {
    fc.assert(
      fc.property(anyCorpus, anyText, (texts, output) => {
        const words = wordsOf(output);
        const corpus = indexCorpus(texts);
        for (const start of words.keys()) {
          const { length, from, to } = longestMatch(corpus, words, start);
          const found = (count: number): boolean =>
            texts.some(({ text }) => stands(words.slice(start, start + count), text));
          if (length > 0) expect(found(length)).toBe(true);
          if (start + length < words.length) expect(found(length + 1)).toBe(false);
          if (length === 1)
            expect(to - from).toBe(
              texts.flatMap(({ text }) => wordsOf(text)).filter((word) => word === words[start]).length,
            );
        }
      }),
      { numRuns: 300 },
    );
  });
});

const RULE: ProvenanceRule = { wordsMin: 3, sourcesMax: 2 };

const creditsOf = (texts: readonly { source: string; text: string }[], output: string, rule = RULE) =>
  Object.fromEntries(
    [...ngramProvenance(indexCorpus(texts), output, rule).credits].map(([s, c]) => [s, rationalText(c)]),
  );

describe('ngramProvenance', () => {
  const poem = { source: 'poet', text: 'The quiet harbour keeps its lamps alight.' };
  const manual = { source: 'maker', text: 'Keep its lamps alight, and never open the valve under load.' };

  it('credits each word of the output to the source that has it in the longest run', () => {
    const output = 'He wrote: the quiet harbour keeps its lamps alight; never open the valve.';
    expect(ngramProvenance(indexCorpus([poem, manual]), output, RULE)).toMatchObject({
      words: 13,
      spans: [
        { start: 2, length: 7, sources: ['poet'] },
        { start: 9, length: 4, sources: ['maker'] },
      ],
    });
  });

  it('shares a run that several have, each source once however often it repeats it', () => {
    const refrain = { source: 'singer', text: 'its lamps alight its lamps alight its lamps alight' };
    expect(creditsOf([poem, refrain], 'its lamps alight')).toEqual({ poet: '3/2', singer: '3/2' });
  });

  it('leaves out what is short and what everybody says', () => {
    const others = ['x', 'y', 'z'].map((source) => ({ source, text: 'never open the valve under load' }));
    expect(creditsOf([poem, manual], 'lamps alight')).toEqual({});
    expect(creditsOf([manual, ...others], 'never open the valve')).toEqual({});
    expect(creditsOf([manual, ...others], 'never open the valve', { wordsMin: 3, sourcesMax: 4 })).toEqual({
      maker: '1/1',
      x: '1/1',
      y: '1/1',
      z: '1/1',
    });
  });

  it('does not read across the end of a text', () => {
    const halves = [
      { source: 'one', text: 'the quiet harbour' },
      { source: 'one', text: 'keeps its lamps' },
    ];
    expect(ngramProvenance(indexCorpus(halves), 'quiet harbour keeps its', RULE).spans).toEqual([]);
  });

  it('credits no more words than there are', () => {
    fc.assert(
      fc.property(anyCorpus, anyText, (texts, output) => {
        const { credits, words } = ngramProvenance(indexCorpus(texts), output, {
          wordsMin: 2,
          sourcesMax: 3,
        });
        const credited = [...credits.values()].reduce((sum, credit) => sum + rationalToNumber(credit), 0);
        expect(credited).toBeLessThanOrEqual(words + 1e-9);
      }),
    );
  });

  it('pays a clone that is clustered with its original no second time', () => {
    const clone = { ...poem, source: 'poet' };
    expect(creditsOf([poem, clone, manual], 'the quiet harbour keeps its lamps')).toEqual({ poet: '6/1' });
  });
});
