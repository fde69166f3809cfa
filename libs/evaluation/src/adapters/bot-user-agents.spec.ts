import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { VersionAdapter } from '#core/catalog';
import { assert, assertDefined, type Result } from '#libs/kernel';
import { decaySeries } from '../core/decay-series.js';
import { compareSlices, fixedControl, type RowAnswer } from '../core/evidence/compare-slices.js';
import { judgeSlices, type SliceEvidence } from '../core/evidence/decay-verdict.js';
import { type RunScores, scoreRun, type SliceScore } from '../core/score-slice.js';
import { type Domain, readDomainFolder } from './domain-folder.js';
import { projectRoot } from '#libs/platform';
import { shippedDomainsFolder } from './shipped-domains.js';
import { askAll } from './whole-run.js';

const FOLDER = join(shippedDomainsFolder(), 'bot-user-agents');

function valueOf<T>(result: Result<T, unknown>): T {
  assert(result.ok, `expected a value: ${JSON.stringify(result)}`);
  return result.value;
}

const run = async (domain: Domain, adapter: VersionAdapter): Promise<RunScores> =>
  valueOf(scoreRun(domain.definition, domain.rows, await askAll(adapter, FOLDER, domain.rows)));

const correctBySlice = (scores: RunScores): Record<string, number> =>
  Object.fromEntries(scores.slices.map(({ slice, correct }) => [slice, correct]));

function sliceOf(scores: RunScores, key: string): SliceScore {
  const score = scores.slices.find(({ slice }) => slice === key);
  assert(score !== undefined, `no slice ${key}`);
  return score;
}

const npmPackage = (entry: 'es6-crawler-detect' | 'isbot', version: string): VersionAdapter => ({
  kind: 'npm-package',
  package: entry,
  version,
  entry,
});

