/** 1 / (1 + exp(−x)), accurate in both tails. */
const inverseLogit = (x: number): number =>
  x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));

export const logit = (p: number): number => Math.log(p) - Math.log1p(-p);

/** Share of right answers when skill u = inverseLogit(logOdds) stands above guessing: q = g + (1 − g) u. */
export const qualityOf = (logOdds: number, chanceLevel: number): number =>
  chanceLevel + (1 - chanceLevel) * inverseLogit(logOdds);
