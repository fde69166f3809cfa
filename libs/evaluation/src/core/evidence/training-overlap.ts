import { err, ok, type Result } from '#libs/kernel';
import { type DomainRow, labelOfAnswer } from '../domain-row.js';
import type { Estimate } from '../statistics/interval.js';
import { wilsonInterval } from '../statistics/wilson-interval.js';
import { type CarriedNames, carriedNames } from './carried-names.js';
import type { RowAnswer } from './compare-slices.js';
import { overlapWords, SeenTexts } from './ngram-overlap.js';

/** Texts that a model has learned from, or that it carries with it. */
export interface SeenMaterial {
  readonly of: 'train-file' | 'package-files' | 'rule-list';
  readonly texts: readonly string[];
}

/** How many rows share a long sequence of words with what the model has seen, and how it does on them. */
export interface TrainingOverlap {
  readonly of: SeenMaterial['of'];
  /** Words in a row that count as an overlap. */
  readonly words: number;
  /** Rows that are too short to tell where they are from. */
  readonly tooShort: number;
  /** Share of the other rows. */
  readonly overlapping: Estimate;
  /** Share of right answers to overlapping rows and to the others; null where there are none. */
  readonly correctOverlapping: number | null;
  readonly correctOthers: number | null;
  readonly names: CarriedNames;
}

/** Looks for the rows of a domain in what a model has seen. */
export function trainingOverlap(
  rows: readonly DomainRow[],
  answerOf: RowAnswer,
  { of, texts }: SeenMaterial,
): Result<TrainingOverlap, string> {
  const words = overlapWords(rows.map(({ input }) => input));
  const seen = new SeenTexts(words);
  if (!texts.every((text) => seen.add(text))) return err('There is more material than can be searched.');
  const found = { overlapping: { rows: 0, correct: 0 }, none: { rows: 0, correct: 0 } };
  let tooShort = 0;
  for (const row of rows) {
    const overlap = seen.overlapOf(row.input);
    if (overlap === 'too-short') {
      tooShort += 1;
      continue;
    }
    found[overlap].rows += 1;
    found[overlap].correct += Number(labelOfAnswer(row, answerOf(row).label) === row.target);
  }
  const { overlapping, none } = found;
  const n = overlapping.rows + none.rows;
  if (n === 0) return err('All rows are too short to tell where they are from.');
  return ok({
    of,
    words,
    tooShort,
    overlapping: { value: overlapping.rows / n, ...wilsonInterval(overlapping.rows, n), n },
    correctOverlapping: shareOf(overlapping),
    correctOthers: shareOf(none),
    names: carriedNames(
      rows.flatMap(({ cluster }) => (cluster === undefined ? [] : [cluster])),
      texts,
    ),
  });
}

const shareOf = ({ rows, correct }: { readonly rows: number; readonly correct: number }): number | null =>
  rows === 0 ? null : correct / rows;
