import { biExponentialAmount } from './amount/bi-exponential.js';
import { dampedTrendAmount } from './amount/damped-trend.js';
import { exponentialAmount } from './amount/exponential.js';
import { exponentialFloorAmount } from './amount/exponential-floor.js';
import { gammaRampAmount } from './amount/gamma-ramp.js';
import { hyperbolicAmount } from './amount/hyperbolic.js';
import { naiveAmount } from './amount/naive.js';
import { shiftedBetaGeometricAmount } from './amount/shifted-beta-geometric.js';
import { simpleSmoothingAmount } from './amount/simple-smoothing.js';
import { weibullAmount } from './amount/weibull.js';
import type { AmountShape, Family, QualityShape } from './family.js';
import { amountFamily, qualityFamily } from './fit-curve.js';
import { constantQuality } from './quality/constant.js';
import { exponentialFloorQuality } from './quality/exponential-floor.js';
import { gompertzQuality } from './quality/gompertz.js';
import { linearQuality } from './quality/linear.js';
import { logisticQuality } from './quality/logistic.js';
import { powerQuality } from './quality/power.js';
import { stepQuality } from './quality/step.js';
import { weibullQuality } from './quality/weibull.js';

/** Every family of quality by its name. */
export const QUALITY_SHAPES: { readonly [Name in QualityShape]: Family<Name> } = {
  constant: qualityFamily(constantQuality),
  logistic: qualityFamily(logisticQuality),
  'exponential-floor': qualityFamily(exponentialFloorQuality),
  power: qualityFamily(powerQuality),
  weibull: qualityFamily(weibullQuality),
  gompertz: qualityFamily(gompertzQuality),
  linear: qualityFamily(linearQuality),
  step: stepQuality,
};

/** Every family of amounts by its name. */
export const AMOUNT_SHAPES: { readonly [Name in AmountShape]: Family<Name> } = {
  naive: naiveAmount,
  'simple-smoothing': simpleSmoothingAmount,
  'damped-trend': dampedTrendAmount,
  exponential: amountFamily(exponentialAmount),
  'exponential-floor': amountFamily(exponentialFloorAmount),
  'bi-exponential': amountFamily(biExponentialAmount),
  hyperbolic: amountFamily(hyperbolicAmount),
  weibull: amountFamily(weibullAmount),
  'gamma-ramp': amountFamily(gammaRampAmount),
  'shifted-beta-geometric': amountFamily(shiftedBetaGeometricAmount),
};
