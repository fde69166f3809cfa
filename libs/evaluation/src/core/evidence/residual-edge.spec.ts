import { asCurrency } from '#libs/kernel';
import { valueOf } from '../statistics/index.js';
import { groupedScore } from './grouped-score.js';
import { linearisedScore } from './linearised-score.js';
import { type CallCost, type Contestant, residualEdge } from './residual-edge.js';

const ROWS = 1_000;
const [EUR, USD] = [asCurrency('EUR'), asCurrency('USD')];

const cost = (microMinorPerThousand: bigint, currency = EUR): CallCost => ({
  microMinorPerThousand,
  currency,
});
const FREE: CallCost = { microMinorPerThousand: 0n, currency: null };

/** Somebody who is right on the first rows, as many as make the share. */
function contestant(name: string, share: number, costs: CallCost | undefined): Contestant<string> {
  const rows = Array.from({ length: ROWS }, (_, at) => ({
    target: 'yes',
    answer: at < share * ROWS ? 'yes' : 'no',
    cluster: String(at),
  }));
  const score = groupedScore(valueOf(linearisedScore('accuracy', rows, 'yes')));
  return { name, score, correctShare: share, cost: costs };
}

const model = contestant('model', 0.8, cost(40_000n));

describe('residualEdge', () => {
  it('is what a correct answer of the cheapest adequate substitute costs more', () => {
    const others = [
      contestant('dear', 0.9, cost(900_000n)),
      contestant('cheap', 0.8, cost(160_000n)),
      contestant('bad', 0.3, cost(1_000n)),
    ];
    // 160 for a call of which .8 are right makes 200 for a correct answer; ours cost 50.
    expect(residualEdge(model, others)).toMatchObject({
      substitute: { name: 'cheap', isAdequate: true },
      savedPerCorrect: { microMinor: 150n, currency: EUR },
      extraCorrectPerThousand: 0,
    });
  });

  it('is a loss where somebody else does the same for less', () => {
    expect(residualEdge(model, [contestant('gift', 0.85, FREE)])).toMatchObject({
      substitute: { name: 'gift' },
      savedPerCorrect: { microMinor: -50n, currency: EUR },
      extraCorrectPerThousand: expect.closeTo(-50, 9) as number,
    });
  });

  it('takes who is worse, but not credibly, for adequate', () => {
    const { substitute } = residualEdge(model, [contestant('close', 0.799, FREE)]);
    expect(substitute).toMatchObject({ name: 'close', isAdequate: true });
  });

  it('takes the best where all are credibly worse', () => {
    const others = [contestant('worse', 0.6, FREE), contestant('bad', 0.4, cost(1n))];
    expect(residualEdge(model, others)).toMatchObject({
      substitute: { name: 'worse', isAdequate: false },
      extraCorrectPerThousand: expect.closeTo(200, 9) as number,
    });
  });

  it('takes the better of two that cost the same', () => {
    const others = [contestant('good', 0.82, FREE), contestant('better', 0.9, FREE)];
    expect(residualEdge(model, others).substitute?.name).toBe('better');
  });

  it('does not compare prices in two currencies, nor with what nobody knows', () => {
    const others = [
      contestant('dollars', 0.9, cost(1n, USD)),
      contestant('unknown', 0.95, undefined),
      contestant('euros', 0.85, cost(85_000n)),
    ];
    expect(residualEdge(model, others)).toMatchObject({
      substitute: { name: 'euros' },
      savedPerCorrect: { microMinor: 50n },
    });
  });

  it('saves an unknown amount where an own or the only other cost is unknown', () => {
    const unpriced = contestant('model', 0.8, undefined);
    expect(residualEdge(unpriced, [contestant('gift', 0.85, FREE)])).toMatchObject({
      substitute: { name: 'gift', isAdequate: true },
      savedPerCorrect: undefined,
    });
    expect(residualEdge(model, [contestant('unknown', 0.95, undefined)])).toMatchObject({
      substitute: { name: 'unknown', isAdequate: false },
      savedPerCorrect: undefined,
    });
  });

  it('has no price for answers of which none is right', () => {
    expect(residualEdge(contestant('model', 0, FREE), [contestant('gift', 0.5, FREE)])).toMatchObject({
      savedPerCorrect: undefined,
      extraCorrectPerThousand: -500,
    });
  });

  it('is not defined where there is nobody else', () => {
    expect(residualEdge(model, [])).toEqual({
      substitute: undefined,
      savedPerCorrect: undefined,
      extraCorrectPerThousand: undefined,
    });
  });
});
