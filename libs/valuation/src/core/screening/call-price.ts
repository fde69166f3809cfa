import { shown } from '../pricing/minor-amounts.js';
import { type Finding, notScreened, type Screened, screened } from './finding.js';
import { criticalDistance, robustScale, type ScalePrior } from './moderated-scale.js';
import type { DomainPlace } from './usage-changes.js';
import type { DossierUsage } from './usage-series.js';

/** Months before that show what a call usually brings, at least and at most. */
const BEFORE = { min: 5, max: 12 } as const;
/** Elicited: receipts per call change by some per cent with the mix of customers. */
const USUAL_PRICE: ScalePrior = { deviation: 0.05, freedom: 4 };
const EXCESS_MIN = Math.log(1.25);

interface CallPrice {
  readonly month: number;
  readonly log: number;
}

/**
 * Months in which a call brings far more or less than in the months before, and receipts without calls. A new price
 * list does that as well as receipts that were moved; of months in a row the first is named.
 */
export function screenCallPrice(place: DomainPlace, usage: DossierUsage): Screened {
  const at = `${place.pointer}/usage`;
  const prices = callPrices(usage);
  const unearned = withoutCalls(place, at, usage);
  if (prices.length <= BEFORE.min && unearned.length === 0)
    return notScreened(
      'call-price',
      at,
      usage.length,
      `${String(prices.length)} months with calls and receipts; ${String(BEFORE.min + 1)} are needed`,
    );
  return screened('call-price', at, usage.length, [...unearned, ...outOfLine(place, at, prices)]);
}

const callPrices = (usage: DossierUsage): readonly CallPrice[] =>
  usage.flatMap(({ calls, revenueMinor = 0n }, month) =>
    calls > 0n && revenueMinor > 0n ? [{ month, log: Math.log(Number(revenueMinor) / Number(calls)) }] : [],
  );

const withoutCalls = ({ name }: DomainPlace, at: string, usage: DossierUsage): readonly Finding[] =>
  usage.flatMap(({ calls, revenueMinor = 0n }, month): readonly Finding[] =>
    calls > 0n || revenueMinor === 0n
      ? []
      : [
          {
            code: 'revenue-without-calls',
            severity: 'warning',
            subject: { name, pointer: `${at}/${String(month)}/revenueMinor` },
            figures: { revenueMinor: Number(revenueMinor) },
            text: 'A month without calls has receipts.',
          },
        ],
  );

function outOfLine({ name }: DomainPlace, at: string, prices: readonly CallPrice[]): readonly Finding[] {
  const looks = Math.max(prices.length - BEFORE.min, 1);
  let isRunning = false;
  return prices.flatMap(({ month, log }, index): readonly Finding[] => {
    if (index < BEFORE.min) return [];
    const scale = robustScale(
      prices.slice(Math.max(index - BEFORE.max, 0), index).map((price) => price.log),
      USUAL_PRICE,
    );
    const excess = log - scale.centre;
    const distance = Math.abs(excess) / scale.deviation;
    const critical = criticalDistance(scale, looks);
    const wasRunning = isRunning;
    isRunning = distance > critical && Math.abs(excess) >= EXCESS_MIN;
    if (!isRunning || wasRunning) return [];
    return [
      {
        code: 'call-price-out-of-line',
        severity: excess > 0 ? 'warning' : 'note',
        subject: { name, pointer: `${at}/${String(month)}/revenueMinor` },
        figures: { factor: shown(Math.exp(excess)), distance: shown(distance), critical: shown(critical) },
        text: `A call brings ${Math.exp(excess).toFixed(2)} times what it brought in the months before.`,
      },
    ];
  });
}
