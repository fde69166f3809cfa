import { FAIL, PASS } from '../assertion.js';
import type { DomainSlice } from '../domain-definition.js';
import { domainOf } from '../domain-fixture.js';
import { type DomainRow, rowId } from '../domain-row.js';
import { readFeatures } from '../linear-features.js';
import { valueOf } from '../statistics/index.js';
import { answered, compareSlices, fixedControl, refitControl, type RowAnswer } from './compare-slices.js';

const slice = (key: string, metric: DomainSlice['metric'], meanDate?: string): DomainSlice => ({
  key,
  label: key,
  metric,
  rows: 2,
  meanDate,
});

const row = (input: string, target: string, key: string, time?: string): DomainRow => {
  const fields = { input, target, time, slice: key };
  return { id: rowId(fields), ...fields };
};

const bots = domainOf([
  slice('2017', 'recall', '2017-06-30'),
  slice('2018', 'recall', '2018-06-30'),
  slice('browsers', 'false_positive_rate'),
]);
const rows = [
  row('old one', 'bot', '2017', '2017-01-01'),
  row('old two', 'bot', '2017', '2017-12-01'),
  row('new one', 'bot', '2018', '2018-01-01'),
  row('new two', 'bot', '2018', '2018-12-01'),
  row('firefox', 'browser', 'browsers'),
  row('chrome', 'browser', 'browsers'),
];

const knowing =
  (...words: readonly string[]): RowAnswer =>
  ({ input }) => ({ label: words.some((word) => input.includes(word)) ? 'bot' : 'browser' });

describe('compareSlices', () => {
  it('puts the frozen model beside its control, on each later slice and in time', () => {
    const [compared, ...others] = compareSlices(
      bots,
      rows,
      knowing('old'),
      fixedControl(knowing('old', 'new')),
    );
    expect(others).toEqual([]);
    expect(compared?.slice.key).toBe('2018');
    expect(compared === undefined ? undefined : valueOf(compared.comparison)).toMatchObject({
      frozen: { value: 0 },
      control: { value: 1 },
      frozenInTime: { value: 1 },
      controlInTime: { value: 1 },
      knowsMore: true,
    });
  });

  it('finds no better model in one that raises an alarm at everything', () => {
    const [compared] = compareSlices(
      bots,
      rows,
      knowing('old'),
      fixedControl(() => ({ label: 'bot' })),
    );
    expect(compared?.comparison).toMatchObject({ value: { control: { value: 0 } } });
  });

  it('takes recall as it is where there are no negatives to raise a false alarm at', () => {
    const positives = rows.filter(({ target }) => target === 'bot');
    const [compared] = compareSlices(
      bots,
      positives,
      knowing('one'),
      fixedControl(() => ({ label: 'bot' })),
    );
    expect(compared?.comparison).toMatchObject({ value: { frozen: { value: 0.5 }, control: { value: 1 } } });
  });

  it('tells why a slice cannot be compared', () => {
    const [compared] = compareSlices(
      bots,
      rows.filter((each) => each.slice !== '2018'),
      knowing('old'),
      fixedControl(knowing('old')),
    );
    expect(compared?.comparison).toMatchObject({ ok: false, error: { code: 'no-rows' } });
  });

  it('has nothing to compare in a domain without dates', () => {
    const undated = domainOf([slice('browsers', 'false_positive_rate')]);
    expect(compareSlices(undated, rows, knowing('old'), fixedControl(knowing('old')))).toEqual([]);
  });
});

describe('answered', () => {
  it('judges an answer by the assertions of the row, where it has some', () => {
    const asserted: DomainRow = {
      ...row('say hello', PASS, '2018'),
      assert: [{ type: 'equals', value: 'hello' }],
    };
    expect(answered([asserted], () => ({ label: 'hello' }))).toMatchObject([{ target: PASS, answer: PASS }]);
    expect(answered([asserted], () => ({ label: 'goodbye' }))).toMatchObject([{ answer: FAIL }]);
  });

  it('takes a row without a cluster for one of its own', () => {
    const alone = row('one', 'bot', '2018');
    const together = { ...row('two', 'bot', '2018'), cluster: 'family' };
    expect(answered([alone, together], () => ({ label: 'bot', score: 0.9 }))).toMatchObject([
      { cluster: alone.id, score: 0.9 },
      { cluster: 'family' },
    ]);
  });
});

describe('refitControl', () => {
  const trainer = { method: 'naive-bayes', features: 'words', rows_min: 1, pseudo_count: 1 } as const;
  const dated = domainOf([
    slice('2017', 'recall', '2017-06-30'),
    slice('2018', 'recall', '2018-06-30'),
    slice('2019', 'recall', '2019-06-30'),
  ]);
  const later = [...rows.slice(0, 4), row('new three', 'bot', '2019', '2019-01-01')];
  const training = [row('old', 'bot', '2017', '2017-01-01'), row('firefox', 'browser', '2017', '2017-01-01')];

  it('knows more from the second later slice on', () => {
    const control = refitControl(dated, trainer, training, later, readFeatures);
    expect(control.ok && [control.value.knowsMore('2018'), control.value.knowsMore('2019')]).toEqual([
      false,
      true,
    ]);
    expect(control.ok && control.value.rowsOf('2019')).toBe(4);
    expect(control.ok && control.value.answerOf('2019')(row('new three', 'bot', '2019')).label).toBe('bot');
  });

  it('tells why there is none', () => {
    expect(refitControl(dated, trainer, [], later, readFeatures)).toEqual({
      ok: false,
      error: { code: 'single-class' },
    });
  });
});
