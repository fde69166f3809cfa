import { assertDefined } from '#libs/kernel';
import { judgeSlices, type SliceComparison, type SliceEvidence } from './decay-verdict.js';
import type { LinearisedScore } from './linearised-score.js';

/** A score of so many clusters of one row each, as many of them right as make the value. */
function score(value: number, clusters = 400, names = ''): LinearisedScore {
  const right = Math.round(value * clusters);
  return {
    value: right / clusters,
    n: clusters,
    support: clusters,
    influence: new Map(
      Array.from({ length: clusters }, (_, at) => [
        `${names}${String(at)}`,
        (Number(at < right) - right / clusters) / clusters,
      ]),
    ),
  };
}

type Values = {
  readonly frozen: number;
  readonly control: number;
  readonly frozenInTime?: number;
  readonly controlInTime?: number;
};

function comparison(
  { frozen, control, frozenInTime = 0.95, controlInTime = 0.95 }: Values,
  { clusters = 400, knowsMore = true, slice = 'later' } = {},
): SliceComparison {
  return {
    slice,
    knowsMore,
    frozen: score(frozen, clusters, slice),
    control: score(control, clusters, slice),
    frozenInTime: score(frozenInTime, 400, 'in time '),
    controlInTime: score(controlInTime, 400, 'in time '),
  };
}

const judged = (...given: Parameters<typeof comparison>): SliceEvidence =>
  assertDefined(judgeSlices([comparison(...given)])[0], 'one for each slice');

describe('judgeSlices', () => {
  it('calls a model stale where newer knowledge helps', () => {
    expect(judged({ frozen: 0.8, control: 0.94 })).toMatchObject({
      verdict: 'stale',
      gain: { value: expect.closeTo(0.14, 6) as number },
      frozenLoss: { value: expect.closeTo(0.15, 6) as number },
    });
  });

  it('calls rows harder where it does not', () => {
    expect(judged({ frozen: 0.8, control: 0.81 }).verdict).toBe('harder');
  });

  it('tells when both is so', () => {
    expect(judged({ frozen: 0.6, control: 0.8 }).verdict).toBe('both');
  });

  it('calls a model steady where a loss of five points is excluded', () => {
    expect(judged({ frozen: 0.95, control: 0.95 }, { clusters: 2_000 }).verdict).toBe('steady');
  });

  it('does not decide what few rows cannot show', () => {
    expect(judged({ frozen: 0.9, control: 0.95 }, { clusters: 20 }).verdict).toBe('undecided');
  });

  it('does not take for staleness what more rows are worth in any case', () => {
    const found = judged({ frozen: 0.8, control: 0.9, frozenInTime: 0.82, controlInTime: 0.92 });
    expect(found.verdict).not.toBe('stale');
    expect(found.gain.lower).toBeGreaterThan(0.05);
    expect(found.excessGain.value).toBeCloseTo(0, 6);
  });

  it('does not ring for a difference of less than two points, however certain', () => {
    const found = judged({ frozen: 0.93, control: 0.945 }, { clusters: 40_000 });
    expect(found.gain.lower).toBeGreaterThan(0.005);
    expect(found.verdict).toBe('steady');
  });

  it('does not test for staleness where the control knows nothing newer', () => {
    const found = judged({ frozen: 0.8, control: 0.94 }, { knowsMore: false });
    expect(found).toMatchObject({ verdict: 'undecided', staleness: undefined });
    expect(found.hardness).toBeDefined();
  });

  it('tests no slice of fewer than ten clusters', () => {
    const found = judged({ frozen: 0, control: 1 }, { clusters: 9 });
    expect(found).toMatchObject({ verdict: 'undecided', staleness: undefined, hardness: undefined });
  });

  it('asks more of a slice the more slices there are', () => {
    const given = { frozen: 0.9, control: 0.945 };
    const alone = judged(given);
    const others = Array.from({ length: 9 }, (_, at) =>
      comparison({ frozen: 0.95, control: 0.95 }, { slice: `other ${String(at)}` }),
    );
    const [among] = judgeSlices([comparison(given), ...others]);
    expect(alone.verdict).toBe('stale');
    expect(among?.verdict).toBe('undecided');
    expect(among?.staleness?.adjusted).toBeCloseTo(10 * (alone.staleness?.pValue ?? NaN), 9);
  });
});
