import { percent } from './format.js';
import type { Scoreboard } from './market-view.js';
import { boardFigures, scoreText } from './score-text.js';

const given = (value: number) => ({ value, lower: value - 0.1, upper: value + 0.1, n: 12 });
const refused = { refused: { code: 'too-few-sales' as const, reason: '2 sales; 3 are needed' } };

test('a figure stands with its interval and the lots behind it', () => {
  expect(scoreText(given(0.5), percent)).toEqual({
    figure: '50.0\u00a0%',
    note: '40.0\u00a0%–60.0\u00a0%, n 12',
  });
});

test('a figure that cannot be had gives the reason', () => {
  expect(scoreText(refused, percent)).toEqual({ figure: '–', note: '2 sales; 3 are needed' });
});

test('the coefficient of dispersion is in per cent already', () => {
  const overall = {
    hitRate: given(1),
    ratios: { medianRatio: given(1), mdape: refused, pe10: refused, cod: given(12.5) },
    medianRatioWithUnsold: refused,
    coverage: { nominal: 0.8, observed: refused, withUnsold: null },
  } as unknown as Scoreboard['overall'];
  const figures = boardFigures(overall, percent);
  expect(figures.find(({ name }) => name === 'Coefficient of dispersion')?.figure).toBe('12.5\u00a0%');
  expect(figures.at(-1)?.name).toBe('Prices in the range that claims 80.0\u00a0%');
});
