import { asId } from '#libs/kernel';
import { evidenceOf, shownDomain } from './evidence.js';
import { contenderOf, marketOf, runOf, valuationOf, versionOf } from './market-fixture.js';
import type { Domain, Priced } from './market-view.js';

const score = { n: 32, successes: 23, value: 0.71875, lower: 0.546, upper: 0.844 };
const dated = {
  slice: '2024',
  label: '2024',
  metric: 'recall' as const,
  meanDate: '2024-07-02',
  sampleCount: 32,
  refusal: null,
  consistency: null,
  answered: 32,
  score,
};
const control = { ...dated, slice: 'browsers', metric: 'false_positive_rate' as const, meanDate: null };

const detector = versionOf({
  id: asId('version', 'v2'),
  adapter: { kind: 'rule-list', file: 'rules.json', sha256: '0'.repeat(64) },
});
const baseline = versionOf();
const pricedFor = (version: Priced['version'], domain: string): Priced =>
  ({ version, valuation: valuationOf({ domains: [domain] }) }) as Priced;
const domainCalled = (name: string): Domain => ({ name }) as Domain;

test('dated slices stand at their mean date, oldest first; the control gives the false positives', () => {
  const older = { ...dated, slice: '2019', meanDate: '2019-01-01' };
  const runs = [runOf({ slices: [dated, older, control] })];
  const [one] = evidenceOf(marketOf({ contenders: [contenderOf({ runs })] }), 'bots');
  expect(one?.dated.map(({ slice, year }) => [slice, year])).toEqual([
    ['2019', 2019],
    ['2024', 2024.5],
  ]);
  expect(one?.falsePositives).toEqual(score);
});

test('only the newest completed run on the domain counts', () => {
  const runs = [
    runOf({ state: 'failed' }),
    runOf({ domain: 'other', slices: [dated] }),
    runOf({ slices: [dated] }),
    runOf({ slices: [] }),
  ];
  expect(evidenceOf(marketOf({ contenders: [contenderOf({ runs })] }), 'bots')[0]?.dated).toHaveLength(1);
});

test('the valued version comes first, baselines last', () => {
  const other = versionOf({ ...detector, id: asId('version', 'v3') });
  const runs = [runOf()];
  const contenders = [baseline, other, detector].map((version) => contenderOf({ version, runs }));
  const market = marketOf({ contenders, priced: pricedFor(detector, 'bots') });
  expect(evidenceOf(market, 'bots').map(({ key, isValued }) => [key, isValued])).toEqual([
    ['v2', true],
    ['v3', false],
    ['v1', false],
  ]);
});

test('the page is about the valued domain, otherwise about that of the newest completed run', () => {
  const contenders = [contenderOf({ runs: [runOf({ domain: 'bots' })] })];
  const market = marketOf({ contenders, domains: ['spam', 'bots'].map(domainCalled) });
  expect(shownDomain(market)?.name).toBe('bots');
  expect(shownDomain({ ...market, priced: pricedFor(baseline, 'spam') })?.name).toBe('spam');
});
