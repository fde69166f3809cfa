import {
  type Candidate,
  type CandidateName,
  logSumOfExponentials,
  normalisedWeights,
  weightsWorthFollowing,
} from './candidate.js';
import { LEVEL_RATIOS, noiseOf } from './level-noise.js';
import { filterSeries } from './state-filter.js';
import { stateComponent } from './state-forecast.js';
import { trendModel, type TrendNoise } from './trend-model.js';
import type { NoisePrior } from './working-series.js';

/** From the strongest damping in practical use (Hyndman and Athanasopoulos, 2021, section 8.2) to hardly any. */
const DAMPINGS = [0.8, 0.9, 0.97, 0.995];

/** Variance of the slope at the start over that of the noise: a trend lost in the noise, like it, and beyond it. */
const INITIAL_SLOPES = [0.03, 0.3, 3];

/** Variance of a step of the slope over that of the noise: a trend that stays, turns, and turns at once. */
const SLOPE_RATIOS = [0.003, 0.03, 0.3];

interface Setting {
  readonly noise: TrendNoise;
  readonly prior: number;
}

/** No trend. */
const FLAT = { slope: 0, initialSlope: 0, damping: 0.9 };

const naiveSettings = (): readonly Setting[] => [{ noise: { observation: 0, level: 1, ...FLAT }, prior: 1 }];

const smoothingSettings = (subject: NoisePrior['subject']): readonly Setting[] =>
  LEVEL_RATIOS.map(({ ratio, prior }) => ({ noise: { ...noiseOf(ratio, subject), ...FLAT }, prior }));

const trendSettings = (subject: NoisePrior['subject']): readonly Setting[] =>
  LEVEL_RATIOS.flatMap(({ ratio, prior }) =>
    DAMPINGS.flatMap((damping) =>
      INITIAL_SLOPES.flatMap((initialSlope) =>
        SLOPE_RATIOS.map((slope) => ({
          noise: { ...noiseOf(ratio, subject), slope, initialSlope, damping },
          prior,
        })),
      ),
    ),
  );

/** A family whose settings are all tried, and averaged by the evidence for each. */
const trendCandidate = (
  name: CandidateName,
  settingsOf: (subject: NoisePrior['subject']) => readonly Setting[],
): Candidate => ({
  name,
  fit: (series, counts) => {
    const settings = settingsOf(series.noisePrior.subject);
    const total = settings.reduce((sum, { prior }) => sum + prior, 0);
    const models = settings.map(({ noise, prior }) => {
      const model = trendModel(noise);
      return { model, logPrior: Math.log(prior / total), filtered: filterSeries(model, series, counts) };
    });
    return counts.map((_, index) => {
      const fitted = models.flatMap(({ model, logPrior, filtered: snapshots }) => {
        const filtered = snapshots[index];
        return filtered === undefined
          ? []
          : [{ model, filtered, logWeight: logPrior + filtered.logEvidence }];
      });
      const logWeights = fitted.map(({ logWeight }) => logWeight);
      const weights = weightsWorthFollowing(normalisedWeights(logWeights));
      return {
        name,
        logEvidence: logSumOfExponentials(logWeights),
        parameterCount: 1,
        components: fitted.flatMap(({ model, filtered }, component) => {
          const weight = weights[component] ?? 0;
          return weight === 0 ? [] : [stateComponent(model, filtered, series, weight)];
        }),
      };
    });
  },
});

/**
 * Courses without a shape of their own: where the series stands (naive), where it stands once passing noise is
 * smoothed away, and where its damped trend carries it.
 */
export const TREND_CANDIDATES: readonly Candidate[] = [
  trendCandidate('naive', naiveSettings),
  trendCandidate('simple-smoothing', smoothingSettings),
  trendCandidate('damped-trend', trendSettings),
];
