import { domainChanges, meanScores, type ScoredRun } from './score-change.js';

const SOLD_AT = 1_000;

const run = (domain: string, finishedAtMs: number, ...scores: readonly (readonly [number, number])[]) => ({
  runId: `run-${domain}-${String(finishedAtMs)}`,
  domain,
  finishedAtMs,
  scores: scores.map(([n, value]) => ({ n, value })),
});

const of = (...runs: readonly ScoredRun[]) => domainChanges(runs, SOLD_AT);

describe('domainChanges', () => {
  it('compares the last run before the sale with the newest since', () => {
    const runs = [
      run('web', 500, [10, 0.1]),
      run('web', 1_000, [10, 0.9]),
      run('web', 1_001, [10, 0.2]),
      run('web', 2_000, [10, 0.6]),
    ];
    expect(of(...runs)).toEqual([
      { domain: 'web', runAtSale: 'run-web-1000', runNow: 'run-web-2000', atSaleBps: 9_000, nowBps: 6_000 },
    ]);
    expect(of(...runs.toReversed())).toEqual(of(...runs));
  });

  it('weighs slices by their samples, to the nearest basis point', () => {
    expect(of(run('web', 1, [1, 1], [2, 0]), run('web', 2_000, [3, 0.5], [0, 0]))).toMatchObject([
      { atSaleBps: 3_333, nowBps: 5_000 },
    ]);
  });

  it('leaves out domains that were scored on one side only, or never', () => {
    expect(of(run('a', 1, [10, 1]), run('b', 2_000, [10, 1]), run('c', 1), run('c', 2_000, [10, 1]))).toEqual(
      [],
    );
  });

  it('goes by the names of the domains', () => {
    const runs = ['b', 'a'].flatMap((domain) => [run(domain, 1, [1, 1]), run(domain, 2_000, [1, 1])]);
    expect(of(...runs).map(({ domain }) => domain)).toEqual(['a', 'b']);
  });
});

describe('meanScores', () => {
  it('is the mean over domains, rounded down', () => {
    expect(
      meanScores([
        { atSaleBps: 9_000, nowBps: 3 },
        { atSaleBps: 8_001, nowBps: 4 },
      ]),
    ).toEqual({ scoreAtSale: 8_500, scoreNow: 3 });
  });

  it('is unknown where no domain tells', () => {
    expect(meanScores([])).toEqual({ scoreAtSale: undefined, scoreNow: undefined });
  });
});
