import type { DossierDomain } from '../pricing/dossier/domain-schema.js';
import { type Finding, type Screened, screened } from './finding.js';
import type { DomainPlace } from './usage-changes.js';

export type DossierScores = DossierDomain['scores'];

/** A double holds no more decimals of a share. */
const DECIMALS_MAX = 15;
/** Slack for the division that made the share. */
const ROUNDING = 1e-12;

/**
 * Shares of right answers that no whole number of them makes: of 40 questions 0.87 cannot come (the GRIM test of Brown
 * and Heathers, 2017, Social Psychological and Personality Science 8, 363-369). A score is taken to be rounded to the
 * decimals it is written with.
 */
export const screenScorePrecision = ({ name, pointer }: DomainPlace, scores: DossierScores): Screened =>
  screened(
    'score-precision',
    `${pointer}/scores`,
    scores.length,
    scores.flatMap(({ score, trials }, index): readonly Finding[] => {
      const nearest = Math.round(score * trials) / trials;
      const distance = Math.abs(nearest - score);
      if (distance <= halfUnit(score) + ROUNDING) return [];
      return [
        {
          code: 'score-impossible',
          severity: 'warning',
          subject: { name, pointer: `${pointer}/scores/${String(index)}/score` },
          figures: { score, trials, nearest },
          text: `No whole number of right answers out of ${String(trials)} makes a share of ${String(score)}.`,
        },
      ];
    }),
  );

/** Half of the last decimal that a number is written with. */
function halfUnit(score: number): number {
  let decimals = 0;
  while (decimals < DECIMALS_MAX && Number(score.toFixed(decimals)) !== score) decimals += 1;
  return 0.5 / 10 ** decimals;
}
