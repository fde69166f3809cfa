import { seededRandom } from '#libs/kernel';
import { boundaryTableInterval } from './boundary-interval.js';
import { confusionTable } from './confusion-table.js';
import { valueOf } from './refusal.js';
import { drawResamples, type ResampledSums } from './resampling.js';
import { samplingUnits } from './sampling-units.js';
import { resampledTables, tableEstimate } from './table-estimate.js';
import { accuracy, f1, matthewsCorrelation } from './table-scores.js';
import { wilsonInterval } from './wilson-interval.js';

const label = Array.from({ length: 80 }, (_, row) => Number(row % 2 === 0));
const prediction = label.map((truth, row) => (row % 10 === 3 ? 1 - truth : truth));
const support = { positiveUnits: 40, negativeUnits: 40 };

const tables = (answers: readonly number[], names?: readonly number[]): ResampledSums =>
  resampledTables(drawResamples(samplingUnits(80, names), seededRandom('tables')), label, answers);

describe('tableEstimate', () => {
  it('has the score of the table, within its interval', () => {
    const { value, lower, upper, n } = valueOf(tableEstimate(tables(prediction), f1, support));
    expect(value).toBe(valueOf(f1(confusionTable(label, prediction))));
    expect(lower).toBeLessThan(value);
    expect(upper).toBeGreaterThan(value);
    expect(n).toBe(80);
  });

  it('of a share is close to Wilson’s', () => {
    const { lower, upper } = valueOf(tableEstimate(tables(prediction), accuracy, support));
    const wilson = wilsonInterval(72, 80);
    expect(Math.abs(lower - wilson.lower)).toBeLessThan(0.03);
    expect(Math.abs(upper - wilson.upper)).toBeLessThan(0.03);
  });

  it('of perfect answers is the interval of what may not have been seen', () => {
    expect(valueOf(tableEstimate(tables(label), f1, support))).toEqual({
      value: 1,
      ...valueOf(boundaryTableInterval(confusionTable(label, label), f1, support)),
      n: 80,
    });
  });

  it('refuses what the table does not determine', () => {
    const always = label.map(() => 1);
    expect(tableEstimate(tables(always), matthewsCorrelation, support)).toMatchObject({
      error: { code: 'zero-variance' },
    });
  });

  it('refuses clusters that are all alike: they do not show how clusters differ', () => {
    const answers = prediction.map((answer, row) => (row % 10 === 6 ? 1 - answer : answer));
    const names = label.map((_, row) => Math.floor(row / 10));
    expect(tableEstimate(tables(answers, names), f1, support)).toMatchObject({
      error: { code: 'no-variation' },
    });
  });
});
