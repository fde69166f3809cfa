export type { Check, CheckName, Finding, FindingCode, Severity } from './finding.js';
export type {
  ControlEvidence,
  ControlStanding,
  QualityControl,
  QualityFactor,
  QualityRecords,
  RandomReviews,
} from './quality-control.js';
export { qualityControls } from './quality-controls.js';
export { screenDossier, SCREENING_METHOD, type ScreeningReport } from './screen-dossier.js';
