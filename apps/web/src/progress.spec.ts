import { contenderOf, marketOf, runOf, saleOf, tickOf, valuationOf } from './market-fixture.js';
import type { Sale } from './market-view.js';
import { isUnfinished, stagesOf } from './progress.js';

const slice = (answered: number, sampleCount: number) => ({
  slice: '2024',
  label: '2024',
  metric: 'recall' as const,
  meanDate: '2024-06-27',
  sampleCount,
  refusal: null,
  consistency: null,
  answered,
  score: null,
});

describe('stages', () => {
  test('nothing has been reached in an empty market', () => {
    expect(stagesOf(marketOf()).map(({ state }) => state)).toEqual(Array(5).fill('waiting'));
  });

  test('an evaluation under way counts its answers over all runs', () => {
    const runs = [
      runOf({ state: 'running', slices: [slice(3, 32), slice(1, 8)] }),
      runOf({ slices: [slice(8, 8)] }),
    ];
    const [evaluated] = stagesOf(marketOf({ contenders: [contenderOf({ runs })] }));
    expect(evaluated).toEqual({ key: 'evaluated', state: 'active', note: '12 of 48 answers' });
  });

  test('one completed run is one run', () => {
    const [evaluated] = stagesOf(marketOf({ contenders: [contenderOf({ runs: [runOf()] })] }));
    expect(evaluated).toEqual({ key: 'evaluated', state: 'done', note: '1 run' });
  });

  test('a refused valuation is named', () => {
    const contenders = [contenderOf({ valuations: [valuationOf({ state: 'refused' })] })];
    expect(stagesOf(marketOf({ contenders }))[1]).toMatchObject({ state: 'waiting', note: 'refused' });
  });

  test('an open auction is active, a cancelled one is not', () => {
    expect(stagesOf(marketOf({ sale: saleOf('open') }))[2]).toMatchObject({ state: 'active', note: 'open' });
    expect(stagesOf(marketOf({ sale: saleOf('cancelled') }))[2]).toMatchObject({ state: 'waiting' });
  });
});

describe('an auction that is decided', () => {
  test('is done with what became of it', () => {
    const book = { status: 'partly-sold' } as NonNullable<Sale['book']>;
    const sale = { ...saleOf('cleared'), book };
    expect(stagesOf(marketOf({ sale }))[2]).toMatchObject({ state: 'done', note: 'partly sold' });
  });

  test('and void without an outcome is not', () => {
    expect(stagesOf(marketOf({ sale: saleOf('void') }))[2]).toMatchObject({ state: 'waiting', note: 'void' });
  });
});

describe('a market is unfinished', () => {
  const quiet = contenderOf({ runs: [runOf()], valuations: [valuationOf()] });

  test('while it is empty: something may begin', () => {
    expect(isUnfinished(marketOf())).toBe(true);
  });

  test.each(['queued', 'running'] as const)('while a run is %s', (state) => {
    expect(isUnfinished(marketOf({ contenders: [contenderOf({ runs: [runOf({ state })] })] }))).toBe(true);
  });

  test('while a valuation is computed', () => {
    const contenders = [contenderOf({ valuations: [valuationOf({ state: 'queued' })] })];
    expect(isUnfinished(marketOf({ contenders }))).toBe(true);
  });

  test.each(['announced', 'open', 'closed', 'cleared'] as const)('while an auction is %s', (state) => {
    expect(isUnfinished(marketOf({ contenders: [quiet], sale: saleOf(state) }))).toBe(true);
  });

  test('while another model is valued, or another lot is auctioned', () => {
    const valuation = valuationOf({ state: 'running' });
    const valuedModels = [{ key: 'm2', name: 'other', valuation }];
    expect(isUnfinished(marketOf({ contenders: [quiet], valuedModels }))).toBe(true);
    const otherAuctions = [saleOf('open').detail];
    expect(isUnfinished(marketOf({ contenders: [quiet], otherAuctions }))).toBe(true);
  });

  test('for a while after its last step', () => {
    const finishedAt = new Date('2026-11-21T11:59:30Z');
    const contenders = [contenderOf({ runs: [runOf({ finishedAt })] })];
    expect(isUnfinished(marketOf({ contenders }))).toBe(true);
    expect(isUnfinished(marketOf({ contenders, asOf: new Date('2026-11-21T12:00:31Z') }))).toBe(false);
  });

  test('no longer once the price of the sale is published', () => {
    const finishedAt = new Date('2026-11-21T11:59:59Z');
    const contenders = [contenderOf({ runs: [runOf({ finishedAt })] })];
    const settled = { contenders, sale: saleOf('settled', 'auc_1') };
    expect(isUnfinished(marketOf({ ...settled, tick: tickOf('auc_0') }))).toBe(true);
    expect(isUnfinished(marketOf({ ...settled, tick: tickOf('auc_1') }))).toBe(false);
  });

  test('no longer when nothing has happened for long', () => {
    expect(isUnfinished(marketOf({ contenders: [quiet] }))).toBe(false);
  });
});
