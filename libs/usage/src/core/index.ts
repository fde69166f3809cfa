export {
  monthIndexOf,
  monthStartOf,
  type UsageMonth,
  type UsageSeries,
  usageSeries,
  type UsageSeriesError,
} from './usage-series.js';
export * from './metering/index.js';
export * from './wash/index.js';
