import { linearQuantile } from '../statistics/quantile.js';

/** Runs of letters and digits of any script: punctuation, white space and case say nothing about where a text is from. */
const WORD = /[\p{L}\p{N}]+/gu;

const WORDS_MIN = 8;
const WORDS_MAX = 13;

/** Shorter texts are the same by chance. */
const WHOLE_TEXT_WORDS_MIN = 3;

/** More of them would not fit in memory. */
const NGRAMS_MAX = 4_000_000;

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(WORD) ?? [];

/**
 * How many words in a row make a coincidence unlikely: as many as the shortest twentieth of the texts has, but at
 * least 8 and at most 13 (Brown et al. 2020, "Language models are few-shot learners", appendix C).
 */
export function overlapWords(texts: readonly string[]): number {
  const lengths = Float64Array.from(texts, (text) => wordsOf(text).length).sort();
  const short = lengths.length === 0 ? WORDS_MIN : Math.floor(linearQuantile(lengths, 0.05));
  return Math.min(WORDS_MAX, Math.max(WORDS_MIN, short));
}

/** What a text shares with others that a model has seen. */
export type Overlap = 'none' | 'overlapping' | 'too-short';

/** The word sequences of texts that a model has seen. */
export class SeenTexts {
  readonly #size: number;
  readonly #ngrams = new Set<string>();
  readonly #whole = new Set<string>();

  /** @param size words in a row that count as an overlap */
  constructor(size: number) {
    this.#size = size;
  }

  /** Whether there was room for all of it. */
  add(text: string): boolean {
    const words = wordsOf(text);
    if (words.length >= WHOLE_TEXT_WORDS_MIN) this.#whole.add(words.join(' '));
    for (const ngram of this.#ngramsOf(words)) this.#ngrams.add(ngram);
    return this.#ngrams.size <= NGRAMS_MAX;
  }

  /** Whether any long enough sequence of the text was seen; of a short text, whether all of it was. */
  overlapOf(text: string): Overlap {
    const words = wordsOf(text);
    if (words.length < WHOLE_TEXT_WORDS_MIN) return 'too-short';
    const isSeen =
      words.length < this.#size
        ? this.#whole.has(words.join(' '))
        : this.#ngramsOf(words).some((ngram) => this.#ngrams.has(ngram));
    return isSeen ? 'overlapping' : 'none';
  }

  #ngramsOf(words: readonly string[]): readonly string[] {
    const joined = words.join(' ');
    const ngrams: string[] = [];
    // Slices of one text share its memory.
    let [start, end] = [0, -1];
    for (let last = 0; last < words.length; last += 1) {
      end += 1 + (words[last]?.length ?? 0);
      if (last < this.#size - 1) continue;
      ngrams.push(joined.slice(start, end));
      start += 1 + (words[last - this.#size + 1]?.length ?? 0);
    }
    return ngrams;
  }
}
