export type { RatioFigure } from './ratio-figure.js';
export type { RatioRefusal, RatioResult } from './ratio-refusal.js';
export {
  CALIBRATION_SALES_MIN,
  type ClaimedIntervals,
  type IntervalFigures,
  type RatioStudy,
  ratioStudy,
  STUDY_LEVEL,
} from './ratio-study.js';
export type { Sale } from './sale.js';
