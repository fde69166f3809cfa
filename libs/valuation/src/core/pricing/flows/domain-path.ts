import { assertDefined } from '#libs/kernel';
import { demandAgainstRivals, rivalOdds } from '../clocks/rivalry.js';
import { eloOfLogOdds, logOddsOfElo, skillLogOdds } from '../clocks/skill.js';
import { fillCheapestAnswer } from '../clocks/substitute.js';
import { SAMPLE_YEARS } from '../time-grid.js';
import type { PathDraws } from './path-draws.js';
import type { DomainModel, PricingModel } from './pricing-model.js';

/**
 * One domain on one path, at {@link SAMPLE_YEARS}: entry 0 is the valuation date, entry k + 1 the middle of step k.
 * Calls are a month's, prices and savings a call's, in minor units.
 */
export interface DomainPath {
  readonly quality: Float64Array;
  /** Calls as usage alone foretells them. */
  readonly forecastCalls: Float64Array;
  /** … as customers answer to the quality. */
  readonly afterQuality: Float64Array;
  /** … and as rivals and attrition leave them. */
  readonly demand: Float64Array;
  /** Cost of a right answer from the cheapest substitute that will do; infinite while none will. */
  readonly cheapestAnswer: Float64Array;
  readonly pricePerCall: Float64Array;
  /** What a call still saves against that substitute, less its own cost to serve. May be negative. */
  readonly savingPerCall: Float64Array;
}

export const emptyDomainPath = (): DomainPath => {
  const samples = (): Float64Array => new Float64Array(SAMPLE_YEARS.length);
  return {
    quality: samples(),
    forecastCalls: samples(),
    afterQuality: samples(),
    demand: samples(),
    cheapestAnswer: samples(),
    pricePerCall: samples(),
    savingPerCall: samples(),
  };
};

/** Follows one domain along path `index`, into `out`. */
export function followDomain(
  model: PricingModel,
  which: number,
  draws: PathDraws,
  index: number,
  out: DomainPath,
): void {
  const domain = assertDefined(model.domains[which], 'a domain of the model');
  out.quality.set(domain.quality.path(draws.qualityCourse[which]?.[index] ?? 0));
  out.forecastCalls.set(domain.calls.path(draws.callsCourse[which]?.[index] ?? 0));
  const draw = {
    priceDeviate: draws.priceDeviate[index] ?? 0,
    skillDeviate: draws.frontierDeviate[index] ?? 0,
  };
  const skillToday = skillLogOdds(out.quality[0] ?? 0, domain.chanceLevel);
  const adequateLogOdds = adequacyOf(domain, skillToday);
  const place = { chanceLevel: domain.chanceLevel, skillToday, adequateLogOdds };
  fillCheapestAnswer(domain.substitutes, place, draw, SAMPLE_YEARS, out.cheapestAnswer);
  fillPrices(model, domain, out);
  const eloPerYear = Math.max(model.frontierEloPerYear + model.frontierDeviation * draw.skillDeviate, 0);
  const rivals = {
    oddsToday: rivalOdds(gapToday(domain, skillToday)),
    growthPerYear: logOddsOfElo(eloPerYear),
  };
  fillDemand(model, rivals, draws.elasticity[index] ?? 0, out);
}

/** Where nothing shows what customers would pay, even a poorer substitute bounds it. */
function adequacyOf({ pricePerCall, adequateQuality, chanceLevel }: DomainModel, skillToday: number): number {
  if (pricePerCall === undefined) return Number.NEGATIVE_INFINITY;
  return adequateQuality === undefined ? skillToday : skillLogOdds(adequateQuality, chanceLevel);
}

/** Elo points by which the best substitute is ahead today. */
const gapToday = ({ substitutes }: DomainModel, skillToday: number): number =>
  eloOfLogOdds(
    substitutes.reduce(
      (best, substitute) => Math.max(best, (substitute.skillToday ?? skillToday) - skillToday),
      substitutes.length === 0 ? 0 : Number.NEGATIVE_INFINITY,
    ),
  );

/**
 * A call is sold at today's price until the right answers in it can be had for less. Unsold calls are priced
 * between their cost and what they save, at the captured share.
 */
function fillPrices(model: PricingModel, domain: DomainModel, out: DomainPath): void {
  const { quality, cheapestAnswer, pricePerCall, savingPerCall } = out;
  const ownAnswer = (domain.pricePerCall ?? 0) / (quality[0] ?? 1);
  for (let sample = 0; sample < pricePerCall.length; sample++) {
    const cost = domain.servePerCall[sample] ?? 0;
    const answer = cheapestAnswer[sample] ?? 0;
    const right = quality[sample] ?? 0;
    const saved = right * (answer === Number.POSITIVE_INFINITY ? ownAnswer : answer);
    savingPerCall[sample] = saved - cost;
    pricePerCall[sample] =
      domain.pricePerCall === undefined
        ? cost + model.captureShare * Math.max(saved - cost, 0)
        : Math.min(domain.pricePerCall, saved);
  }
}

/** Demand as quality, rivals and attrition leave it. */
function fillDemand(
  { attrition }: PricingModel,
  rivals: { readonly oddsToday: number; readonly growthPerYear: number },
  elasticity: number,
  { quality, forecastCalls, afterQuality, demand }: DomainPath,
): void {
  const today = quality[0] ?? 1;
  for (let sample = 0; sample < demand.length; sample++) {
    // exp and log together take half the time of a power.
    const response = Math.exp(elasticity * Math.log((quality[sample] ?? 0) / today));
    const answered = (forecastCalls[sample] ?? 0) * response;
    const growth = Math.exp(rivals.growthPerYear * (SAMPLE_YEARS[sample] ?? 0));
    afterQuality[sample] = answered;
    demand[sample] = answered * demandAgainstRivals(rivals.oddsToday, growth) * (attrition[sample] ?? 0);
  }
}
