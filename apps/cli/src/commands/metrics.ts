import { binaryReport, type Statistic } from '#core/evaluation';
import { err, ok, seededRandom } from '#libs/kernel';
import { z } from 'zod';
import type { Command, InputFault } from '../command.js';
import { parseInput } from '../parse-input.js';

export const ROWS_MAX = 1_000_000;

/** Resampling is part of the method, so its seed is part of it too: the same rows give the same intervals. */
const SEED = 'salvor metrics 1';

const bit = z.union([z.literal(0), z.literal(1)], 'must be 0 or 1');
const clusterName = z.union([z.string(), z.number()]);

const schema = z.strictObject({
  label: z.array(bit).min(1).max(ROWS_MAX),
  probability: z.array(z.number().min(0).max(1)).max(ROWS_MAX),
  prediction: z.array(bit).max(ROWS_MAX).optional(),
  cluster: z.array(clusterName).max(ROWS_MAX).optional(),
});

type Input = z.output<typeof schema>;

/** Figures of a binary classifier with 95 % intervals. */
export const metrics: Command = {
  name: 'metrics',
  summary: 'accuracy, F1, MCC, AUROC, Brier, calibration of a binary classifier, with intervals',
  help: `Usage: salvor metrics [--input FILE|-]

Input: label[] (0 or 1) and probability[] of label 1; optional prediction[] (0 or 1; by default probability >= 0.5)
and cluster[] (rows of one cluster were drawn together; intervals then rest on clusters). At most ${String(ROWS_MAX)} rows.

Result: accuracy, balancedAccuracy, f1, matthewsCorrelation, kappa, auroc, averagePrecision, brier, logLoss,
expectedCalibrationError (15 equally wide bins), each {value, lower, upper, n} with its 95 % interval, or
{refused: {code, reason}} where the rows cannot carry it.

Intervals of independent rows: Wilson (accuracy), Newcombe (balanced accuracy, AUROC), Boyd's logit interval (average
precision), BCa bootstrap of 2,000 resamples with a fixed seed (F1, MCC, kappa, Brier score, log loss), bootstrap of
the bins' gaps (calibration error). With clusters: accuracy and AUROC for the effective number of rows, average
precision for the clusters that hold positives, balanced accuracy by BCa too, and every bootstrap draws clusters.
Above 2,000 rows or clusters it draws random groups of them. Where all rows of a class were answered alike, so that
resamples do not vary, what may not have been seen widens the interval. Refused: calibration error below 300 rows,
log loss below 20 rows or clusters (the Brier score then has Wilson's interval), bootstraps below 10 clusters, and
what the classes do not determine.

Example:
  echo '{"label":[1,0,1,0,1,0],"probability":[0.9,0.2,0.6,0.4,0.3,0.1]}' | salvor metrics
`,
  run: (text) => {
    const input = parseInput(schema, text);
    if (!input.ok) return input;
    const fault = lengthFault(input.value);
    if (fault !== undefined) return err(fault);
    return ok({ output: `${JSON.stringify(resultOf(input.value))}\n`, verdict: 'good' });
  },
};

function lengthFault({ label, probability, prediction, cluster }: Input): InputFault | undefined {
  for (const [name, list] of Object.entries({ probability, prediction, cluster }))
    if (list !== undefined && list.length !== label.length)
      return {
        path: `/${name}`,
        reason: `has ${String(list.length)} rows, label has ${String(label.length)}`,
      };
  return undefined;
}

function resultOf({ label, probability, prediction, cluster }: Input): object {
  const rows = {
    label,
    probability,
    prediction: prediction ?? probability.map((p) => Number(p >= 0.5)),
    cluster,
  };
  const report = Object.entries(binaryReport(rows, seededRandom(SEED)));
  return Object.fromEntries(report.map(([metric, estimate]) => [metric, shown(estimate)]));
}

const shown = (statistic: Statistic<object>): object =>
  statistic.ok ? statistic.value : { refused: statistic.error };
