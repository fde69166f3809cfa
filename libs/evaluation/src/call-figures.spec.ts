import { asCurrency } from '#libs/kernel';
import { callCost, callLatencies } from './call-figures.js';

const EUR = asCurrency('EUR');
const figures = { calls: 3, costMicroMinor: 10n, latenciesMicros: [] };
const paid = { kind: 'local-process', command: 'program' } as const;

describe('callCost', () => {
  it('is what a thousand calls cost, rounded up', () => {
    expect(callCost(paid, EUR, figures)).toEqual({ microMinorPerThousand: 3_334n, currency: EUR });
  });

  it('is nothing for what runs in this house', () => {
    const none = { microMinorPerThousand: 0n, currency: null };
    expect(callCost({ kind: 'constant', label: 'x' }, null, figures)).toEqual(none);
  });

  it('is not known without prices, or where every answer came out of the cache', () => {
    expect(callCost(paid, null, figures)).toBeUndefined();
    expect(callCost(paid, EUR, { ...figures, calls: 0, costMicroMinor: 0n })).toBeUndefined();
  });
});

describe('callLatencies', () => {
  it('refuses percentiles of too few calls, each by itself', () => {
    const latenciesMicros = Array.from({ length: 100 }, (_, at) => at + 1);
    expect(callLatencies({ ...figures, latenciesMicros })).toMatchObject({
      p50: { observedMicros: 50, refusal: null },
      p90: { observedMicros: 90, refusal: null },
      p99: {
        observedMicros: null,
        upperMicros: null,
        refusal: 'p99 needs at least 662 samples, there are 100',
      },
    });
  });
});
