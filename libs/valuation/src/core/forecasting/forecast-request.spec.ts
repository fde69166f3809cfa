import { findRequestFault, type ForecastRequest } from './forecast-request.js';

const sound: ForecastRequest = {
  kind: 'quality',
  t: [0, 1, 2],
  y: [0.9, 0.8, 0.7],
  trials: [10, 20, 30],
  horizons: [3, 5],
  levels: [0.8],
  seed: '',
};

const pathOf = (change: Partial<ForecastRequest>): string | undefined =>
  findRequestFault({ ...sound, ...change })?.path;

describe('faults of a request', () => {
  it('are none in a sound one', () => {
    expect(findRequestFault(sound)).toBeUndefined();
  });

  it.each<[string, Partial<ForecastRequest>]>([
    ['/y', { y: [0.9, 0.8] }],
    ['/trials', { trials: [10] }],
    ['/t/2', { t: [0, 2, 1] }],
    ['/t/1', { t: [0, 0, 1] }],
    ['/t/0', { t: [Number.NaN, 0, 1] }],
    ['/y/1', { y: [0.9, 1.1, 0.7] }],
    ['/y/2', { y: [0.9, 0.8, -0.1] }],
    ['/y/0', { kind: 'amount', trials: undefined, y: [Infinity, 1, 2] }],
    ['/trials/1', { trials: [10, 2.5, 30] }],
    ['/trials/0', { trials: [0, 20, 30] }],
    ['/trials', { kind: 'amount' }],
    ['/horizons/1', { horizons: [3, 2] }],
    ['/levels/0', { levels: [1] }],
  ])('are named by their path: %s', (path, change) => {
    expect(pathOf(change)).toBe(path);
  });

  it('leave amounts above 1 alone', () => {
    expect(pathOf({ kind: 'amount', trials: undefined, y: [5, 0, 1e9] })).toBeUndefined();
  });
});
