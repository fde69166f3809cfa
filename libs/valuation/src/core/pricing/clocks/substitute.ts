import { qualityOf } from '../../log-odds.js';
import { skillLogOdds } from './skill.js';
import { type Trend, trendOf } from './trend.js';

/** Log-scale noise of one quoted price: lists change in steps, not along a line. */
const PRICE_NOISE = 0.3;
/** Noise of one measured quality, in log-odds. */
const QUALITY_NOISE = 0.2;

/** Another way to the same answers, as it stands at the valuation date and as it moves from there. */
export interface Substitute {
  /** Log of the price of one call in minor units; −∞ where it is free. */
  readonly logPriceToday: number;
  /** Yearly fall of the log price. */
  readonly priceFall: Trend;
  /** Log-odds of skill today; undefined for one that is as good as the model itself is today. */
  readonly skillToday: number | undefined;
  /** Yearly gain in log-odds of skill. */
  readonly skillGain: Trend;
}

export interface Quote {
  /** Years from the valuation date, not positive. */
  readonly t: number;
  readonly quality: number;
  readonly pricePerCall: number;
}

export interface MarketTrends {
  readonly priceFall: Trend;
  readonly skillGain: Trend;
}

/** A substitute from its quotes, in the order of time: the last one carried forward along its trends. */
export function substituteOf(quotes: readonly Quote[], chanceLevel: number, usual: MarketTrends): Substitute {
  const priced = quotes.filter(({ pricePerCall }) => pricePerCall > 0);
  const fall = trendOf(
    priced.map(({ t, pricePerCall }) => ({ t, y: -Math.log(pricePerCall) })),
    PRICE_NOISE,
    usual.priceFall,
  );
  const gain = trendOf(
    quotes.map(({ t, quality }) => ({ t, y: skillLogOdds(quality, chanceLevel) })),
    QUALITY_NOISE,
    usual.skillGain,
  );
  const last = quotes.at(-1) ?? { t: 0, quality: chanceLevel, pricePerCall: Number.POSITIVE_INFINITY };
  return {
    logPriceToday: Math.log(last.pricePerCall) + Math.max(fall.perYear, 0) * last.t,
    priceFall: fall,
    skillToday: skillLogOdds(last.quality, chanceLevel) - Math.max(gain.perYear, 0) * last.t,
    skillGain: gain,
  };
}

/**
 * Where no substitute is known: one as good as the model is today, at the price that its customers pay today.
 * They would not stay if they had anything cheaper that will do, and the market moves from there as it usually does.
 */
export const substituteAtOwnPrice = (pricePerCall: number, usual: MarketTrends): Substitute => ({
  logPriceToday: Math.log(pricePerCall),
  priceFall: usual.priceFall,
  skillToday: undefined,
  skillGain: { perYear: 0, deviation: 0 },
});

/** How the market of substitutes goes on one path: standard normal deviates of its two trends. */
export interface MarketDraw {
  readonly priceDeviate: number;
  readonly skillDeviate: number;
}

/** A price never rises for the same answers, and nothing gets worse. */
export const drawnTrend = ({ perYear, deviation }: Trend, deviate: number): number =>
  Math.max(perYear + deviation * deviate, 0);

/**
 * Cost of one right answer from the cheapest substitute that will do, in minor units, at each of the times:
 * price ÷ share of right answers. Infinite while none will do. A substitute will do from `adequateLogOdds` on.
 */
export function fillCheapestAnswer(
  substitutes: readonly Substitute[],
  model: { readonly chanceLevel: number; readonly skillToday: number; readonly adequateLogOdds: number },
  draw: MarketDraw,
  atYears: readonly number[],
  out: Float64Array,
): void {
  out.fill(Number.POSITIVE_INFINITY);
  for (const substitute of substitutes) {
    const fall = drawnTrend(substitute.priceFall, draw.priceDeviate);
    const gain = drawnTrend(substitute.skillGain, draw.skillDeviate);
    const skillToday = substitute.skillToday ?? model.skillToday;
    const isPeer = substitute.skillToday === undefined;
    for (let index = 0; index < out.length; index++) {
      const t = atYears[index] ?? 0;
      const skill = skillToday + gain * t;
      if (!isPeer && skill < model.adequateLogOdds) continue;
      const cost = Math.exp(substitute.logPriceToday - fall * t) / qualityOf(skill, model.chanceLevel);
      if (cost < (out[index] ?? 0)) out[index] = cost;
    }
  }
}
