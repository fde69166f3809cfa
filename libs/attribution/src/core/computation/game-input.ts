import { err, ok, pointerToken, type Result } from '#libs/kernel';
import { z } from 'zod';
import {
  coalitionGame,
  EXACT_PLAYERS_MAX,
  type MarginalSums,
  marginalSums,
  namesFault,
  type PermutationPlan,
  readUtilityTable,
  type SampledGame,
  type SampledValues,
  type Semivalue,
  VOTING_STEPS_MAX,
  type VotingGame,
  votingGame,
  votingMarginalSums,
} from '../methods/index.js';
import { type InputFault, NAME_REASONS } from './input-fault.js';
import { namedValues } from './named-values.js';
import { readPartialTable, truncation, walkTable } from './truncated-game.js';

export const VOTERS_MAX = 1_000;
const SAMPLES_MAX = 10_000_000;

export const votes = z.strictObject({ quota: z.number(), weights: z.array(z.number()) });
export const samples = z.int().min(2).max(SAMPLES_MAX);

const inputs = {
  players: z.array(z.string()).max(VOTERS_MAX),
  utilities: namedValues(z.number()).optional(),
  votingGame: votes.optional(),
  samples: samples.optional(),
  /** Then the table need hold no more than the coalitions that the walk comes by. */
  truncation: truncation.optional(),
  seed: z.union([z.string(), z.number()]).default('salvor attribute 1'),
};

export const gameInput = z.strictObject({
  method: z.enum(['shapley', 'banzhaf', 'leave-one-out']),
  ...inputs,
});

export const betaGameInput = z.strictObject({
  method: z.literal('beta-shapley'),
  alpha: z.number().positive(),
  beta: z.number().positive(),
  ...inputs,
});

export type GameInput = z.output<typeof gameInput> | z.output<typeof betaGameInput>;

/**
 * A game as the ways of computing need it: exactly, which some are too large for, coalition by coalition, or along
 * the one walk that its table was made for.
 */
export type PlayableGame =
  | {
      readonly kind: 'whole';
      readonly exact: () => Result<MarginalSums, InputFault>;
      readonly sampled: SampledGame;
    }
  | {
      readonly kind: 'walked';
      readonly walk: (method: Semivalue, plan: PermutationPlan) => Result<SampledValues, InputFault>;
    };

/** Checks everything about a game that can be checked without computing it. */
export function readGame(input: GameInput): Result<PlayableGame, InputFault> {
  const names = namesFault(input.players);
  if (names !== undefined)
    return err({ path: `/players/${String(names.index)}`, reason: NAME_REASONS[names.code] });
  if ((input.utilities === undefined) === (input.votingGame === undefined))
    return err({ path: '/utilities', reason: 'exactly one of utilities and votingGame must be given' });
  if (input.samples !== undefined && input.method === 'leave-one-out')
    return err({
      path: '/samples',
      reason: 'leave-one-out needs one coalition per player and is not sampled',
    });
  if (input.truncation !== undefined) return truncatedGame(input, input.truncation);
  return input.votingGame === undefined
    ? tableGame(input.players, input.utilities ?? new Map())
    : weightedGame(input.players, input.votingGame);
}

/** Utilities by coalition, in the order of bits. */
export function readTable(
  players: readonly string[],
  table: ReadonlyMap<string, number>,
): Result<readonly number[], InputFault> {
  const read = readUtilityTable(players, table);
  if (read.ok) return read;
  const { error } = read;
  if (error.code === 'too-many-players')
    return err({
      path: '/players',
      reason: `utilities are for at most ${String(EXACT_PLAYERS_MAX)} players`,
    });
  return err({ path: `/utilities${pointerToken(error.coalition)}`, reason: TABLE_REASONS[error.code] });
}

const TABLE_REASONS = {
  'player-unknown': 'names somebody who is not among the players',
  'coalition-unsorted': 'names must be sorted, each once',
  'coalition-duplicate': 'this coalition is given twice',
  'coalition-missing': 'is missing: all coalitions need a utility',
} as const;

function tableGame(
  players: readonly string[],
  table: ReadonlyMap<string, number>,
): Result<PlayableGame, InputFault> {
  const utilities = readTable(players, table);
  if (!utilities.ok) return utilities;
  return ok({
    kind: 'whole',
    exact: () => ok(marginalSums(coalitionGame(players.length, utilities.value))),
    sampled: {
      players: players.length,
      utility: (members) =>
        utilities.value[members.reduce((mask, isIn, player) => mask | (isIn << player), 0)] ?? 0,
    },
  });
}

function truncatedGame(
  { method, players, utilities, samples: orders }: GameInput,
  rule: z.output<typeof truncation>,
): Result<PlayableGame, InputFault> {
  if (utilities === undefined || orders === undefined || method === 'banzhaf')
    return err({ path: '/truncation', reason: 'goes with utilities and samples of orders' });
  const table = readPartialTable(players, utilities);
  if (!table.ok) return table;
  return ok({
    kind: 'walked',
    walk: (semivalue, plan) => walkTable(players, table.value, semivalue, { ...plan, truncation: rule }),
  });
}

function weightedGame(
  players: readonly string[],
  { quota, weights }: z.output<typeof votes>,
): Result<PlayableGame, InputFault> {
  if (weights.length !== players.length)
    return err({
      path: '/votingGame/weights',
      reason: `has ${String(weights.length)} weights for ${String(players.length)} players`,
    });
  const read = votingGame(quota, weights);
  if (!read.ok) {
    const { error } = read;
    if (error.code === 'weight-negative')
      return err({ path: `/votingGame/weights/${String(error.index)}`, reason: 'must not be negative' });
    return error.code === 'quota-not-positive'
      ? err({ path: '/votingGame/quota', reason: 'must be positive' })
      : err({ path: '/votingGame/weights', reason: 'sum to zero' });
  }
  return ok({ kind: 'whole', exact: () => exactVotes(read.value), sampled: sampledVotes(read.value) });
}

function exactVotes(game: VotingGame): Result<MarginalSums, InputFault> {
  const sums = votingMarginalSums(game);
  if (sums.ok) return sums;
  const [steps, most] = [sums.error.steps, VOTING_STEPS_MAX].map((count) => count.toExponential(0));
  const reason = `too large to be exact (${String(steps)} steps, at most ${String(most)}): give samples, or smaller weights`;
  return err({ path: '/votingGame', reason });
}

const sampledVotes = ({ quota, weights }: VotingGame): SampledGame => ({
  players: weights.length,
  utility: (members) =>
    weights.reduce((sum, weight, player) => (members[player] === 1 ? sum + weight : sum), 0n) >= quota
      ? 1
      : 0,
});
