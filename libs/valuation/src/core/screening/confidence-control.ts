import { CALIBRATION_SALES_MIN } from '../ratio-study/index.js';
import { type QualityControl, qualityControl, type QualityRecords, where } from './quality-control.js';

/** How sure the estimates say they are, and whether they have been right: shown once every priced kind is calibrated. */
export function confidenceControl({ valuation, scoreboard }: QualityRecords): QualityControl {
  const { forecastStandardDeviation, within10Percent } = valuation.confidence;
  const priced = valuation.rights.flatMap((right) => ('refused' in right ? [] : [right.kind]));
  const records = [...new Set(priced)].map((kind) => ({
    kind,
    scores: scoreboard?.byKind.find((scores) => scores.kind === kind),
  }));
  const uncalibrated = records.filter(({ scores }) => scores?.calibration.calibrated !== true);
  const isShown = priced.length > 0 && uncalibrated.length === 0 && forecastStandardDeviation !== null;
  return qualityControl(
    'confidence',
    isShown ? 'shown' : forecastStandardDeviation === null ? 'not-shown' : 'partly',
    [
      {
        text: 'The market value comes with a range of 80 % and its forecast standard deviation; too wide a one is refused.',
        figures: { forecastStandardDeviation, within10Percent, paths: valuation.pathCount },
      },
      ...records.flatMap(({ kind, scores }) =>
        where(scores !== undefined, {
          text: `Past valuations of ${kind} beside their outcomes: ${scores?.calibration.reason ?? ''}.`,
          figures: { sold: scores?.sold ?? 0, unsold: scores?.unsold ?? 0 },
        }),
      ),
    ],
    [
      ...where(
        forecastStandardDeviation === null,
        'The first decile is nothing, so no standard deviation can be told.',
      ),
      ...uncalibrated.map(
        ({ kind, scores }) =>
          `${kind}: not calibrated on ${String(scores?.sold ?? 0)} sales (${String(CALIBRATION_SALES_MIN)} are the least).`,
      ),
    ],
  );
}
