import { assert, ok, type Result } from '#libs/kernel';
import {
  decimalOf,
  type MarginalSums,
  type PermutationPlan,
  rationalToNumber,
  sampleBanzhaf,
  type SampledGame,
  type SampledValues,
  samplePermutations,
  type Semivalue,
  semivalue,
} from '../methods/index.js';
import { type AttributionValues, publishedValues } from './attribution-values.js';
import { type GameInput, type PlayableGame, readGame } from './game-input.js';
import type { InputFault } from './input-fault.js';

/** Told how many ten-thousandths of the work are done, each hundredth once. */
export type Progress = (doneBps: number) => void;

/** The semivalue of a game's players: exact, or estimated where the input asks for samples. */
export function attributeGame(input: GameInput, progress?: Progress): Result<AttributionValues, InputFault> {
  const game = readGame(input);
  if (!game.ok) return game;
  const { value } = game;
  if (input.samples !== undefined) {
    const sampled = estimate(input, { samples: input.samples, seed: String(input.seed) }, value, progress);
    return sampled.ok ? ok(sampledValues(input, sampled.value)) : sampled;
  }
  assert(value.kind === 'whole', 'a game that is walked has samples');
  const sums = value.exact();
  return sums.ok ? ok(exactValues(input, sums.value)) : sums;
}

function estimate(
  input: GameInput,
  plan: PermutationPlan,
  game: PlayableGame,
  progress: Progress | undefined,
): Result<SampledValues, InputFault> {
  if (game.kind === 'walked') return game.walk(semivalueOf(input), plan);
  const sampled = counted(input, game.sampled, progress);
  return ok(
    input.method === 'banzhaf'
      ? sampleBanzhaf(sampled, plan.samples, plan.seed)
      : samplePermutations(sampled, semivalueOf(input), plan),
  );
}

const semivalueOf = (input: GameInput): Semivalue =>
  input.method === 'beta-shapley'
    ? { method: input.method, alpha: decimalOf(input.alpha), beta: decimalOf(input.beta) }
    : { method: input.method };

function exactValues(input: GameInput, sums: MarginalSums): AttributionValues {
  const { values, efficiencyGap } = semivalue(semivalueOf(input), sums);
  return {
    method: input.method,
    values: publishedValues(input.players, values),
    efficiencyGap: rationalToNumber(efficiencyGap),
  };
}

const sampledValues = (
  { method, samples, seed, players, truncation }: GameInput,
  { values, standardErrors, efficiencyGap }: SampledValues,
): AttributionValues => ({
  method,
  ...(samples === undefined ? {} : { samples, seed: String(seed) }),
  ...(truncation === undefined ? {} : { truncation }),
  values: publishedValues(players, values),
  standardErrors: standardErrors.map((error) => (Number.isFinite(error) ? error : null)),
  efficiencyGap,
});

const STEP_BPS = 100;

/** A sampled game that tells how far through its expected evaluations it is. */
function counted(input: GameInput, game: SampledGame, progress: Progress | undefined): SampledGame {
  if (progress === undefined) return game;
  const perSample = input.method === 'banzhaf' ? 1 : Math.max(1, game.players - 1);
  const expected = perSample * (input.samples ?? 0) + 2;
  const evaluationsPerStep = (expected * STEP_BPS) / 10_000;
  let [evaluations, steps] = [0, 0];
  const utility = (members: Uint8Array): number => {
    evaluations += 1;
    if (evaluations >= (steps + 1) * evaluationsPerStep) {
      steps = Math.floor(evaluations / evaluationsPerStep);
      progress(Math.min(10_000, steps * STEP_BPS));
    }
    return game.utility(members);
  };
  return { players: game.players, utility };
}
