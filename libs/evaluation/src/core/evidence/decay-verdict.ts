import { assertDefined } from '#libs/kernel';
import { holmAdjusted } from '../statistics/adjusted-p-values.js';
import { type Contrast, contrastOf, excessPValue } from './contrast.js';
import type { LinearisedScore } from './linearised-score.js';

/**
 * `stale`: newer knowledge helps. `harder`: it does not, and everybody does worse. `both`. `steady`: a loss of either
 * kind of {@link LOSS_EXCLUDED} is excluded. `undecided`: the rows do not say.
 */
export type DecayVerdict = 'stale' | 'harder' | 'both' | 'steady' | 'undecided';

/** Level of the tests of each kind, over all slices of a run. */
export const ALARM_LEVEL = 0.05;

/** Smaller differences than two points move no decision and raise no alarm, however certain they are. */
export const DIFFERENCE_MIN = 0.02;

/** A slice is steady where its interval leaves no room for a loss of five points. */
const LOSS_EXCLUDED = 0.05;

/** Fewer clusters of a class are not tested: the variance between them is not known. */
const CLUSTERS_MIN = 10;

/** Two models, the frozen one and its control, on the rows of a slice and on those of the in-time slice. */
export interface SliceComparison {
  readonly slice: string;
  readonly frozen: LinearisedScore;
  readonly control: LinearisedScore;
  readonly frozenInTime: LinearisedScore;
  /** Of the very control that answers the slice. It has not learned from these rows. */
  readonly controlInTime: LinearisedScore;
  /** Whether the control knows anything that is newer than the frozen model. If not, nothing can show staleness. */
  readonly knowsMore: boolean;
}

/** A test and what is left of it when all slices are tested. */
export interface SliceTest {
  readonly pValue: number;
  /** By Holm. */
  readonly adjusted: number;
}

export interface SliceEvidence {
  readonly slice: string;
  readonly verdict: DecayVerdict;
  /** What the control scores more than the frozen model on the slice. */
  readonly gain: Contrast;
  /** The same on the in-time slice: what more training data, or another model, are worth in any case. */
  readonly gainInTime: Contrast;
  /** The gain beyond the one in time: what is due to the time that has passed. */
  readonly excessGain: Contrast;
  /** What the frozen model scores less than on the in-time slice. */
  readonly frozenLoss: Contrast;
  /** The same of the control. */
  readonly controlLoss: Contrast;
  /** Undefined where there are too few clusters to test, or where the control knows nothing newer. */
  readonly staleness: SliceTest | undefined;
  /** Undefined where there are too few clusters to test. */
  readonly hardness: SliceTest | undefined;
}

/**
 * Tells, slice by slice, a model that is out of date from rows that are harder.
 *
 * Stale: the control does credibly better on the slice by {@link DIFFERENCE_MIN}, and credibly more so than on rows
 * of the frozen model's own time. The second part is what a control of more rows, a luckier draw of them or another
 * kind of model would gain without any time having passed; in the difference of differences it drops out (Card and
 * Krueger 1994, American Economic Review 84, 772-793). Harder: both do credibly worse by as much than in time. Each
 * claim needs both of its parts, so its p-value is the larger one (Berger 1982, Technometrics 24, 295-300), one-sided,
 * adjusted over the slices by Holm. So of runs whose slices differ in nothing but the draw of their rows at most
 * {@link ALARM_LEVEL} raise an alarm of one kind.
 */
export function judgeSlices(comparisons: readonly SliceComparison[]): readonly SliceEvidence[] {
  const supported = comparisons.filter((comparison) => supportOf(comparison) >= CLUSTERS_MIN);
  const contrasts = new Map(comparisons.map((comparison) => [comparison, contrastsOf(comparison)]));
  const staleness = testsOf(
    supported.filter(({ knowsMore }) => knowsMore),
    contrasts,
    ({ gain, excessGain }) => Math.max(excessPValue(gain, DIFFERENCE_MIN), excessPValue(excessGain, 0)),
  );
  const hardness = testsOf(supported, contrasts, ({ frozenLoss, controlLoss }) =>
    Math.max(excessPValue(frozenLoss, DIFFERENCE_MIN), excessPValue(controlLoss, DIFFERENCE_MIN)),
  );
  return [...contrasts].map(([comparison, found]) => {
    const tests = { staleness: staleness.get(comparison), hardness: hardness.get(comparison) };
    return { ...found, ...tests, verdict: verdictOf(found, tests) };
  });
}

type Contrasts = Omit<SliceEvidence, 'verdict' | 'staleness' | 'hardness'>;

function contrastsOf(comparison: SliceComparison): Contrasts {
  const { slice, frozen, control, frozenInTime, controlInTime } = comparison;
  return {
    slice,
    gain: contrastOf([control], [frozen]),
    gainInTime: contrastOf([controlInTime], [frozenInTime]),
    excessGain: contrastOf([control, frozenInTime], [frozen, controlInTime]),
    frozenLoss: contrastOf([frozenInTime], [frozen]),
    controlLoss: contrastOf([controlInTime], [control]),
  };
}

const supportOf = ({ frozen, frozenInTime }: SliceComparison): number =>
  Math.min(frozen.support, frozenInTime.support);

function testsOf(
  tested: readonly SliceComparison[],
  contrasts: ReadonlyMap<SliceComparison, Contrasts>,
  pValueOf: (contrasts: Contrasts) => number,
): ReadonlyMap<SliceComparison, SliceTest> {
  const pValues = tested.map((comparison) =>
    pValueOf(assertDefined(contrasts.get(comparison), 'contrasts of every comparison')),
  );
  const adjusted = holmAdjusted(pValues);
  return new Map(
    tested.map((comparison, index) => [
      comparison,
      { pValue: pValues[index] ?? 1, adjusted: adjusted[index] ?? 1 },
    ]),
  );
}

function verdictOf(
  { gain, frozenLoss }: Contrasts,
  { staleness, hardness }: Pick<SliceEvidence, 'staleness' | 'hardness'>,
): DecayVerdict {
  const isFound = (test: SliceTest | undefined): boolean =>
    test !== undefined && test.adjusted <= ALARM_LEVEL;
  if (isFound(staleness)) return isFound(hardness) ? 'both' : 'stale';
  if (isFound(hardness)) return 'harder';
  if (staleness === undefined || hardness === undefined) return 'undecided';
  return gain.upper < LOSS_EXCLUDED && frozenLoss.upper < LOSS_EXCLUDED ? 'steady' : 'undecided';
}
