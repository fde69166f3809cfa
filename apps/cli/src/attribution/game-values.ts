import {
  coalitionGame,
  decimalOf,
  EXACT_PLAYERS_MAX,
  type MarginalSums,
  marginalSums,
  namesFault,
  rationalText,
  rationalToNumber,
  readUtilityTable,
  sampleBanzhaf,
  type SampledGame,
  samplePermutations,
  type Semivalue,
  semivalue,
  VOTING_STEPS_MAX,
  type VotingGame,
  votingGame,
  votingMarginalSums,
} from '#core/attribution';
import { err, ok, pointerToken, type Result } from '#libs/kernel';
import { z } from 'zod';
import type { InputFault } from '../command.js';
import { namedValues } from './named-values.js';

export const VOTERS_MAX = 1_000;
const SAMPLES_MAX = 10_000_000;

const inputs = {
  players: z.array(z.string()).max(VOTERS_MAX),
  utilities: namedValues(z.number()).optional(),
  votingGame: z.strictObject({ quota: z.number(), weights: z.array(z.number()) }).optional(),
  samples: z.int().min(2).max(SAMPLES_MAX).optional(),
  seed: z.union([z.string(), z.number()]).default('salvor attribute 1'),
};

export const game = z.strictObject({ method: z.enum(['shapley', 'banzhaf', 'leave-one-out']), ...inputs });

export const betaGame = z.strictObject({
  method: z.literal('beta-shapley'),
  alpha: z.number().positive(),
  beta: z.number().positive(),
  ...inputs,
});

type GameInput = z.output<typeof game> | z.output<typeof betaGame>;

/** A game as both ways of computing need it: exactly, which some are too large for, and coalition by coalition. */
type PlayableGame = {
  readonly exact: () => Result<MarginalSums, InputFault>;
  readonly sampled: SampledGame;
};

export function attributeGame(input: GameInput): Result<object, InputFault> {
  const names = namesFault(input.players);
  if (names !== undefined)
    return err({ path: `/players/${String(names.index)}`, reason: NAME_REASONS[names.code] });
  if ((input.utilities === undefined) === (input.votingGame === undefined))
    return err({ path: '/utilities', reason: 'exactly one of utilities and votingGame must be given' });
  const played =
    input.votingGame === undefined
      ? tableGame(input.players, input.utilities ?? new Map())
      : weightedGame(input.players, input.votingGame);
  if (!played.ok) return played;
  if (input.samples !== undefined) return sampledAnswer(input, input.samples, played.value.sampled);
  const sums = played.value.exact();
  return sums.ok ? ok(exactAnswer(input, sums.value)) : sums;
}

const NAME_REASONS = {
  'no-players': 'there must be a player',
  'name-empty': 'must not be empty',
  'name-with-comma': 'must not contain a comma, which separates names',
  'name-duplicate': 'stands twice',
} as const;

function tableGame(
  players: readonly string[],
  table: ReadonlyMap<string, number>,
): Result<PlayableGame, InputFault> {
  const read = readUtilityTable(players, table);
  if (!read.ok) {
    const { error } = read;
    if (error.code === 'too-many-players')
      return err({
        path: '/players',
        reason: `utilities are for at most ${String(EXACT_PLAYERS_MAX)} players`,
      });
    return err({ path: `/utilities${pointerToken(error.coalition)}`, reason: TABLE_REASONS[error.code] });
  }
  const utilities = read.value;
  return ok({
    exact: () => ok(marginalSums(coalitionGame(players.length, utilities))),
    sampled: {
      players: players.length,
      utility: (members) =>
        utilities[members.reduce((mask, isIn, player) => mask | (isIn << player), 0)] ?? 0,
    },
  });
}

const TABLE_REASONS = {
  'player-unknown': 'names somebody who is not among the players',
  'coalition-unsorted': 'names must be sorted, each once',
  'coalition-duplicate': 'this coalition is given twice',
  'coalition-missing': 'is missing: all coalitions need a utility',
} as const;

function weightedGame(
  players: readonly string[],
  { quota, weights }: { readonly quota: number; readonly weights: readonly number[] },
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
  return ok({ exact: () => exactVotes(read.value), sampled: sampledVotes(read.value) });
}

function exactVotes(votes: VotingGame): Result<MarginalSums, InputFault> {
  const sums = votingMarginalSums(votes);
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

const semivalueOf = (input: GameInput): Semivalue =>
  input.method === 'beta-shapley'
    ? { method: input.method, alpha: decimalOf(input.alpha), beta: decimalOf(input.beta) }
    : { method: input.method };

function exactAnswer(input: GameInput, sums: MarginalSums): object {
  const { values, efficiencyGap } = semivalue(semivalueOf(input), sums);
  return {
    method: input.method,
    values: values.map((value, index) => ({
      player: input.players[index],
      value: rationalToNumber(value),
      exact: rationalText(value),
    })),
    efficiencyGap: rationalToNumber(efficiencyGap),
  };
}

function sampledAnswer(input: GameInput, samples: number, sampled: SampledGame): Result<object, InputFault> {
  if (input.method === 'leave-one-out')
    return err({
      path: '/samples',
      reason: 'leave-one-out needs one coalition per player and is not sampled',
    });
  const seed = String(input.seed);
  const { values, standardErrors, efficiencyGap } =
    input.method === 'banzhaf'
      ? sampleBanzhaf(sampled, samples, seed)
      : samplePermutations(sampled, semivalueOf(input), { samples, seed });
  return ok({
    method: input.method,
    samples,
    seed,
    values: values.map((value, index) => ({ player: input.players[index], value })),
    standardErrors: standardErrors.map((error) => (Number.isFinite(error) ? error : null)),
    efficiencyGap,
  });
}
