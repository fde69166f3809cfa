import { tensorInput } from './tensor-input.js';

type Spec = Parameters<typeof tensorInput>[1];

const spec: Spec = { name: 'x', type: 'float32', shape: [1, 2], encoding: 'json' };
const base64 = (...bytes: readonly number[]): string => Buffer.from(bytes).toString('base64');

describe('tensorInput', () => {
  it('reads a JSON array, scaled and shifted', () => {
    expect(tensorInput('[1, -2]', spec)).toEqual({ ok: true, value: [1, -2] });
    expect(tensorInput('[1, -2]', { ...spec, scale: 2, offset: 1 })).toEqual({ ok: true, value: [3, -3] });
  });

  it('reads packed numbers, little end first', () => {
    expect(tensorInput(base64(0, 255), { ...spec, encoding: 'base64-uint8' })).toEqual({
      ok: true,
      value: [0, 255],
    });
    expect(tensorInput(base64(1, 0, 255, 255), { ...spec, encoding: 'base64-int16' })).toEqual({
      ok: true,
      value: [1, -1],
    });
    const floats = Buffer.from(Float32Array.from([0.5, -2]).buffer).toString('base64');
    expect(tensorInput(floats, { ...spec, encoding: 'base64-float32' })).toEqual({
      ok: true,
      value: [0.5, -2],
    });
  });

  it('takes one number for a scalar', () => {
    expect(tensorInput('[7]', { ...spec, shape: [] })).toEqual({ ok: true, value: [7] });
  });

  it.each<[string, Partial<Spec>, string]>([
    ['[1]', {}, 'has 1 numbers, not 2'],
    ['[1, "2"]', {}, 'is not an array of numbers'],
    ['[1, 1e999]', {}, 'is not an array of numbers'],
    ['{"0": 1, "1": 2}', {}, 'is not an array of numbers'],
    ['1, 2', {}, 'is not JSON'],
    ['AA*A', { encoding: 'base64-uint8' }, 'is not base64'],
    [base64(1, 2, 3), { encoding: 'base64-int16' }, 'is not a whole number of 2 bytes'],
    [base64(0, 0, 192, 127, 0, 0, 0, 0), { encoding: 'base64-float32' }, 'holds something that is no number'],
  ])('refuses %j', (input, change, reason) => {
    expect(tensorInput(input, { ...spec, ...change })).toEqual({
      ok: false,
      error: { code: 'input-unfit', reason },
    });
  });
});
