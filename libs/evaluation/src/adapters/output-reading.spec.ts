import type { OutputReading } from '#core/catalog';
import { type Output, readOutput } from './output-reading.js';

const argmax: OutputReading = { by: 'argmax', labels: ['low', 'mid', 'high'], activation: 'none' };
const threshold: OutputReading = {
  by: 'threshold',
  activation: 'none',
  threshold: 0.5,
  above: 'yes',
  atOrBelow: 'no',
};

describe('readOutput', () => {
  it('by argmax gives the label of the largest number, the first of several', () => {
    expect(readOutput(argmax, [0.2, 0.5, 0.3])).toEqual({ ok: true, value: { label: 'mid' } });
    expect(readOutput(argmax, [0.4, 0.2, 0.4])).toEqual({ ok: true, value: { label: 'low' } });
  });

  it('gives the probability of the positive label, not of the chosen one', () => {
    const reading: OutputReading = { ...argmax, positive: 'high' };
    expect(readOutput(reading, [0.2, 0.5, 0.3])).toEqual({ ok: true, value: { label: 'mid', score: 0.3 } });
  });

  it('gives no score for numbers that are no probabilities', () => {
    const reading: OutputReading = { ...argmax, positive: 'high' };
    expect(readOutput(reading, [2, 5, 3])).toEqual({ ok: true, value: { label: 'mid' } });
  });

  it('forgives float32 its last digit', () => {
    const reading: OutputReading = { ...argmax, positive: 'low' };
    expect(readOutput(reading, [1.0000001, 0, 0])).toMatchObject({ value: { score: 1 } });
  });

  it('by softmax does not overflow', () => {
    const reading: OutputReading = { ...argmax, activation: 'softmax', positive: 'high' };
    const result = readOutput(reading, [1_000, 1_000, 1_000]);
    expect(result.ok && result.value.score).toBeCloseTo(1 / 3, 12);
  });

  it.each([
    [0.51, 'yes'],
    [0.5, 'no'],
    [0.1, 'no'],
  ])('by threshold takes %d for %s', (value, label) => {
    expect(readOutput(threshold, [value])).toEqual({ ok: true, value: { label, score: value } });
  });

  it('by threshold after a sigmoid: a logit of nothing is a half', () => {
    const reading: OutputReading = { ...threshold, activation: 'sigmoid', threshold: 0.4 };
    expect(readOutput(reading, [0])).toEqual({ ok: true, value: { label: 'yes', score: 0.5 } });
  });

  it('by text gives the text', () => {
    expect(readOutput({ by: 'text' }, [' spam '])).toEqual({ ok: true, value: { label: 'spam' } });
  });

  it.each<[OutputReading, Output]>([
    [argmax, [1, 2]],
    [argmax, [1, 2, NaN]],
    [argmax, ['low', 'mid', 'high']],
    [threshold, []],
    [threshold, [Infinity]],
    [{ by: 'text' }, [1]],
    [{ by: 'text' }, ['a', 'b']],
  ])('reads nothing by %j out of %j', (reading, output) => {
    expect(readOutput(reading, output).ok).toBe(false);
  });
});
