import { assert } from '#libs/kernel';
import { checkProof } from '../../../libs/auction/src/core/packages/check-proof.js';
import { determineWinners } from '../../../libs/auction/src/core/packages/determine-winners.js';
import type { PackageBid } from '../../../libs/auction/src/core/packages/package-auction.js';
import { winnerProblem } from '../../../libs/auction/src/core/packages/winner-problem.js';
import { type Distribution, DISTRIBUTIONS } from '../cats/cats.js';
import { say } from '../report.js';
import { HIGHS_SECONDS_MAX, solveMip } from './highs-mip.js';
import { packageAuction, type Size } from './package-auctions.js';
import { medianAndMost, timed } from '../processor-time.js';

const SMALL: Size = { items: 50, bids: 200 };
const LARGE: Size = { items: 100, bids: 500 };

/** Instances of each distribution and size. */
const SEEDS = ['1', '2', '3'];

/** HiGHS takes a minute or two over each of these. */
const isHard = (distribution: Distribution, size: Size): boolean =>
  size === LARGE && distribution.startsWith('arbitrary');
const HARD_SEEDS = ['1', '2'];

const HEADER = ['goal', 'ours', 'check', 'HiGHS', 'HiGHS, tuned', 'optima of HiGHS'];

/** Who wins, to proven optimality, beside HiGHS's own search for the same optimum. */
export function winnerDetermination(): void {
  say('\nWinner determination: processor seconds, median (most) of instances like those of CATS');
  say(
    '  ours: with the certificate and ties by lot; HiGHS: npm highs 1.15.3 at zero gap, a row an item and bidder;',
  );
  say(`  tuned: on our cliques and without restarts; either is stopped after ${String(HIGHS_SECONDS_MAX)} s`);
  warmUp();
  for (const size of [SMALL, LARGE]) {
    say(`\n  ${[`${String(size.items)} items, ${String(size.bids)} bids`, ...HEADER].map(cell).join('')}`);
    for (const distribution of DISTRIBUTIONS) measure(distribution, size);
  }
}

type Compared = {
  readonly ownMs: number;
  readonly checkMs: number;
  readonly highsMs: number;
  readonly tunedMs: number;
  /** The optima that HiGHS found in its time. */
  readonly found: readonly bigint[];
  readonly value: bigint;
};

/** Both are compiled while they run for the first times. */
function warmUp(): void {
  for (const seed of ['warm-up 1', 'warm-up 2'])
    for (const distribution of DISTRIBUTIONS) compare(distribution, { items: 40, bids: 150 }, seed);
}

function measure(distribution: Distribution, size: Size): void {
  const seeds = isHard(distribution, size) ? HARD_SEEDS : SEEDS;
  const compared = seeds.map((seed) => compare(distribution, size, seed));
  const column = (read: (one: Compared) => number): string => medianAndMost(compared.map(read));
  const figures = [
    distribution,
    isHard(distribution, size) ? '< 60' : '< 1',
    column(({ ownMs }) => ownMs),
    column(({ checkMs }) => checkMs),
    column(({ highsMs }) => highsMs),
    column(({ tunedMs }) => tunedMs),
    agreement(compared),
  ];
  say(`  ${figures.map(cell).join('')}`);
}

function agreement(compared: readonly Compared[]): string {
  const found = compared.flatMap((one) => one.found.map((value) => value === one.value));
  const verdict = found.every(Boolean) ? 'the same' : 'NOT the same';
  return `${String(found.length)} of ${String(2 * compared.length)} in time, ${verdict}`;
}

function compare(distribution: Distribution, size: Size, seed: string): Compared {
  const auction = packageAuction(distribution, size, seed);
  const [{ problem, winners }, ownMs] = timed(() => {
    const posed = winnerProblem(auction);
    return { problem: posed, winners: determineWinners(posed, auction.nodeLimit) };
  });
  assert(winners !== undefined, 'the node limit is out of reach');
  const { values, open, graph, cliques, bids } = problem;
  const excludes = (one: number, other: number): boolean => graph.excludes(one, other);
  const [isProved, checkMs] = timed(() => checkProof({ values, open, excludes }, winners.proof));
  assert(isProved, 'the certificate holds');
  const [usual, highsMs] = timed(() => solveMip({ values, rows: usualRows(bids) }));
  const [tuned, tunedMs] = timed(() => solveMip({ values, rows: cliques }, { mip_allow_restart: false }));
  const found = [usual, tuned].filter((value) => value !== undefined);
  return { ownMs, checkMs, highsMs, tunedMs, found, value: winners.choice.value };
}

/** At most one bid for each item and from each bidder. */
function usualRows(bids: readonly PackageBid[]): readonly (readonly number[])[] {
  const rows = new Map<string, number[]>();
  for (const [column, { bidder, items }] of bids.entries())
    for (const row of [`bidder ${bidder}`, ...items.map((item) => `item ${item}`)])
      rows.set(row, [...(rows.get(row) ?? []), column]);
  return [...rows.values()];
}

const cell = (text: string): string => text.padEnd(20);
