import { assert, ok } from '#libs/kernel';
import { refuse, type Statistic } from './refusal.js';

/**
 * Agreement of several raters beyond chance (J. L. Fleiss 1971, Psychological Bulletin 76, 378-382). For missing
 * ratings and ordered categories see Krippendorff's alpha.
 *
 * @param counts a row for each subject: how many raters chose each category; all rows add up to the same number
 */
export function fleissKappa(counts: readonly (readonly number[])[]): Statistic {
  const [first] = counts;
  if (first === undefined) return refuse('no-rows', 'nothing was rated');
  const raters = first.reduce((total, count) => total + count, 0);
  if (raters < 2) return refuse('too-few-repeats', 'agreement needs at least two raters');
  const chosen = first.map(() => 0);
  let agreedPairs = 0;
  for (const row of counts) {
    assert(row.length === first.length, 'as many categories for each subject');
    assert(row.reduce((total, count) => total + count, 0) === raters, 'as many raters for each subject');
    row.forEach((count, category) => {
      chosen[category] = (chosen[category] ?? 0) + count;
      agreedPairs += count * (count - 1);
    });
  }
  const agreed = agreedPairs / (counts.length * raters * (raters - 1));
  const expected = chosen.reduce((total, count) => total + (count / (counts.length * raters)) ** 2, 0);
  if (expected >= 1) return refuse('zero-variance', 'all ratings are of one category');
  return ok((agreed - expected) / (1 - expected));
}
