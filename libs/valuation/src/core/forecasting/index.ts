export {
  conformalFactor,
  INFLATION_NODES,
  type InflationFactors,
  NEUTRAL_INFLATION,
  type NoiseClass,
  noiseClassOf,
} from './conformal-inflation.js';
export {
  ADAPTATION_RATE,
  type AdaptiveConformal,
  afterOutcome,
  levelToAsk,
  startAdaptiveConformal,
} from './adaptive-conformal.js';
export {
  type Forecast,
  forecast,
  FORECAST_METHOD,
  FORECAST_POINTS_MIN,
  FORECAST_REACH_MAX,
  type ForecastInterval,
  type ForecastPoint,
} from './forecast.js';
export type { ForecastRefusal } from './forecast-refusal.js';
export {
  findRequestFault,
  type ForecastKind,
  type ForecastRequest,
  type RequestFault,
} from './forecast-request.js';
export { thetaForecast } from './theta-method.js';
