import {
  coalitionGame,
  knnShapley,
  marginalSums,
  permutationsNeeded,
  pointSet,
  rationalToNumber,
  samplePermutations,
  type SampledGame,
  semivalue,
  votingGame,
  votingMarginalSums,
} from '#core/attribution';
import { assert, seededRandom } from '#libs/kernel';
import { median } from 'simple-statistics';
import { combinatorialShapley, knnShapleyOfQuery, type LabelledRows } from './attribution/peers.js';
import { timed } from './processor-time.js';
import { say, tell } from './report.js';

const SHAPLEY = { method: 'shapley' } as const;
const REPEATS = 5;

/** Speed of the exact methods beside the peer's formulas, and what sampling costs for what it tells. */
export function bench(): Promise<void> {
  benchNeighbours();
  benchExact();
  benchSampling();
  return Promise.resolve();
}

/** Milliseconds of processor time: the median of interleaved repeats of each piece of work. */
function medians(works: readonly (() => unknown)[]): readonly number[] {
  const times = works.map((): number[] => []);
  for (let repeat = 0; repeat <= REPEATS; repeat += 1)
    for (const [index, work] of works.entries()) {
      const [, ms] = timed(work);
      // The first round warms up.
      if (repeat > 0) times[index]?.push(ms);
    }
  return times.map((all) => median(all));
}

const POINTS = 10_000;
const DIMENSION = 64;
const QUERIES = 20;
const NEIGHBOURS = 5;

function benchNeighbours(): void {
  const train = randomRows('bench train', POINTS);
  const queries = randomRows('bench queries', QUERIES);
  const model = { k: NEIGHBOURS, utility: 'hard-label' } as const;
  const known = { points: pointSet(train.features), labels: train.labels };
  const asked = { points: pointSet(queries.features), labels: queries.labels };
  const peer = (): Float64Array => {
    const means = new Float64Array(POINTS);
    for (const [row, query] of queries.features.entries())
      for (const [point, value] of knnShapleyOfQuery(
        train,
        query,
        queries.labels[row] ?? 0,
        NEIGHBOURS,
      ).entries())
        means[point] = (means[point] ?? 0) + value / QUERIES;
    return means;
  };
  const theirs = peer();
  const { values } = knnShapley(known, asked, model);
  const apart = values.reduce(
    (most, value, point) => Math.max(most, Math.abs(value - (theirs[point] ?? 0))),
    0,
  );
  const [ours = 0, formula = 0] = medians([() => knnShapley(known, asked, model), peer]);
  say(`KNN-Shapley, ${String(POINTS)} points of ${String(DIMENSION)} dimensions, K = ${String(NEIGHBOURS)}`);
  tell('ours, a query', `${(ours / QUERIES).toFixed(2)} ms`, '≤ 2.5 ms');
  tell('the formula of pyDVL, a query', `${(formula / QUERIES).toFixed(2)} ms`);
  tell('largest difference of a value', apart.toExponential(1));
}

function randomRows(seed: string, count: number): LabelledRows {
  const random = seededRandom(seed);
  return {
    features: Array.from({ length: count }, () => Array.from({ length: DIMENSION }, () => random.normal())),
    labels: Array.from({ length: count }, () => random.below(2)),
  };
}

const PLAYERS = 20;

function benchExact(): void {
  const random = seededRandom('bench utilities');
  const utilities = Float64Array.from({ length: 2 ** PLAYERS }, () => random.below(1_000_000) / 1_000_000);
  const table = [...utilities];
  const ours = (): number[] =>
    semivalue(SHAPLEY, marginalSums(coalitionGame(PLAYERS, table))).values.map(rationalToNumber);
  const peer = (): Float64Array => combinatorialShapley(PLAYERS, utilities);
  const theirs = peer();
  const apart = ours().reduce(
    (most, value, player) => Math.max(most, Math.abs(value - (theirs[player] ?? 0))),
    0,
  );
  const [exactMs = 0, floatMs = 0] = medians([ours, peer]);
  say(`Exact Shapley values of ${String(PLAYERS)} players, 2^${String(PLAYERS)} utilities`);
  tell('ours, exact fractions', `${exactMs.toFixed(0)} ms`, '≤ 150 ms');
  tell('the sum over coalitions as pyDVL writes it, binary64', `${floatMs.toFixed(0)} ms`);
  tell('largest error of the binary64 sum', apart.toExponential(1));
}

/** The electors of the fifty states and of the District of Columbia, 2024. */
const ELECTORS = [
  54, 40, 30, 28, 19, 19, 17, 16, 16, 15, 14, 13, 12, 11, 11, 11, 11, 10, 10, 10, 10, 10, 9, 9, 8, 8, 8, 7, 7,
  6, 6, 6, 6, 6, 6, 5, 5, 4, 4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3,
];
const QUOTA = 270;

function benchSampling(): void {
  const [exact, exactMs] = timed(electoralPower);
  say(`Electoral college, ${String(ELECTORS.length)} players`);
  tell('exact, by counting', `${exactMs.toFixed(0)} ms`);
  for (const samples of [1_000, 10_000, 100_000])
    for (const antithetic of [false, true]) {
      const plan = { samples, seed: 'bench', antithetic };
      const [{ values, standardErrors }, ms] = timed(() => samplePermutations(COLLEGE, SHAPLEY, plan));
      const error = rootMeanSquare(values.map((value, player) => value - (exact[player] ?? 0)));
      tell(
        `${String(samples)} orders${antithetic ? ', each with its reverse' : ''}`,
        `error ${error.toExponential(2)}, told ${rootMeanSquare(standardErrors).toExponential(2)}, ${ms.toFixed(0)} ms`,
      );
    }
  const needed = permutationsNeeded(ELECTORS.length, 1, 0.001, 0.05);
  tell('orders that Hoeffding asks for 0.001 with 95 %', String(needed));
}

const COLLEGE: SampledGame = {
  players: ELECTORS.length,
  utility: (members) =>
    ELECTORS.reduce((sum, votes, state) => sum + votes * (members[state] ?? 0), 0) >= QUOTA ? 1 : 0,
};

function electoralPower(): readonly number[] {
  const game = votingGame(QUOTA, ELECTORS);
  assert(game.ok, 'a college is a voting game');
  const sums = votingMarginalSums(game.value);
  assert(sums.ok, 'and not too large');
  return semivalue(SHAPLEY, sums.value).values.map(rationalToNumber);
}

const rootMeanSquare = (errors: readonly number[]): number =>
  Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
