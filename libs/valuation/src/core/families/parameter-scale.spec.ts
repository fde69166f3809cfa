import fc from 'fast-check';
import { naturalSlope, type ParameterScale, toNatural, toWorking } from './parameter-scale.js';

const scale = fc.constantFrom<ParameterScale>('identity', 'log', 'logit', 'log-rest');
const working = fc.double({ min: -8, max: 8, noNaN: true });

describe('a parameter scale', () => {
  it('leads back to where it came from', () => {
    fc.assert(
      fc.property(scale, working, (of, value) => {
        expect(toWorking(of, toNatural(of, value))).toBeCloseTo(value, 8);
      }),
    );
  });

  it('has the slope that differences approach', () => {
    fc.assert(
      fc.property(scale, working, (of, value) => {
        const difference = (toNatural(of, value + 1e-5) - toNatural(of, value - 1e-5)) / 2e-5;
        const slope = naturalSlope(of, value);
        expect(Math.abs(slope - difference)).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
      }),
    );
  });
});
