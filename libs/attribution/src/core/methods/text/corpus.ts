import { suffixArray } from './suffix-array.js';
import { wordsOf } from './words.js';

/** A text, and whom it is from. Duplicates should name their cluster as source, or they share what one would get. */
export type CorpusText = { readonly source: string; readonly text: string };

/** Above this the arrays leave the comfort of one process: 8 bytes a word. */
export const CORPUS_WORDS_MAX = 5_000_000;

/** Texts of several sources, indexed for exact matches of any length. */
export type Corpus = {
  readonly sources: readonly string[];
  readonly vocabulary: ReadonlyMap<string, number>;
  /** Word numbers, text after text; each text ends in a number of its own, so that nothing matches across. */
  readonly tokens: Int32Array;
  /** The position in `sources` of whom each token is from. */
  readonly sourceAt: Int32Array;
  readonly suffixes: Int32Array;
};

/** Indexes texts of at most {@link CORPUS_WORDS_MAX} words together. */
export function indexCorpus(texts: readonly CorpusText[]): Corpus {
  const sources = [...new Set(texts.map(({ source }) => source))];
  const sourceIndex = new Map(sources.map((source, index) => [source, index]));
  const vocabulary = new Map<string, number>();
  const tokens: number[] = [];
  const sourceAt: number[] = [];
  for (const [index, { source, text }] of texts.entries()) {
    const from = sourceIndex.get(source) ?? 0;
    for (const word of wordsOf(text)) {
      const token = vocabulary.get(word) ?? texts.length + vocabulary.size;
      vocabulary.set(word, token);
      tokens.push(token);
      sourceAt.push(from);
    }
    tokens.push(index);
    sourceAt.push(from);
  }
  const sequence = Int32Array.from(tokens);
  return {
    sources,
    vocabulary,
    tokens: sequence,
    sourceAt: Int32Array.from(sourceAt),
    suffixes: suffixArray(sequence),
  };
}

/** A match: its length in words, and the interval of suffixes that begin with it, without the end. */
export type Match = { readonly length: number; readonly from: number; readonly to: number };

/** The longest run of words from `start` that stands in the corpus: one binary search a word, twice. */
export function longestMatch(corpus: Corpus, words: readonly string[], start: number): Match {
  let match: Match = { length: 0, from: 0, to: corpus.suffixes.length };
  for (const word of words.slice(start)) {
    const token = corpus.vocabulary.get(word);
    if (token === undefined) break;
    const from = firstReaching(corpus, match, token);
    const to = firstReaching(corpus, match, token + 1);
    if (from === to) break;
    match = { length: match.length + 1, from, to };
  }
  return match;
}

/** The first suffix of an interval whose next word, after the words that match, is not below a token. */
function firstReaching({ tokens, suffixes }: Corpus, { length, from, to }: Match, token: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const next = tokens[(suffixes[middle] ?? 0) + length] ?? -1;
    if (next < token) low = middle + 1;
    else high = middle;
  }
  return low;
}
