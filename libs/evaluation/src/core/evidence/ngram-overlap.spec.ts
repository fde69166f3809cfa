import fc from 'fast-check';
import { overlapWords, SeenTexts } from './ngram-overlap.js';

const words = (from: number, count: number): string =>
  Array.from({ length: count }, (_, at) => `word${String(from + at)}`).join(' ');

describe('overlapWords', () => {
  it.each([
    [3, 8],
    [10, 10],
    [40, 13],
  ])('of texts of %d words is %d', (length, size) => {
    expect(overlapWords(Array.from({ length: 20 }, () => words(0, length)))).toBe(size);
  });

  it('goes by the shortest twentieth', () => {
    const texts = [
      ...Array.from({ length: 95 }, () => words(0, 30)),
      ...Array.from({ length: 6 }, () => words(0, 9)),
    ];
    expect(overlapWords(texts)).toBe(9);
    expect(overlapWords([])).toBe(8);
  });
});

describe('SeenTexts', () => {
  const seenOf = (...texts: readonly string[]): SeenTexts => {
    const seen = new SeenTexts(8);
    for (const text of texts) seen.add(text);
    return seen;
  };

  it('finds eight words in a row, wherever they stand', () => {
    const seen = seenOf(words(0, 30));
    expect(seen.overlapOf(`something else ${words(10, 8)} and more of it`)).toBe('overlapping');
    expect(seen.overlapOf(`something else ${words(10, 7)} and more of it`)).toBe('none');
  });

  it('does not join two texts', () => {
    expect(seenOf(words(0, 5), words(5, 5)).overlapOf(words(0, 10))).toBe('none');
  });

  it('overlooks case, punctuation and white space', () => {
    const text = 'The quick brown fox jumps over the lazy dog.';
    expect(seenOf(text).overlapOf('the QUICK, brown\n fox – jumps over (the) lazy')).toBe('overlapping');
  });

  it('takes a short text only as a whole', () => {
    const seen = seenOf('a very short text', words(0, 20));
    expect(seen.overlapOf('A very short text!')).toBe('overlapping');
    expect(seen.overlapOf('very short text')).toBe('none');
    expect(seen.overlapOf(words(0, 4))).toBe('none');
    expect(seen.overlapOf('short text')).toBe('too-short');
  });

  it('reads words of any script', () => {
    const text = 'всякий счастливый день похож на другой счастливый день года';
    expect(seenOf(text).overlapOf(text)).toBe('overlapping');
  });

  it('finds what a naive search finds', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 8, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), text, (known, asked) => {
        const isFound = known.some((one) =>
          asked.some((_, start) => {
            const sequence = asked.slice(start, start + 8);
            return sequence.length === 8 && ` ${one.join(' ')} `.includes(` ${sequence.join(' ')} `);
          }),
        );
        const seen = seenOf(...known.map((one) => one.join(' ')));
        expect(seen.overlapOf(asked.join(' '))).toBe(isFound ? 'overlapping' : 'none');
      }),
    );
  });
});
