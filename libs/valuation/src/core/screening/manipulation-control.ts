import { type QualityControl, qualityControl, type QualityRecords, where } from './quality-control.js';

/** What a dossier is bound to, and what the screen found in it. Never wholly shown: a dossier cannot vouch for itself. */
export function manipulationControl({ valuation, screening }: QualityRecords): QualityControl {
  const { checks, findings } = screening;
  const run = checks.filter(({ skipped }) => skipped === null).length;
  const open = findings.filter(({ severity }) => severity !== 'note').length;
  const isCounted = valuation.usageSource === 'receipts';
  return qualityControl(
    'data-manipulation',
    open > 0 || run === 0 ? 'not-shown' : 'partly',
    [
      {
        text: 'The inputs are digested and their screen for outliers and manipulation is on record.',
        figures: {
          inputsDigest: valuation.inputsDigest,
          manifestDigest: valuation.manifestDigest,
          screening: screening.methodVersion,
          checksRun: run,
          checksSkipped: checks.length - run,
          findings: findings.length,
        },
      },
      ...where(isCounted, { text: 'Usage was counted from receipts.', figures: {} }),
    ],
    [
      ...where(open > 0, `${String(open)} findings of the screen that nobody has explained.`),
      ...where(run < checks.length, `${String(checks.length - run)} checks had too few data.`),
      ...where(!isCounted, 'Usage does not come from receipts.'),
      ...where(valuation.manifestDigest === null, 'The dossier does not say which files were scored.'),
      'The dossier does not prove who measured the scores; the records of its runs would.',
    ],
  );
}
