import { assertDefined } from '#libs/kernel';
import type { DomainSlice } from '../domain-definition.js';
import { type DomainRow, rowId } from '../domain-row.js';
import type { RowAnswer } from './compare-slices.js';
import { type Drift, sliceDrift } from './slice-drift.js';

const slice = (key: string, meanDate: string | undefined): DomainSlice => ({
  key,
  label: key,
  metric: 'accuracy',
  rows: 1,
  meanDate,
});

const slices = [slice('early', '2020-01-01'), slice('later', '2021-01-01')];

const rowsOf = (key: string, count: number, target: (at: number) => string): readonly DomainRow[] =>
  Array.from({ length: count }, (_, at) => {
    const fields = { input: `${key} ${'x'.repeat(at)}`, target: target(at), slice: key, time: '2020-01-01' };
    return { id: rowId(fields), ...fields };
  });

const half = (at: number): string => (at % 2 === 0 ? 'spam' : 'ham');

const driftOf = (rows: readonly DomainRow[], answerOf: RowAnswer): Drift =>
  assertDefined(sliceDrift({ slices }, rows, answerOf), 'dated slices');

describe('sliceDrift', () => {
  it('finds none where the model says the same things as often', () => {
    const rows = [...rowsOf('early', 40, half), ...rowsOf('later', 40, half)];
    const { of, slices: found } = driftOf(rows, ({ input }) => ({
      label: 'ham',
      score: (input.length % 10) / 10,
    }));
    expect(of).toBe('score');
    expect(found).toMatchObject([
      {
        slice: 'later',
        populationStabilityIndex: { ok: true, value: expect.any(Number) as number },
        labelShift: 0,
      },
    ]);
    expect(found[0]?.jensenShannon).toMatchObject({ ok: true });
  });

  it('tells how far the probabilities have moved', () => {
    const rows = [...rowsOf('early', 30, half), ...rowsOf('later', 30, half)];
    const { slices: found } = driftOf(rows, (row) => ({
      label: 'ham',
      score: row.slice === 'early' ? 0.1 : 0.7,
    }));
    expect(found[0]).toMatchObject({
      kolmogorovSmirnov: { value: { distance: 1 } },
      jensenShannon: { value: 1 },
      wasserstein: { value: expect.closeTo(0.6, 12) as number },
    });
  });

  it('takes the length of the inputs where the model gives no probabilities', () => {
    const rows = [...rowsOf('early', 20, half), ...rowsOf('later', 40, half)];
    const { of, slices: found } = driftOf(rows, () => ({ label: 'ham' }));
    expect(of).toBe('input-length');
    // From 0 to 19 further characters to 0 to 39.
    expect(found[0]?.wasserstein).toMatchObject({ value: expect.closeTo(10, 6) as number });
  });

  it('tells a changed mix of labels', () => {
    const rows = [...rowsOf('early', 40, half), ...rowsOf('later', 10, () => 'ham')];
    expect(driftOf(rows, () => ({ label: 'ham' })).slices[0]?.labelShift).toBe(0.5);
  });

  it('has nothing to say of a domain without dates', () => {
    const undated = { slices: [slice('all', undefined)] };
    expect(sliceDrift(undated, rowsOf('all', 3, half), () => ({ label: 'ham' }))).toBeUndefined();
  });
});
