import { add, type Rational, rational, ZERO } from '../exact/rational.js';
import { type Corpus, longestMatch, type Match } from './corpus.js';
import { wordsOf } from './words.js';

export type ProvenanceRule = {
  /** Shorter matches are chance; at least 1. */
  readonly wordsMin: number;
  /** A match that more sources have is a phrase of the language, not of a source. */
  readonly sourcesMax: number;
};

/** A run of words of the output that stands in the corpus word for word, and the sources that have it. */
export type ProvenanceSpan = {
  readonly start: number;
  readonly length: number;
  readonly sources: readonly string[];
};

export type Provenance = {
  readonly words: number;
  readonly spans: readonly ProvenanceSpan[];
  /** Words of the output that a source accounts for: those of a span in equal parts to all that have it. */
  readonly credits: ReadonlyMap<string, Rational>;
};

/**
 * Where a generated text stands in the corpus word for word: factors of a relative Lempel-Ziv parse (Kuruppu,
 * Puglisi and Zobel, 2010), each the longest match from its place, kept where it is long enough and rare enough. No
 * word is credited twice. What was put in other words is not found.
 */
export function ngramProvenance(corpus: Corpus, output: string, rule: ProvenanceRule): Provenance {
  const words = wordsOf(output);
  const spans: ProvenanceSpan[] = [];
  for (let start = 0; start < words.length;) {
    const match = longestMatch(corpus, words, start);
    const sources = match.length < rule.wordsMin ? [] : rareSources(corpus, match, rule.sourcesMax);
    if (sources.length > 0) spans.push({ start, length: match.length, sources });
    start += sources.length > 0 ? match.length : 1;
  }
  return { words: words.length, spans, credits: creditsOf(spans) };
}

/** The sources of a match in the order of the corpus; none when there are too many. */
function rareSources(
  { suffixes, sources, sourceAt }: Corpus,
  { from, to }: Match,
  most: number,
): readonly string[] {
  const found = new Set<number>();
  for (let place = from; place < to && found.size <= most; place += 1)
    found.add(sourceAt[suffixes[place] ?? 0] ?? 0);
  return found.size > most ? [] : sources.filter((_, index) => found.has(index));
}

function creditsOf(spans: readonly ProvenanceSpan[]): ReadonlyMap<string, Rational> {
  const credits = new Map<string, Rational>();
  for (const { length, sources } of spans)
    for (const source of sources)
      credits.set(source, add(credits.get(source) ?? ZERO, rational(BigInt(length), BigInt(sources.length))));
  return credits;
}
