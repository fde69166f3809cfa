import { AMOUNT_SHAPES, type Family, type FamilySeries, QUALITY_SHAPES } from '../families/index.js';
import type { Candidate } from './candidate.js';
import { curveCandidate } from './curve-candidates.js';
import { TREND_CANDIDATES } from './trend-candidates.js';

/** Curves that say where a series is going. Flat and damped courses are the trend candidates' part. */
const CURVES: Readonly<Record<Family['kind'], readonly Family[]>> = {
  quality: [
    QUALITY_SHAPES.logistic,
    QUALITY_SHAPES['exponential-floor'],
    QUALITY_SHAPES.power,
    QUALITY_SHAPES.weibull,
    QUALITY_SHAPES.gompertz,
    QUALITY_SHAPES.linear,
  ],
  amount: [
    AMOUNT_SHAPES.exponential,
    AMOUNT_SHAPES['exponential-floor'],
    AMOUNT_SHAPES['bi-exponential'],
    AMOUNT_SHAPES.hyperbolic,
    AMOUNT_SHAPES.weibull,
    AMOUNT_SHAPES['gamma-ramp'],
    AMOUNT_SHAPES['shifted-beta-geometric'],
  ],
};

/**
 * The families that a series of this kind is forecast with.
 *
 * @param measured the points on their own scale, at times in steps
 * @param toWorking from that scale to the one that forecasts are made on
 */
export const candidatesFor = (
  kind: Family['kind'],
  measured: FamilySeries,
  toWorking: (natural: number) => number,
): readonly Candidate[] => [
  ...TREND_CANDIDATES,
  ...CURVES[kind].map((family) => curveCandidate(family, measured, toWorking)),
];
