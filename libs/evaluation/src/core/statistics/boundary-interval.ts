import { ok } from '#libs/kernel';
import type { ConfusionTable } from './confusion-table.js';
import { CONFIDENCE_LEVEL, type Interval } from './interval.js';
import { refuse, type Statistic } from './refusal.js';
import type { TableScore } from './table-scores.js';
import { wilsonInterval } from './wilson-interval.js';

/** How many independent units hold rows of either class. */
export interface ClassSupport {
  readonly positiveUnits: number;
  readonly negativeUnits: number;
}

/**
 * Interval of a table's score where all rows of a class were answered alike. Resampling cannot show what was never
 * seen, so a perfect score would get an interval of no width. Instead the share of either class that may be unlike
 * all those seen, Wilson's upper limit of 0 in so many, is answered the other way. The two distances by which the
 * score moves are squared and added (the rule of Newcombe 1998 and Zou and Donner 2008), but it moves no further
 * than it does with both at once.
 */
export function boundaryTableInterval(
  table: ConfusionTable,
  score: TableScore,
  { positiveUnits, negativeUnits }: ClassSupport,
  level: number = CONFIDENCE_LEVEL,
): Statistic<Interval> {
  const value = score(table);
  if (!value.ok) return value;
  const shiftTo = (other: ConfusionTable): number => {
    const there = score(other);
    return there.ok ? there.value - value.value : 0;
  };
  const positivesMoved = withPositivesMoved(table, unseenShare(positiveUnits, level));
  const negativesUnseen = unseenShare(negativeUnits, level);
  const single = [shiftTo(positivesMoved), shiftTo(withNegativesMoved(table, negativesUnseen))];
  const all = [...single, shiftTo(withNegativesMoved(positivesMoved, negativesUnseen)), 0];
  const [below, above] = [-1, 1].map((sign) => Math.hypot(...single.filter((shift) => shift * sign > 0)));
  const lower = Math.max(-(below ?? 0), Math.min(...all));
  const upper = Math.min(above ?? 0, Math.max(...all));
  return lower === upper
    ? refuse('no-variation', 'every resample gives the same value')
    : ok({ lower: value.value + lower, upper: value.value + upper });
}

const unseenShare = (units: number, level: number): number =>
  units === 0 ? 0 : wilsonInterval(0, units, level).upper;

/** A class that was answered either way has shown what it does; it stays. */
function withPositivesMoved(table: ConfusionTable, share: number): ConfusionTable {
  const [truePositives, falseNegatives] = moved(table.truePositives, table.falseNegatives, share);
  return { ...table, truePositives, falseNegatives };
}

function withNegativesMoved(table: ConfusionTable, share: number): ConfusionTable {
  const [trueNegatives, falsePositives] = moved(table.trueNegatives, table.falsePositives, share);
  return { ...table, trueNegatives, falsePositives };
}

const moved = (right: number, wrong: number, share: number): readonly [right: number, wrong: number] =>
  right > 0 && wrong > 0
    ? [right, wrong]
    : [right * (1 - share) + wrong * share, wrong * (1 - share) + right * share];
