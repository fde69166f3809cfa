import { assert, err, ok } from '#libs/kernel';
import type { DomainSlice } from '../domain-definition.js';
import { domainOf } from '../domain-fixture.js';
import { type DomainRow, rowId } from '../domain-row.js';
import { runEvidence, type RunMaterial } from './run-evidence.js';

const slice = (key: string, meanDate?: string): DomainSlice => ({
  key,
  label: key,
  metric: 'accuracy',
  rows: 40,
  meanDate,
});

const MAIL = { task: 'mail', labels: ['spam', 'ham'], positiveLabel: 'spam', metrics: ['accuracy'] } as const;

const dated = domainOf(
  [slice('2020', '2020-06-01'), slice('2021', '2021-06-01'), slice('2022', '2022-06-01')],
  MAIL,
);

/** Forty mails a year; spam says the year's word. */
const rows: readonly DomainRow[] = ['2020', '2021', '2022'].flatMap((year) =>
  Array.from({ length: 40 }, (_, at) => {
    const target = at % 2 === 0 ? 'spam' : 'ham';
    const input =
      target === 'spam' ? `pills${year} offer number ${String(at)}` : `meeting notes ${String(at)}`;
    const fields = { input, target, slice: year, time: `${year}-06-01` };
    return { id: rowId(fields), ...fields };
  }),
);

const byWord = (...words: readonly string[]) =>
  rows.map(({ input }) => ({ label: words.some((word) => input.includes(word)) ? 'spam' : 'ham' }));

const material = (given: Partial<RunMaterial>): RunMaterial => ({
  definition: dated,
  rows,
  answers: byWord('pills2020'),
  control: err('There is no control.'),
  seen: err('Nothing is on record.'),
  ...given,
});

describe('runEvidence', () => {
  it('judges the later slices beside a model that is kept up to date', () => {
    const control = ok({ name: 'kept', answers: byWord('pills') });
    const { decay } = runEvidence(material({ control }));
    assert(decay.ok, 'expected evidence');
    expect(decay.value).toMatchObject({
      control: { name: 'kept', kind: 'model' },
      inTimeSlice: '2020',
      slices: [
        { slice: '2021', frozen: 0.5, control: 1, controlRows: null },
        { slice: '2022', frozen: 0.5, control: 1 },
      ],
    });
    const verdicts = decay.value.slices.map(({ evidence }) =>
      evidence.ok ? evidence.value.verdict : evidence,
    );
    expect(verdicts).toEqual(['stale', 'stale']);
  });

  it('trains a control where the trainer is known', () => {
    const trainer = { method: 'naive-bayes', features: 'words', rows_min: 1, pseudo_count: 1 } as const;
    const trainingRows = rows.filter((row) => row.slice === '2020');
    const { decay } = runEvidence(material({ control: ok({ name: 'own', trainer, trainingRows }) }));
    assert(decay.ok, 'expected evidence');
    expect(decay.value.control.kind).toBe('refit');
    expect(decay.value.slices.map(({ controlRows }) => controlRows)).toEqual([40, 80]);
  });

  it('tells why there is no evidence of decay, and gives what there is of the rest', () => {
    const found = runEvidence(material({}));
    expect(found.decay).toEqual({ ok: false, error: 'There is no control.' });
    expect(found.overlap).toEqual({ ok: false, error: 'Nothing is on record.' });
    expect(found.drift).toMatchObject({ of: 'input-length' });
    expect(found.trend).toMatchObject({ kendall: { ok: true }, theilSen: { ok: false } });
  });

  it('has neither decay nor drift nor trend of rows without dates', () => {
    const undated = domainOf([slice('2020'), slice('2021'), slice('2022')], MAIL);
    const found = runEvidence(
      material({ definition: undated, control: ok({ name: 'x', answers: byWord() }) }),
    );
    expect(found).toMatchObject({
      decay: { ok: false, error: 'The slices of the domain stand nowhere in time.' },
      drift: null,
      trend: null,
    });
  });

  it('tells why a control could not be trained', () => {
    const trainer = { method: 'naive-bayes', features: 'words', rows_min: 1, pseudo_count: 1 } as const;
    const { decay } = runEvidence(material({ control: ok({ name: 'own', trainer, trainingRows: [] }) }));
    expect(decay).toEqual({ ok: false, error: 'The control could not be trained: single-class.' });
  });

  it('shows a falling score as a falling slope', () => {
    const years = ['2020', '2021', '2022', '2023', '2024', '2025', '2026'];
    const aged = years.flatMap((year) =>
      rows.slice(0, 40).map((row) => ({ ...row, id: `${year} ${row.id}`, slice: year })),
    );
    const { trend } = runEvidence(
      material({
        definition: domainOf(
          years.map((year) => slice(year, `${year}-06-01`)),
          MAIL,
        ),
        rows: aged,
        // One more mistake a year.
        answers: aged.map(({ target, slice: year }, at) => ({
          label: at % 40 < Number(year) - 2_020 ? 'other' : target,
        })),
      }),
    );
    assert(trend?.theilSen.ok === true, 'expected a slope');
    expect(trend.theilSen.value.slope).toBeCloseTo(-1 / 40, 4);
    expect(trend.kendall).toMatchObject({ value: { tau: -1 } });
  });

  it('looks for the rows in what the model has seen', () => {
    const seen = ok({ of: 'train-file', texts: rows.slice(0, 12).map(({ input }) => input) } as const);
    const { overlap } = runEvidence(material({ seen }));
    // Six mails of spam, and six of ham that are the same in all three years.
    expect(overlap).toMatchObject({ ok: true, value: { of: 'train-file', overlapping: { value: 0.2 } } });
  });
});