describe('the domain bot-user-agents', () => {
  let domain: Domain;

  beforeAll(async () => {
    domain = valueOf(await readDomainFolder(FOLDER));
  });

  const baseline = (name: string): VersionAdapter => {
    const { models, baselines } = domain.definition;
    const found = [...models, ...baselines].find((candidate) => candidate.name === name);
    assert(found !== undefined, `no baseline ${name}`);
    return found.adapter;
  };

  it('is what its recipe writes from the pinned packages, byte for byte', async () => {
    const recipe = join(projectRoot(), 'tools', 'domains', 'bot-user-agents.mjs');
    await expect(promisify(execFile)(process.execPath, [recipe, '--check'])).resolves.toMatchObject({
      stderr: '',
    });
  });

  it('holds 1 896 dated bots by year and 552 browsers', () => {
    const sizes = Object.fromEntries(domain.definition.slices.map(({ key, rows }) => [key, rows]));
    expect(sizes).toEqual({
      'to-2016': 385,
      2017: 117,
      2018: 182,
      2019: 76,
      2020: 65,
      2021: 9,
      2022: 21,
      2023: 65,
      2024: 32,
      2025: 21,
      2026: 923,
      browsers: 552,
    });
    expect(domain.rows.filter(({ target }) => target === 'bot')).toHaveLength(1896);
  });

  it('shows es6-crawler-detect 4.0.2 ageing', async () => {
    const scores = await run(domain, npmPackage('es6-crawler-detect', '4.0.2'));
    expect(correctBySlice(scores)).toEqual({
      'to-2016': 385,
      2017: 117,
      2018: 179,
      2019: 72,
      2020: 64,
      2021: 8,
      2022: 21,
      2023: 58,
      2024: 23,
      2025: 13,
      2026: 630,
      browsers: 552,
    });
    const { value, lower, upper } = sliceOf(scores, '2026');
    expect([value, lower, upper].map((share) => share.toFixed(3))).toEqual(['0.683', '0.652', '0.712']);
  });

  it('gives curve fitting the years of es6-crawler-detect as successes and trials', async () => {
    const scores = await run(domain, npmPackage('es6-crawler-detect', '4.0.2'));
    const { originDate, chanceLevel, points } = valueOf(decaySeries(domain.definition, scores.slices));
    expect({ originDate, chanceLevel }).toEqual({ originDate: '2013-11-29', chanceLevel: 0 });
    expect(points).toHaveLength(11);
    expect(points[0]).toEqual({ t: 0, successes: 385, trials: 385, label: '≤2016' });
    expect(points[10]).toMatchObject({ successes: 630, trials: 923, label: '2026' });
    expect(points[10]?.t).toBeCloseTo(12.39, 2);
  });

  it('finds isbot 5.2.3 fresh: all bots until 2025, .990 of 2026, no false alarm', async () => {
    const scores = await run(domain, npmPackage('isbot', '5.2.3'));
    const missed = scores.slices.filter(({ n, correct }) => correct < n).map(({ slice }) => slice);
    expect(missed).toEqual(['2026']);
    const { value, lower, upper } = sliceOf(scores, '2026');
    expect([value, lower, upper].map((share) => share.toFixed(3))).toEqual(['0.990', '0.982', '0.995']);
    expect(sliceOf(scores, 'browsers').upper).toBeCloseTo(0.0069, 4);
  });

  /** A detector beside the one that is kept up to date. */
  async function evidence(adapter: VersionAdapter): Promise<readonly SliceEvidence[]> {
    const { control } = domain.definition;
    assert(control !== undefined && 'adapter' in control, 'the control is a model');
    const answersOf = async (asked: VersionAdapter): Promise<RowAnswer> => {
      const answers = await askAll(asked, FOLDER, domain.rows);
      return ({ id }) => assertDefined(answers.get(id), 'every row was answered');
    };
    const [frozen, kept] = [await answersOf(adapter), await answersOf(control.adapter)];
    const compared = compareSlices(domain.definition, domain.rows, frozen, fixedControl(kept));
    return judgeSlices(compared.map(({ comparison }) => valueOf(comparison)));
  }

  const slicesWith = (verdict: string, slices: readonly SliceEvidence[]): readonly string[] =>
    slices.filter((slice) => slice.verdict === verdict).map(({ slice }) => slice);

  it('finds es6-crawler-detect 4.0.2 stale from 2024 on', async () => {
    const slices = await evidence(npmPackage('es6-crawler-detect', '4.0.2'));
    expect(slicesWith('stale', slices)).toEqual(['2024', '2025', '2026']);
    expect(slicesWith('steady', slices)).toEqual(['2018', '2020']);
    expect(slicesWith('undecided', slices)).toEqual(['2017', '2019', '2021', '2022', '2023']);
    const gains = slices.slice(-4).map(({ gain }) => gain.value.toFixed(3));
    expect(gains).toEqual(['0.108', '0.281', '0.381', '0.308']);
  });

  it('finds a rule list frozen at the end of 2016 stale from the next year on', async () => {
    const slices = await evidence(baseline('rule-list-2016'));
    // Of 2021 there are six patterns only.
    expect(slicesWith('undecided', slices)).toEqual(['2021']);
    expect(slicesWith('stale', slices)).toHaveLength(9);
  });

  it('does not find a guesser out of date, however bad it is', async () => {
    const slices = await evidence(baseline('always-browser'));
    expect(slicesWith('undecided', slices)).toHaveLength(slices.length);
  });

  it('shows that a rule list frozen at the end of 2016 knows nothing newer', async () => {
    const scores = await run(domain, baseline('rule-list-2016'));
    expect(correctBySlice(scores)).toEqual({
      'to-2016': 385,
      2017: 0,
      2018: 0,
      2019: 0,
      2020: 0,
      2021: 0,
      2022: 1,
      2023: 1,
      2024: 0,
      2025: 0,
      2026: 1,
      browsers: 552,
    });
  });

  it.each(['always-bot', 'always-browser'])('puts %s at the chance level', async (name) => {
    const scores = await run(domain, baseline(name));
    expect(scores.overall[0]).toMatchObject({
      metric: 'balanced_accuracy',
      value: domain.definition.chanceLevel,
    });
  });
});
