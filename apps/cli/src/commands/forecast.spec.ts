import { NOTHING_GIVEN } from '../command.js';
import { forecast } from './forecast.js';

type Answer = {
  readonly points: readonly {
    readonly t: number;
    readonly median: number;
    readonly intervals: readonly { readonly level: number; readonly lower: number; readonly upper: number }[];
  }[];
  readonly weights: Readonly<Record<string, number>>;
};

const input = {
  kind: 'amount',
  t: [2020, 2021, 2022, 2023, 2024, 2025],
  y: [900, 750, 700, 610, 540, 500],
  horizons: [2027, 2026],
  levels: [0.8],
  seed: 7,
};

function outputOf(text: string): string {
  const answer = forecast.run(text, NOTHING_GIVEN);
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value.output;
}

const faultOf = (change: object): unknown => {
  const answer = forecast.run(JSON.stringify({ ...input, ...change }), NOTHING_GIVEN);
  return answer.ok ? answer.value.output : answer.error.path;
};

describe('salvor forecast', () => {
  it('answers the horizons in the order in which they were asked for', () => {
    const { points, weights } = JSON.parse(outputOf(JSON.stringify(input))) as Answer;
    expect(points.map(({ t }) => t)).toEqual([2027, 2026]);
    expect(points[0]?.median).toBeGreaterThan(250);
    expect(points[0]?.median).toBeLessThan(520);
    expect(points[0]?.intervals[0]?.level).toBe(0.8);
    expect(weights['naive']).toBeGreaterThanOrEqual(0.1);
  });

  it('gives the same bytes for the same input', () => {
    expect(outputOf(JSON.stringify(input))).toBe(outputOf(JSON.stringify(input)));
  });

  it('runs the example of its help', () => {
    const [, example = ''] = /echo '(.*)' \| salvor forecast/.exec(forecast.help) ?? [];
    expect(JSON.parse(outputOf(example))).toMatchObject({ points: [{ t: 6 }, { t: 8 }] });
  });

  it('answers with a refusal where a series is too short', () => {
    const short = { ...input, t: [1, 2], y: [3, 4], horizons: [3] };
    expect(JSON.parse(outputOf(JSON.stringify(short)))).toMatchObject({
      refused: { code: 'too-few-points' },
    });
  });

  it.each([
    ['/y/2', { y: [900, 750, -1, 610, 540, 500] }],
    ['/t/3', { t: [2020, 2021, 2022, 2019, 2024, 2025] }],
    ['/horizons/0', { horizons: [2025] }],
    ['/levels/0', { levels: [95] }],
    ['/y', { y: [1] }],
    ['/kind', { kind: 'price' }],
    ['/period', { period: 12 }],
    ['/y/1', { y: [900, null, 700, 610, 540, 500] }],
  ])('names the field that is at fault: %s', (path, change) => {
    expect(faultOf(change)).toBe(path);
  });
});
