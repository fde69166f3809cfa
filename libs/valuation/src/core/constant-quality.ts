import { ok, type Result } from '#libs/kernel';
import { goodnessOf, type QualityFamily, type QualityFit } from './quality-family.js';
import { informative, logit, type QualityObservation } from './binomial-quality.js';
import { type Refusal, refuse } from './refusal.js';

/** The curve needs one degree of freedom to tell its noise. */
const POINTS_MIN = 2;

/**
 * No decay: logit u = a at all times; the maximum of the binomial likelihood is the pooled share.
 * Refuses fewer than two points with trials, a model that was never wrong and one no better than guessing: on
 * the log-odds scale neither of the two has an estimate.
 */
export function fitConstantQuality(
  observations: readonly QualityObservation[],
  chanceLevel: number,
): Result<QualityFit<'a'>, Refusal> {
  const usable = informative(observations, chanceLevel);
  if (!usable.ok) return usable;
  if (usable.value.length < POINTS_MIN)
    return refuse('too-few-points', `${String(usable.value.length)} points with trials; 2 are needed`);
  const pooled = pooledSkill(usable.value, chanceLevel);
  if (!pooled.ok) return pooled;
  const { skill, trials } = pooled.value;
  const a = logit(skill);
  const share = chanceLevel + (1 - chanceLevel) * skill;
  const slope = (1 - chanceLevel) * skill * (1 - skill);
  const variance = (share * (1 - share)) / (trials * slope ** 2);
  return ok({
    family: 'constant',
    chanceLevel,
    parameters: { a: { value: a, standardError: Math.sqrt(variance) } },
    covariance: [[variance]],
    ...goodnessOf(usable.value, chanceLevel, 1, () => a),
    converged: true,
    iterations: 0,
  });
}

/** Skill u of all observations together, strictly between 0 and 1, or why it is not. */
export function pooledSkill(
  observations: readonly QualityObservation[],
  chanceLevel: number,
): Result<{ readonly skill: number; readonly trials: number }, Refusal> {
  const successes = observations.reduce((sum, observation) => sum + observation.successes, 0);
  const trials = observations.reduce((sum, observation) => sum + observation.trials, 0);
  if (successes === trials)
    return refuse(
      'all-successes',
      `all ${String(trials)} trials succeeded: the data bound quality from below only`,
    );
  const skill = (successes / trials - chanceLevel) / (1 - chanceLevel);
  if (skill <= 0)
    return refuse(
      'no-skill',
      `${String(successes)} of ${String(trials)} is no better than the chance level ${String(chanceLevel)}`,
    );
  return ok({ skill, trials });
}

export const constantQuality: QualityFamily = {
  name: 'constant',
  parameterNames: ['a'],
  fit: fitConstantQuality,
  logOddsAt: ([a = 0]) => a,
  gradientAt: () => [1],
};
