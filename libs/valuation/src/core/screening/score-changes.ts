import { yearsFrom } from '../pricing/dossier/read-dossier.js';
import { shown } from '../pricing/minor-amounts.js';
import { CHANGES_MIN, changesOutOfLine } from './changes-out-of-line.js';
import { curvatureTest, SMOOTH_ERROR_RATE } from './curvature-test.js';
import { notScreened, type Screened, screened } from './finding.js';
import { LATE_RISE_CHANGES_MIN, lateRise } from './late-rise.js';
import type { ScalePrior } from './moderated-scale.js';
import type { DossierScores } from './score-precision.js';
import type { DomainPlace } from './usage-changes.js';

/** In units of binomial noise: scores are about one and a half times as dispersed as fresh questions make them. */
const USUAL_CHANGE: ScalePrior = { deviation: Math.sqrt(1.5), freedom: 4 };
/** A change of less than two binomial deviations is no matter, whatever the others are. */
const EXCESS_MIN = 2;

/** Changes between neighbouring scores, in units of what binomial chance alone makes of equal ones. */
const standardisedChanges = (scores: DossierScores): readonly number[] =>
  scores.slice(1).map(({ score, trials }, index) => {
    const before = scores[index] ?? { score, trials };
    const pooled = smoothed(score * trials + before.score * before.trials, trials + before.trials);
    const variance = pooled * (1 - pooled) * (1 / trials + 1 / before.trials);
    return (score - before.score) / Math.sqrt(variance);
  });

/** Never quite 0 or 1, so that its variance is not nothing (Laplace's rule of succession). */
const smoothed = (successes: number, trials: number): number => (successes + 1) / (trials + 2);

/** Scores that jump, and jump back, or stay. */
export function screenScoreChanges({ name, pointer }: DomainPlace, scores: DossierScores): Screened {
  const at = `${pointer}/scores`;
  const changes = standardisedChanges(scores);
  if (changes.length < CHANGES_MIN)
    return notScreened('score-changes', at, scores.length, tooFew(scores.length, CHANGES_MIN + 1));
  return screened(
    'score-changes',
    at,
    scores.length,
    changesOutOfLine(changes, USUAL_CHANGE, EXCESS_MIN).map(
      ({ index, shape, excess, distance, critical }) => ({
        code: shape === 'outlier' ? 'score-outlier' : 'score-step',
        severity: excess > 0 ? 'warning' : 'note',
        subject: { name, pointer: `${at}/${String(index + 1)}/score` },
        figures: { binomialDeviations: shown(excess), distance: shown(distance), critical: shown(critical) },
        text: `The score ${excess > 0 ? 'rises' : 'falls'} as it does nowhere else in the series${
          shape === 'outlier' ? ', and is back at the next.' : ', and stays there.'
        }`,
      }),
    ),
  );
}

/** Scores that rise just before the valuation as they did not before. */
export function screenLateScores({ name, pointer }: DomainPlace, scores: DossierScores): Screened {
  const at = `${pointer}/scores`;
  const changes = standardisedChanges(scores);
  if (changes.length < LATE_RISE_CHANGES_MIN)
    return notScreened(
      'score-late-rise',
      at,
      scores.length,
      tooFew(scores.length, LATE_RISE_CHANGES_MIN + 1),
    );
  const rise = lateRise(changes, USUAL_CHANGE, EXCESS_MIN);
  if (rise === undefined) return screened('score-late-rise', at, scores.length, []);
  return screened('score-late-rise', at, scores.length, [
    {
      code: 'score-late-jump',
      severity: 'alarm',
      subject: { name, pointer: `${at}/${String(rise.from + 1)}/score` },
      figures: {
        binomialDeviations: shown(rise.excess),
        scores: changes.length - rise.from,
        distance: shown(rise.distance),
        critical: shown(rise.critical),
      },
      text: 'The last scores before the valuation rise as none did before.',
    },
  ]);
}

const TRIPLES_MIN = 2;
/** Questions times both shares from which counts are fine enough for the test. */
const BINOMIAL_VARIANCE_MIN = 15;

/**
 * Scores that vary less than fresh questions would make them: the same questions asked again and again, or figures
 * that were not measured.
 */
export function screenScoreVariance(
  { name, pointer }: DomainPlace,
  scores: DossierScores,
  valuationDate: string,
): Screened {
  const at = `${pointer}/scores`;
  if (scores.length < 3 * TRIPLES_MIN)
    return notScreened('score-variance', at, scores.length, tooFew(scores.length, 3 * TRIPLES_MIN));
  const points = scores.map(({ t, score, trials }) => {
    const share = smoothed(score * trials, trials);
    return { t: yearsFrom(valuationDate, t), value: score, variance: (share * (1 - share)) / trials, trials };
  });
  if (points.some(({ variance, trials }) => variance * trials ** 2 < BINOMIAL_VARIANCE_MIN))
    return notScreened(
      'score-variance',
      at,
      scores.length,
      'too few questions, or answers nearly all right or wrong',
    );
  const { triples, dispersion, tail } = curvatureTest(points);
  if (tail >= SMOOTH_ERROR_RATE) return screened('score-variance', at, scores.length, []);
  return screened('score-variance', at, scores.length, [
    {
      code: 'score-variance-low',
      severity: 'warning',
      subject: { name, pointer: at },
      figures: { dispersion: shown(dispersion), triples, probability: shown(tail) },
      text: 'Scores vary less than fresh questions would make them: the same questions each time, or not measured.',
    },
  ]);
}

const tooFew = (scores: number, needed: number): string =>
  `${String(scores)} scores; ${String(needed)} are needed`;
