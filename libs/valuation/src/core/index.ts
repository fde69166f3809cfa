export {
  type Appraisal,
  type AppraisedDomain,
  type AppraisedRight,
  CURVE_LEVEL,
  RULES_VERSION,
} from './appraisal.js';
export { appraise, FORECAST_DEVIATION_MAX, USAGE_AGE_MONTHS_MAX } from './appraise.js';
export type { QualityObservation } from './binomial-quality.js';
export { decimalYear } from './calendar-time.js';
export { fitConstantQuality } from './constant-quality.js';
export * from './customers/index.js';
export { type Dossier, type DossierInvalid, dossierSchema, parseDossier } from './dossier.js';
export * from './families/index.js';
export * from './fitting/index.js';
export * from './forecasting/index.js';
export { type LicencePrice, PATHS_DEFAULT, PATHS_MAX, priceUsageLicence } from './licence-price.js';
export { fitLogisticDecay } from './logistic-decay.js';
export type { BridgeStep, BridgeStepName } from './price-bridge.js';
export * from './pricing/index.js';
export { fitQualityCurve, type QualityCurve, QUALITY_POINTS_MIN } from './quality-curve.js';
export { qualityDraws } from './quality-draws.js';
export type { QualityFit } from './quality-family.js';
export { curveAt, parameterInterval, qualityAt, type QualityEstimate } from './quality-interval.js';
export * from './ratio-study/index.js';
export type { Refusal, RefusalCode } from './refusal.js';
export { drawCalls, fitUsageDecay, TREND_DAMPING, type UsageDecay, USAGE_MONTHS_MIN } from './usage-decay.js';
