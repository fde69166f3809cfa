import { NOTHING_GIVEN } from '../command.js';
import { ratioStudy } from './ratio-study.js';

const input = {
  estimate: [90, 110, 95, '102', 130, 70, 88],
  price: [100, 100, '100', 105, 100, 90, 100],
};

function resultOf(value: object): Record<string, unknown> {
  const answer = ratioStudy.run(JSON.stringify(value), NOTHING_GIVEN);
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return JSON.parse(answer.value.output) as Record<string, unknown>;
}

const faultOf = (change: object): unknown => {
  const answer = ratioStudy.run(JSON.stringify({ ...input, ...change }), NOTHING_GIVEN);
  return answer.ok ? answer.value.output : answer.error.path;
};

describe('salvor ratio-study', () => {
  it('gives every figure with its interval', () => {
    const result = resultOf(input);
    for (const name of ['medianRatio', 'cod', 'prd', 'prb', 'mdape', 'pe5', 'pe10', 'pe20'])
      expect(result[name]).toMatchObject({
        value: expect.any(Number) as number,
        lower: expect.any(Number) as number,
        upper: expect.any(Number) as number,
        n: 7,
      });
    expect(result).toMatchObject({ n: 7, mayClaimCalibration: false });
  });

  it('adds coverage and scores of intervals that were published', () => {
    const wide = { lower80: input.price.map(() => 50), upper80: input.price.map(() => 102) };
    expect(resultOf({ ...input, ...wide })).toMatchObject({
      coverage80: { value: 6 / 7 },
      intervalScore80: { value: 52 + (10 * 3) / 7 },
      logIntervalScore80: { n: 7 },
    });
  });

  it('says why there is no interval', () => {
    expect(resultOf({ estimate: [1, 2], price: [1, 1] })).toMatchObject({
      medianRatio: { value: 1.5, refused: { code: 'too-few-sales' } },
      prb: { refused: { code: 'too-few-sales' } },
    });
  });

  it('gives the same bytes for the same sales', () => {
    expect(JSON.stringify(resultOf(input))).toBe(JSON.stringify(resultOf(input)));
  });

  it('runs the example of its help', () => {
    const [, example = ''] = /echo '(.*)' \| salvor ratio-study/.exec(ratioStudy.help) ?? [];
    expect(resultOf(JSON.parse(example) as object)).toMatchObject({ medianRatio: { value: 0.95 } });
  });

  it.each([
    ['/price/1', { price: [100, 0, 100, 105, 100, 90, 100] }],
    ['/price/0', { price: [-3, 1, 1, 1, 1, 1, 1] }],
    ['/estimate/2', { estimate: [90, 110, -95, 102, 130, 70, 88] }],
    ['/estimate/3', { estimate: [90, 110, 95, '1e3', 130, 70, 88] }],
    ['/price', { price: [1] }],
    ['/estimate', { estimate: [], price: [] }],
    ['/upper80', { lower80: [1, 1, 1, 1, 1, 1, 1] }],
    ['/upper95/0', { lower95: [9, 1, 1, 1, 1, 1, 1], upper95: [2, 2, 2, 2, 2, 2, 2] }],
    ['/weights', { weights: [] }],
  ])('names the field that is at fault: %s', (path, change) => {
    expect(faultOf(change)).toBe(path);
  });
});
