import { type Random, seededRandom } from '#libs/kernel';
import { shareOf } from './basis-points.js';
import { MONTHS_PER_YEAR } from './calendar-time.js';
import type { QualityDraw } from './quality-draws.js';
import { drawCalls, type UsageDecay } from './usage-decay.js';

/** Micro-units of a minor unit in one minor unit: 2_500_000 of them are 2.5 cents in EUR. */
const MICRO_PER_UNIT = 1e6;

/** One use of the model, with what its right answers save. */
export interface UtilityDomain {
  readonly name: string;
  /** Possible courses of quality; times in years from the valuation date. */
  readonly drawQuality: QualityDraw;
  /** Share of the model's calls that belong to this domain. */
  readonly callShareBps: number;
  /** What one right answer is worth above the cheapest adequate substitute. May be negative. */
  readonly savingPerCorrectCallMicroMinor: bigint;
}

/** Everything that the surplus of using the model depends on. */
export interface UtilityModel {
  readonly domains: readonly UtilityDomain[];
  readonly usage: UsageDecay;
  /** From the middle of the last month of usage to the valuation date. */
  readonly monthsSinceUsage: number;
  readonly costPerCallMicroMinor: bigint;
  readonly annualDiscountRateBps: number;
}

/**
 * Surplus over a term on one path, counted six times, each count with one more fact than the one before, in
 * minor units. Differences between neighbours are what each fact adds or takes.
 */
export interface SurplusLevels {
  /** Right answers' saving if today's usage and quality held. */
  readonly asToday: number;
  /** … with quality as it will be. */
  readonly withQuality: number;
  /** … and with usage as it will be. */
  readonly withUsage: number;
  /** … less the cost of serving the calls. */
  readonly afterCost: number;
  /** … when the licensee stops where a call costs more than it saves. */
  readonly afterStopping: number;
  /** … discounted to the valuation date. */
  readonly discounted: number;
}

export interface SurplusPath {
  readonly levels: SurplusLevels;
  /** Months in which using the model is worth nothing. */
  readonly idleMonths: number;
}

/**
 * Draws one path of the surplus over a term of months that starts at the valuation date.
 *
 * Every month counts calls × (saving × quality − cost), at its middle. The licensee may stop using the model in
 * any domain and month. The sign of a call's surplus depends on quality at that time alone, which the licensee
 * can measure then, so stopping month by month uses no knowledge of the future and does not overstate the
 * option. Path `index` of a seed is the same whatever the term is: a longer term only adds months.
 */
export function surplusPath(
  model: UtilityModel,
  termMonths: number,
  seed: string,
  index: number,
): SurplusPath {
  const stream = (name: string): Random => seededRandom(`${seed}/path/${String(index)}/${name}`);
  const months = Array.from({ length: termMonths }, (_, month) => month + 0.5);
  const calls = drawCalls(
    model.usage,
    stream('usage'),
    months.map((month) => model.monthsSinceUsage + month),
  );
  const times = [0, ...months.map((month) => month / MONTHS_PER_YEAR)];
  const domains = model.domains.map((domain) => ({
    share: shareOf(domain.callShareBps),
    saving: Number(domain.savingPerCorrectCallMicroMinor) / MICRO_PER_UNIT,
    quality: domain.drawQuality(stream(`quality/${domain.name}`), times),
  }));
  return sumOverTerm(model, domains, calls);
}

function sumOverTerm(
  model: UtilityModel,
  domains: readonly {
    readonly share: number;
    readonly saving: number;
    readonly quality: readonly number[];
  }[],
  calls: readonly number[],
): SurplusPath {
  const cost = Number(model.costPerCallMicroMinor) / MICRO_PER_UNIT;
  const callsToday = model.usage.kind === 'ceased' ? 0 : model.usage.lastLevelCalls * model.usage.activeShare;
  const monthlyDiscount = (1 + shareOf(model.annualDiscountRateBps)) ** (-1 / MONTHS_PER_YEAR);
  const sum = { asToday: 0, withQuality: 0, withUsage: 0, afterCost: 0, afterStopping: 0, discounted: 0 };
  let idleMonths = 0;
  for (const [month, callsInMonth] of calls.entries()) {
    let kept = 0;
    for (const { share, saving, quality } of domains) {
      const savedPerCall = saving * (quality[month + 1] ?? 0);
      const surplus = share * callsInMonth * (savedPerCall - cost);
      sum.asToday += share * callsToday * saving * (quality[0] ?? 0);
      sum.withQuality += share * callsToday * savedPerCall;
      sum.withUsage += share * callsInMonth * savedPerCall;
      sum.afterCost += surplus;
      kept += Math.max(0, surplus);
    }
    sum.afterStopping += kept;
    sum.discounted += kept * monthlyDiscount ** (month + 0.5);
    if (kept === 0) idleMonths++;
  }
  return { levels: sum, idleMonths };
}
