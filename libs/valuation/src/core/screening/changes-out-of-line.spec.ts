import fc from 'fast-check';
import { changesOutOfLine } from './changes-out-of-line.js';
import { lateRise } from './late-rise.js';

const PRIOR = { deviation: 0.1, freedom: 4 };
const QUIET = [0.02, -0.03, 0.01, 0.04, -0.02, 0.03, -0.01, 0.02, -0.04, 0.01, 0.02, -0.02];

const withChange = (...changes: readonly (readonly [index: number, change: number])[]): number[] =>
  QUIET.map((quiet, index) => changes.find(([at]) => at === index)?.[1] ?? quiet);

describe('changes out of line', () => {
  it('are none in a quiet series', () => {
    expect(changesOutOfLine(QUIET, PRIOR, 0.2)).toEqual([]);
  });

  it('are a step where the series stays', () => {
    expect(changesOutOfLine(withChange([5, 1]), PRIOR, 0.2)).toMatchObject([{ index: 5, shape: 'step' }]);
  });

  it('are one outlier where the next change takes it back', () => {
    expect(changesOutOfLine(withChange([5, 1], [6, -1]), PRIOR, 0.2)).toMatchObject([
      { index: 5, shape: 'outlier' },
    ]);
  });

  it('are two where one follows the other without being its return', () => {
    expect(changesOutOfLine(withChange([5, 1], [6, 1]), PRIOR, 0.2).map(({ shape }) => shape)).toEqual([
      'step',
      'step',
    ]);
  });

  it('are of no consequence below the least excess', () => {
    expect(changesOutOfLine(withChange([5, 1]), PRIOR, 1.5)).toEqual([]);
  });

  it('are the same around any steady trend', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (trend) => {
        const found = changesOutOfLine(
          withChange([5, 1]).map((change) => change + trend),
          PRIOR,
          0.2,
        );
        expect(found.map(({ index }) => index)).toEqual([5]);
      }),
    );
  });
});

describe('late rise', () => {
  const last = QUIET.length - 1;

  it('is none in a quiet series', () => {
    expect(lateRise(QUIET, PRIOR, 0.2)).toBeUndefined();
  });

  it('is one sudden change at the end', () => {
    expect(lateRise(withChange([last, 0.8]), PRIOR, 0.2)).toMatchObject({ from: last });
  });

  it('is three changes in a row of which none is out of line by itself', () => {
    const crept = withChange([last - 2, 0.28], [last - 1, 0.28], [last, 0.28]);
    expect(changesOutOfLine(crept, PRIOR, 0.2)).toEqual([]);
    expect(lateRise(crept, PRIOR, 0.2)).toMatchObject({ from: last - 2 });
  });

  it('is no fall, and no rise that came earlier', () => {
    expect(lateRise(withChange([last, -0.8]), PRIOR, 0.2)).toBeUndefined();
    expect(lateRise(withChange([2, 0.8]), PRIOR, 0.2)).toBeUndefined();
  });
});
