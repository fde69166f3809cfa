import { join } from 'node:path';
import { assert, assertDefined, type Result } from '#libs/kernel';
import type { DomainModel } from '../core/domain-definition.js';
import type { DomainRow } from '../core/domain-row.js';
import { compareSlices, refitControl } from '../core/evidence/compare-slices.js';
import { judgeSlices, type SliceEvidence } from '../core/evidence/decay-verdict.js';
import { rememberedFeatures } from '../core/linear-features.js';
import { type RunScores, scoreRun } from '../core/score-slice.js';
import { type Domain, readDomainFolder, readTrainingRows } from './domain-folder.js';
import { shippedDomainsFolder } from './shipped-domains.js';
import { askAll } from './whole-run.js';

const FOLDER = join(shippedDomainsFolder(), 'spam-mail');

function valueOf<T>(result: Result<T, unknown>): T {
  assert(result.ok, `expected a value: ${JSON.stringify(result)}`);
  return result.value;
}

const valuesOf = ({ slices }: RunScores): readonly string[] => slices.map(({ value }) => value.toFixed(3));

describe('the domain spam-mail', () => {
  let domain: Domain;
  let training: readonly DomainRow[];

  beforeAll(async () => {
    domain = valueOf(await readDomainFolder(FOLDER));
    training = valueOf(await readTrainingRows(FOLDER, domain.definition));
  });

  const modelNamed = (name: string): DomainModel =>
    assertDefined(
      domain.definition.models.find((model) => model.name === name),
      `no model ${name}`,
    );

  /** The frozen model beside itself trained again before each slice. */
  async function evidence(name: string): Promise<readonly SliceEvidence[]> {
    const { adapter, trainer } = modelNamed(name);
    const answers = await askAll(adapter, FOLDER, domain.rows);
    const how = assertDefined(trainer, `${name} has a trainer`);
    const { definition, rows } = domain;
    const control = valueOf(refitControl(definition, how, training, rows, rememberedFeatures()));
    const compared = compareSlices(
      definition,
      rows,
      ({ id }) => assertDefined(answers.get(id), 'every row was answered'),
      control,
    );
    return judgeSlices(compared.map(({ comparison }) => valueOf(comparison)));
  }

  it('trains on 1 262 mails to 31 July 2002, 734 of them spam, and tests on 4 366 others', () => {
    expect(training).toHaveLength(1_262);
    expect(training.filter(({ target }) => target === 'spam')).toHaveLength(734);
    expect(training.every(({ time = '' }) => time <= '2002-07-31')).toBe(true);
    const sizes = domain.definition.slices.map(({ rows }) => rows);
    expect(sizes).toEqual([421, 687, 869, 814, 738, 712, 125]);
  });

  it('shows a frozen naive Bayes losing spam', async () => {
    const answers = await askAll(modelNamed('naive-bayes-2002-07').adapter, FOLDER, domain.rows);
    const scores = valueOf(scoreRun(domain.definition, domain.rows, answers));
    expect(valuesOf(scores)).toEqual(['0.947', '0.903', '0.944', '0.856', '0.890', '0.907', '0.853']);
  });

  it('finds the frozen naive Bayes stale in both halves of September, and nowhere else', async () => {
    const slices = await evidence('naive-bayes-2002-07');
    expect(slices.map(({ slice, verdict, gain }) => [slice, verdict, gain.value.toFixed(3)])).toEqual([
      // Nothing newer than the training rows was over before: the control is the frozen model.
      ['2002-08-early', 'undecided', '0.000'],
      ['2002-08-late', 'steady', '0.017'],
      ['2002-09-early', 'stale', '0.076'],
      ['2002-09-late', 'stale', '0.074'],
      // Six spam mails.
      ['2002-10', 'undecided', '0.091'],
      ['2002-11', 'undecided', '0.077'],
    ]);
    const october = slices.find(({ slice }) => slice === '2002-10');
    expect(october).toMatchObject({ staleness: undefined, hardness: undefined });
    // A good third of what the control gains it would gain without any time having passed: by more rows.
    const september = slices.filter(({ verdict }) => verdict === 'stale');
    expect(september.map(({ gainInTime }) => gainInTime.value.toFixed(3))).toEqual(['0.021', '0.026']);
    expect(september.map(({ excessGain }) => excessGain.value.toFixed(3))).toEqual(['0.056', '0.049']);
    expect(september.every(({ excessGain }) => excessGain.lower > 0)).toBe(true);
  }, 30_000);

  it('finds the frozen logistic regression stale, and mail harder, in late September', async () => {
    const slices = await evidence('logistic-regression-2002-07');
    expect(slices.map(({ slice, verdict }) => [slice, verdict])).toEqual([
      ['2002-08-early', 'undecided'],
      ['2002-08-late', 'undecided'],
      ['2002-09-early', 'undecided'],
      ['2002-09-late', 'both'],
      ['2002-10', 'undecided'],
      ['2002-11', 'stale'],
    ]);
  }, 30_000);

  it('shows a frozen logistic regression decaying in false alarms instead', async () => {
    const answers = await askAll(modelNamed('logistic-regression-2002-07').adapter, FOLDER, domain.rows);
    const falseAlarms = domain.definition.slices.map(({ key }) => {
      const ham = domain.rows.filter(({ slice, target }) => slice === key && target === 'ham');
      return ham.filter(({ id }) => answers.get(id)?.label === 'spam').length / ham.length;
    });
    expect(falseAlarms.map((rate) => rate.toFixed(2))).toEqual([
      '0.02',
      '0.03',
      '0.10',
      '0.13',
      '0.27',
      '0.36',
      '0.25',
    ]);
  });
});
