import { ok, type Random, type Result, seededRandom } from '#libs/kernel';
import { logit, qualityOf } from '../../log-odds.js';
import { type PricingRefusal, refusePricing } from '../refusal.js';
import { isBetterThanChance, pooledByTime, QUALITY_MIN, type ScorePoint } from './quality-series.js';
import { type ForecastSeries, seriesOf } from './sampled-series.js';

/** What is assumed of a quality that was measured once: log-odds of skill a year. */
export interface QualityDrift {
  readonly perYear: number;
  /** Of the change within a year; changes of following years are independent. */
  readonly deviation: number;
}

/** Keeps the log-odds of skill finite where every answer was right, or none better than chance. */
const SKILL_MARGIN = 1e-6;

/**
 * Courses of the share of right answers where the scores tell only where it stands. The level at the last score is
 * drawn from what that score allows; from there the log-odds of skill walk at random with the assumed drift.
 * Refuses a model that is no better than chance, and a domain without any score.
 */
export function assumedQuality(
  scores: readonly ScorePoint[],
  chanceLevel: number,
  drift: QualityDrift,
  atYears: readonly number[],
  pathCount: number,
  seed: string,
): Result<ForecastSeries, PricingRefusal> {
  const last = pooledByTime(scores).at(-1);
  if (last === undefined) return refusePricing('too-few-points', 'there is no score');
  if (!isBetterThanChance(scores, chanceLevel))
    return refusePricing('no-skill', `the scores are no better than the chance level ${String(chanceLevel)}`);
  const levels = drawnLevels(last, pathCount, seededRandom(`${seed}/level`));
  const random = seededRandom(`${seed}/drift`);
  const paths = levels.map((level) => {
    let skill = logit(skillOf(level, chanceLevel));
    let reached = last.t;
    return Float64Array.from(atYears, (years) => {
      const passed = Math.max(years - reached, 0);
      skill += drift.perYear * passed + drift.deviation * Math.sqrt(passed) * random.normal();
      reached = years;
      return Math.max(qualityOf(skill, chanceLevel), QUALITY_MIN);
    });
  });
  return ok({ series: seriesOf(atYears, paths), families: { assumed: 1 } });
}

const skillOf = (quality: number, chanceLevel: number): number =>
  Math.min(Math.max((quality - chanceLevel) / (1 - chanceLevel), SKILL_MARGIN), 1 - SKILL_MARGIN);

/** Normal on the log-odds scale, with the half corrections of Gart and Zweifel (1967, Biometrika 54, 181-187). */
function drawnLevels({ score, trials }: ScorePoint, count: number, random: Random): readonly number[] {
  const [right, wrong] = [score * trials + 0.5, (1 - score) * trials + 0.5];
  const middle = Math.log(right / wrong);
  const deviation = Math.sqrt(1 / right + 1 / wrong);
  return Array.from({ length: count }, () => qualityOf(middle + deviation * random.normal(), 0));
}
