import { seededRandom } from '#libs/kernel';
import { type Moments, NO_MOMENTS, observed, varianceOfMean } from './running-moments.js';
import type { SampledGame, SampledValues } from './permutation-sampling.js';

/**
 * Estimates Banzhaf values from random coalitions, each shared by all players (Wang and Jia, "Data Banzhaf",
 * AISTATS 2023, maximum sample reuse): the mean utility of the coalitions with a player minus that of those
 * without. A player that fewer than two coalitions have, or fewer than two lack, gets an infinite standard error.
 */
export function sampleBanzhaf(game: SampledGame, samples: number, seed: string): SampledValues {
  const { players, utility } = game;
  const withPlayer = new Array<Moments>(players).fill(NO_MOMENTS);
  const without = new Array<Moments>(players).fill(NO_MOMENTS);
  for (let index = 0; index < samples; index += 1) {
    const members = randomCoalition(players, `${seed}/${String(index)}`);
    const worth = utility(members);
    for (const [player, isIn] of members.entries()) {
      const side = isIn === 1 ? withPlayer : without;
      side[player] = observed(side[player] ?? NO_MOMENTS, worth);
    }
  }
  const values = withPlayer.map(({ mean }, player) => mean - (without[player]?.mean ?? 0));
  const toShare = utility(new Uint8Array(players).fill(1)) - utility(new Uint8Array(players));
  return {
    values,
    standardErrors: withPlayer.map((moments, player) =>
      standardError(moments, without[player] ?? NO_MOMENTS),
    ),
    efficiencyGap: values.reduce((sum, value) => sum + value, 0) - toShare,
  };
}

const standardError = (a: Moments, b: Moments): number =>
  a.count < 2 || b.count < 2 ? Number.POSITIVE_INFINITY : Math.sqrt(varianceOfMean(a) + varianceOfMean(b));

function randomCoalition(players: number, seed: string): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: players }, () => random.below(2));
}
