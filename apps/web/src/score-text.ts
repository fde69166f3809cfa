import type { Scoreboard } from './market-view.js';

/** A figure of the scoreboard: with its interval, or refused with a reason. */
export type ScoreFigure = Scoreboard['overall']['hitRate'];

/** A figure as people read it, and what to know about it. */
export type ScoreText = { readonly figure: string; readonly note: string };

/** `1.04` and `0.91–1.20, 12 lots`; a dash and the reason where there is no figure. */
export function scoreText(score: ScoreFigure, show: (value: number) => string): ScoreText {
  if ('refused' in score) return { figure: '–', note: score.refused.reason };
  const { value, lower, upper, n } = score;
  return { figure: show(value), note: `${show(lower)}–${show(upper)}, n ${String(n)}` };
}

/** What the scoreboard says of all lots together, in the terms of ratio studies. */
export function boardFigures(
  { hitRate, ratios, medianRatioWithUnsold, coverage }: Scoreboard['overall'],
  percent: (share: number) => string,
): readonly (ScoreText & { readonly name: string })[] {
  const ratio = (value: number): string => value.toFixed(2);
  return [
    { name: 'Sold among the offered', ...scoreText(hitRate, percent) },
    { name: 'Median of estimate over price', ...scoreText(ratios.medianRatio, ratio) },
    { name: 'The same, with unsold lots counted', ...scoreText(medianRatioWithUnsold, ratio) },
    { name: 'Median absolute error', ...scoreText(ratios.mdape, percent) },
    { name: 'Within ten per cent of the price', ...scoreText(ratios.pe10, percent) },
    { name: 'Coefficient of dispersion', ...scoreText(ratios.cod, (value) => percent(value / 100)) },
    {
      name: `Prices in the range that claims ${percent(coverage.nominal)}`,
      ...scoreText(coverage.observed, percent),
    },
  ];
}
