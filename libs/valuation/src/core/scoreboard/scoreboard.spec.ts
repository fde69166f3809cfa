import fc from 'fast-check';
import { asCurrency, assert, assertDefined, seededRandom } from '#libs/kernel';
import type { ScoreEntry } from './score-entry.js';
import type { ScoreFigure } from './score-figure.js';
import { scoreboard } from './scoreboard.js';
import { recordedLot, simulatedLots } from './simulated-lots-fixture.js';

const figureOf = (figure: ScoreFigure) => {
  assert(figure.ok, JSON.stringify(figure));
  return figure.value;
};

const someLots = (seed: string, lots = 20, reserveShare = 0.8): readonly ScoreEntry[] =>
  simulatedLots({ lots, reserveShare }, seededRandom(seed));

describe('the same entries', () => {
  it('give the same board in any order', () => {
    const entries = someLots('order', 15);
    expect(scoreboard(entries.toReversed(), 'seed')).toEqual(scoreboard(entries, 'seed'));
  });

  it('give other resamples, and nothing else, for another seed', () => {
    const entries = someLots('seeds');
    const [one, other] = [scoreboard(entries, 'one').overall, scoreboard(entries, 'other').overall];
    expect(figureOf(one.ratios.cod).value).toBe(figureOf(other.ratios.cod).value);
    expect(figureOf(one.ratios.cod).lower).not.toBe(figureOf(other.ratios.cod).lower);
    expect(one.medianRatioWithUnsold).toEqual(other.medianRatioWithUnsold);
  });

  it('may not name a lot twice', () => {
    expect(() => scoreboard([recordedLot({}), recordedLot({})], 'seed')).toThrow('twice');
  });
});

describe('another unit of money', () => {
  /** A power of two, so that ratios keep every bit. */
  const inSmallerUnits = (entry: ScoreEntry): ScoreEntry => {
    const { outcome } = entry;
    return recordedLot({
      ...entry,
      currency: asCurrency('JPY'),
      p10Minor: entry.p10Minor * 8n,
      estimateMinor: entry.estimateMinor * 8n,
      p90Minor: entry.p90Minor * 8n,
      outcome:
        outcome.state === 'sold'
          ? { ...outcome, priceMinor: outcome.priceMinor * 8n }
          : { ...outcome, reserveMinor: outcome.reserveMinor * 8n },
    });
  };

  it('changes no score but those in units of money', () => {
    const entries = someLots('units');
    const euros = scoreboard(entries, 'seed').overall;
    const yen = scoreboard(entries.map(inSmallerUnits), 'seed').overall;
    expect(figureOf(yen.ratios.cod).value).toBe(figureOf(euros.ratios.cod).value);
    expect(yen.ratios.medianRatio).toEqual(euros.ratios.medianRatio);
    expect(yen.medianRatioWithUnsold).toEqual(euros.medianRatioWithUnsold);
    expect(yen.reliability).toEqual(euros.reliability);
    expect(yen.deviation).toEqual(euros.deviation);
    expect(yen.calibration).toEqual(euros.calibration);
  });

  it('multiplies what is in units of money', () => {
    const entries = someLots('amounts');
    const inCurrency = (some: readonly ScoreEntry[]) =>
      assertDefined(scoreboard(some, 'seed').overall.byCurrency[0], 'one currency');
    const [euros, yen] = [inCurrency(entries), inCurrency(entries.map(inSmallerUnits))];
    expect(yen.pricesMinor).toBe(8n * euros.pricesMinor);
    expect(figureOf(yen.intervalScore).value).toBeCloseTo(8 * figureOf(euros.intervalScore).value, 3);
    expect(figureOf(yen.prd).value).toBeCloseTo(figureOf(euros.prd).value, 10);
    expect(figureOf(yen.prb).value).toBeCloseTo(figureOf(euros.prb).value, 10);
  });
});

describe('a perfectly estimated sale', () => {
  it('moves the median ratio towards 1, or leaves it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        (seed, centre) => {
          const entries = simulatedLots({ lots: 9, centre }, seededRandom(String(seed)));
          const medianOf = (some: readonly ScoreEntry[]): number =>
            figureOf(scoreboard(some, 'seed').overall.ratios.medianRatio).value;
          const [before, after] = [
            medianOf(entries),
            medianOf([...entries, recordedLot({ lot: 'perfect' })]),
          ];
          expect(Math.abs(after - 1)).toBeLessThanOrEqual(Math.abs(before - 1) + 1e-12);
          expect((after - 1) * (before - 1)).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 6 },
    );
  });
});

describe('kinds and currencies', () => {
  const licence = (index: number): ScoreEntry =>
    recordedLot({
      lot: `licence-${String(index)}`,
      kind: 'usage-licence',
      currency: asCurrency('USD'),
      outcome: { state: 'sold', priceMinor: BigInt(90_000 + 2_000 * index) },
    });
  const entries = [...someLots('two kinds', 12), ...Array.from({ length: 8 }, (_, index) => licence(index))];
  const board = scoreboard(entries, 'seed');

  it('are counted by themselves and together', () => {
    expect(board.byKind.map(({ kind, offered }) => [kind, offered])).toEqual([
      ['weights', 12],
      ['usage-licence', 8],
    ]);
    expect(board.overall.offered).toBe(20);
    expect(board.overall.byCurrency.map(({ currency }) => currency)).toEqual(['EUR', 'USD']);
  });

  it('never add up amounts of two currencies', () => {
    const dollars = assertDefined(board.overall.byCurrency[1], 'dollars');
    const alone = assertDefined(board.byKind[1]?.byCurrency[0], 'the same sales by themselves');
    expect(dollars.pricesMinor).toBe(alone.pricesMinor);
    expect(figureOf(dollars.prd).value).toBe(figureOf(alone.prd).value);
  });
});

describe('hit rate', () => {
  it('is the share of the offered lots that were sold', () => {
    const { overall } = scoreboard(someLots('hits', 50, 1), 'seed');
    const { value, n } = figureOf(overall.hitRate);
    expect(n).toBe(50);
    expect(value).toBe(overall.sold / 50);
    expect(overall.sold + overall.unsold).toBe(50);
  });
});

describe('what no sample carries', () => {
  it('is refused on an empty board', () => {
    const { byKind, overall } = scoreboard([], 'seed');
    expect(byKind).toEqual([]);
    expect(overall.hitRate).toMatchObject({ ok: false, error: { code: 'no-lots' } });
    expect(overall.ratios.medianRatio).toMatchObject({ ok: false, error: { code: 'no-sales' } });
    expect(overall.calibration).toMatchObject({ calibrated: false, code: 'too-few-sales' });
  });

  it('is refused figure by figure on a single sale', () => {
    const { ratios, coverage, byCurrency } = scoreboard([recordedLot({})], 'seed').overall;
    expect(ratios.medianRatio).toMatchObject({ ok: false, error: { code: 'too-few-sales' } });
    expect(ratios.cod).toMatchObject({ ok: false, error: { code: 'too-few-sales' } });
    expect(byCurrency[0]?.prb).toMatchObject({ ok: false, error: { code: 'too-few-sales' } });
    expect(figureOf(coverage.observed)).toMatchObject({ value: 1, n: 1 });
  });

  it('is not scored for a lot that stayed unsold', () => {
    const unsold = recordedLot({ outcome: { state: 'unsold', reserveMinor: 1n } });
    expect(scoreboard([unsold], 'seed').entries).toMatchObject([
      { ratio: null, isCovered: null, standardisedError: null },
    ]);
  });
});
