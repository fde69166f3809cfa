import { yearsBetween } from '../calendar-time.js';
import { censoredRegression } from '../pricing/approaches/censored-regression.js';
import type { Comparable } from '../pricing/dossier/comparable-schema.js';
import { shown } from '../pricing/minor-amounts.js';
import { type Finding, notScreened, type Screened, screened } from './finding.js';
import { criticalDistance, robustScale, type ScalePrior } from './moderated-scale.js';

const SOLD_MIN = 8;
/** Elicited: prices of like assets differ by half, on the log scale. */
const USUAL_RESIDUAL: ScalePrior = { deviation: 0.5, freedom: 4 };
const EXCESS_MIN = Math.log(2);
/** Slopes are near 0 until sales say otherwise, the constant is free. */
const RIDGE = { free: 1e-4, slope: 1 } as const;
/** Residuals beyond so many deviations have no say in the fit: 95 % efficient under a normal law. */
const BISQUARE = 4.685;
const ROUNDS = 8;

interface Lot {
  readonly x: readonly number[];
  /** Log of price, or of the reserve that was not reached, over yearly receipts. */
  readonly y: number;
  readonly isBelow: boolean;
}

/**
 * Sales far from what age, size and kind of right lead to. The hedonic regression gives lots that are far off no
 * weight (Tukey's bisquare, reweighted until it stands), so that one of them cannot draw the line to itself; an unsold
 * lot says that its price lies below the reserve.
 */
export function screenComparableResiduals(
  comparables: readonly Comparable[],
  valuationDate: string,
): Screened {
  const sold = comparables.filter(({ priceMinor }) => priceMinor !== undefined).length;
  if (sold < SOLD_MIN)
    return notScreened(
      'comparable-residuals',
      '/comparables',
      comparables.length,
      `${String(sold)} sold lots; ${String(SOLD_MIN)} are needed`,
    );
  const lots = hedonicLots(comparables, valuationDate);
  const residuals = robustResiduals(lots);
  const known = residuals.filter((_, index) => lots[index]?.isBelow === false);
  const scale = robustScale(known, USUAL_RESIDUAL);
  const critical = criticalDistance(scale, sold);
  const findings = residuals.flatMap((residual, index): readonly Finding[] => {
    const excess = residual - scale.centre;
    const distance = Math.abs(excess) / scale.deviation;
    if (lots[index]?.isBelow !== false || distance <= critical || Math.abs(excess) < EXCESS_MIN) return [];
    return [
      {
        code: 'comparable-out-of-line',
        severity: 'warning',
        subject: { name: 'comparables', pointer: `/comparables/${String(index)}/priceMinor` },
        figures: { factor: shown(Math.exp(excess)), distance: shown(distance), critical: shown(critical) },
        text: `The lot fetched ${Math.exp(excess).toFixed(2)} times what its age, size and kind lead to.`,
      },
    ];
  });
  return screened('comparable-residuals', '/comparables', comparables.length, findings);
}

/** In the order of the comparables. Age and size are centred, so that the constant is that of a usual lot. */
function hedonicLots(comparables: readonly Comparable[], valuationDate: string): readonly Lot[] {
  const kinds = [...new Set(comparables.map(({ kind }) => kind))].filter((kind) => kind !== 'weights').sort();
  const sizes = comparables.map(({ annualRevenueMinor }) => Math.log(Number(annualRevenueMinor)));
  const meanSize = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  return comparables.map(({ date, kind, annualRevenueMinor, priceMinor, reserveMinor }, index) => ({
    x: [
      1,
      yearsBetween(date, valuationDate),
      (sizes[index] ?? meanSize) - meanSize,
      ...kinds.map((one) => (one === kind ? 1 : 0)),
    ],
    y: Math.log(Number(priceMinor ?? reserveMinor ?? 1n) / Number(annualRevenueMinor)),
    isBelow: priceMinor === undefined,
  }));
}

function robustResiduals(lots: readonly Lot[]): readonly number[] {
  const ridge = (lots[0]?.x ?? []).map((_, index) => (index === 0 ? RIDGE.free : RIDGE.slope));
  let weights = lots.map(() => 1);
  let residuals: readonly number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { coefficients } = censoredRegression(
      lots.map((lot, index) => ({ ...lot, weight: weights[index] ?? 0 })),
      ridge,
    );
    residuals = lots.map(
      ({ x, y }) => y - x.reduce((sum, value, at) => sum + value * (coefficients[at] ?? 0), 0),
    );
    const known = residuals.filter((_, index) => lots[index]?.isBelow === false);
    const { centre, deviation } = robustScale(known, USUAL_RESIDUAL);
    weights = residuals.map((residual, index) =>
      lots[index]?.isBelow === true ? 1 : bisquare((residual - centre) / deviation),
    );
  }
  return residuals;
}

const bisquare = (distance: number): number =>
  Math.abs(distance) >= BISQUARE ? 0 : (1 - (distance / BISQUARE) ** 2) ** 2;
