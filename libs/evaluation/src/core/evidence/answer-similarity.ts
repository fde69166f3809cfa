import { ok } from '#libs/kernel';
import type { Estimate } from '../statistics/interval.js';
import { refuse, type Statistic } from '../statistics/refusal.js';
import { wilsonInterval } from '../statistics/wilson-interval.js';

/** Answers of two versions to the same rows, counted. */
export interface SimilarityCounts {
  readonly rows: number;
  readonly sameLabel: number;
  /** Share of rows on which two models would agree that answer as often with each label, but know of no row. */
  readonly chanceAgreement: number;
  /** Rows that at least one of the two got wrong. */
  readonly eitherWrong: number;
  /** Rows that both got wrong with the same answer. */
  readonly sameWrong: number;
}

export interface AnswerSimilarity {
  /** Cohen's kappa of the answers. */
  readonly kappa: Statistic<Estimate>;
  /** Of the rows that either got wrong, the share that both got wrong with the same answer. */
  readonly errorAgreement: Statistic<Estimate>;
  readonly isNearClone: Statistic<boolean>;
}

/** Lower limits that both the agreement beyond chance and the agreement on errors of a near-clone exceed. */
export const NEAR_CLONE_AGREEMENT = 0.9;

/** Of fewer errors Wilson's limits do not exceed that even if all are shared. */
const SHARED_ERRORS_MIN = 35;

/**
 * How alike two versions answer. Right answers are alike because they are right; a copy shows in what it gets wrong
 * (Geirhos, Meding and Wichmann 2020, "Beyond accuracy", NeurIPS 33, error consistency; Goel et al. 2025, "Great
 * models think alike and this undermines AI oversight", ICML). Errors alone are not enough either: all who never
 * answer with the rare label share their errors. So a near-clone is who exceeds {@link NEAR_CLONE_AGREEMENT} by the
 * lower 95 % limit of both, agreement beyond chance (J. Cohen 1960) and agreement on errors.
 */
export function answerSimilarity(counts: SimilarityCounts): AnswerSimilarity {
  const kappa = kappaOf(counts);
  const errorAgreement = errorAgreementOf(counts);
  return { kappa, errorAgreement, isNearClone: verdictOf(kappa, errorAgreement) };
}

/** The agreement that is due to chance is taken as known: it varies far less than the other. */
function kappaOf({ rows, sameLabel, chanceAgreement }: SimilarityCounts): Statistic<Estimate> {
  if (rows === 0) return refuse('no-rows', 'no row was answered by both');
  if (chanceAgreement >= 1 - 1e-12)
    return refuse('zero-variance', 'both give one and the same answer throughout');
  const beyond = (agreement: number): number => (agreement - chanceAgreement) / (1 - chanceAgreement);
  const { lower, upper } = wilsonInterval(sameLabel, rows);
  return ok({ value: beyond(sameLabel / rows), lower: beyond(lower), upper: beyond(upper), n: rows });
}

function errorAgreementOf({ eitherWrong, sameWrong }: SimilarityCounts): Statistic<Estimate> {
  if (eitherWrong < SHARED_ERRORS_MIN)
    return refuse(
      'too-few-rows',
      `at least ${String(SHARED_ERRORS_MIN)} wrong answers are needed, there are ${String(eitherWrong)}`,
    );
  return ok({ value: sameWrong / eitherWrong, ...wilsonInterval(sameWrong, eitherWrong), n: eitherWrong });
}

function verdictOf(kappa: Statistic<Estimate>, errors: Statistic<Estimate>): Statistic<boolean> {
  const limits = [kappa, errors].map((figure) => (figure.ok ? figure.value : undefined));
  // One that is known to be low decides alone.
  if (limits.some((figure) => figure !== undefined && figure.lower <= NEAR_CLONE_AGREEMENT)) return ok(false);
  if (!kappa.ok) return kappa;
  if (!errors.ok) return errors;
  return ok(true);
}
