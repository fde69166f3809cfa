import { createHash } from 'node:crypto';
import { type Random, seededRandom } from './random.js';

const WORD = 2n ** 32n;

/**
 * xoshiro128** 1.1 as its authors publish it (https://prng.di.unimi.it/xoshiro128starstar.c), in unbounded
 * integers: an implementation that shares nothing with ours.
 */
function referenceWords(seed: string): () => bigint {
  const digest = createHash('sha256').update(seed, 'utf8').digest();
  const s = [0, 4, 8, 12].map((offset) => BigInt(digest.readUInt32LE(offset)));
  const at = (index: number): bigint => s[index] ?? 0n;
  const rotl = (word: bigint, bits: bigint): bigint => ((word << bits) | (word >> (32n - bits))) % WORD;
  return () => {
    const result = (rotl((at(1) * 5n) % WORD, 7n) * 9n) % WORD;
    const t = (at(1) << 9n) % WORD;
    s[2] = at(2) ^ at(0);
    s[3] = at(3) ^ at(1);
    s[1] = at(1) ^ at(2);
    s[0] = at(0) ^ at(3);
    s[2] = at(2) ^ t;
    s[3] = rotl(at(3), 11n);
    return result;
  };
}

const draw = <T>(count: number, one: () => T): T[] => Array.from({ length: count }, one);

/** Pearson's statistic against equal frequencies. */
function chiSquare(values: readonly number[], cells: number): number {
  const counts = new Array<number>(cells).fill(0);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  const expected = values.length / cells;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

const moment = (values: readonly number[], power: number): number =>
  values.reduce((sum, value) => sum + value ** power, 0) / values.length;

describe('seededRandom', () => {
  it('draws the words of the reference algorithm', () => {
    const random = seededRandom('salvor');
    const reference = referenceWords('salvor');
    expect(draw(10_000, () => random.below(2 ** 32))).toEqual(draw(10_000, () => Number(reference())));
  });

  it('makes uniforms of 27 and 26 high bits, as numbers of 53', () => {
    const random = seededRandom('fifty-three bits');
    const reference = referenceWords('fifty-three bits');
    const expected = draw(1_000, () => {
      const high = reference() >> 5n;
      return Number(high * 2n ** 26n + (reference() >> 6n)) / 2 ** 53;
    });
    expect(draw(1_000, () => random.uniform())).toEqual(expected);
  });

  // What is stored with a seed today must replay tomorrow.
  it('has not changed', () => {
    const random = seededRandom('salvor');
    expect(draw(3, () => random.uniform())).toEqual([
      0.3933295457624515, 0.05215235601551804, 0.31820814739196135,
    ]);
    expect(draw(3, () => random.below(1_000))).toEqual([508, 895, 732]);
    const normals = draw(3, () => random.normal());
    // Math.log may differ in its last bit from one build of V8 to another.
    [0.2571676731901964, 1.4895788208538612, -1.585591466469657].forEach((normal, index) => {
      expect(normals[index]).toBeCloseTo(normal, 12);
    });
  });

  it('repeats for the same seed and differs for a near one', () => {
    const stream = (seed: string): number[] => {
      const random = seededRandom(seed);
      return draw(8, () => random.uniform());
    };
    expect(stream('run-1')).toEqual(stream('run-1'));
    expect(stream('run-1').filter((value) => stream('run-2').includes(value))).toEqual([]);
  });
});

describe('the streams of seededRandom', () => {
  let random: Random;
  beforeEach(() => {
    random = seededRandom('a fixed stream: these are measurements, not lotteries');
  });

  it('fill the unit interval evenly', () => {
    const values = draw(100_000, () => Math.floor(random.uniform() * 100));
    // 99 degrees of freedom: 0.9999 quantile 161, 0.0001 quantile 53.
    expect(chiSquare(values, 100)).toBeGreaterThan(53);
    expect(chiSquare(values, 100)).toBeLessThan(161);
  });

  it('fill a bound that does not divide 2^32 evenly', () => {
    // Without rejection the lower third would come up twice as often.
    const bound = 3 * 2 ** 30;
    const values = draw(60_000, () => Math.floor(random.below(bound) / 2 ** 30));
    // 2 degrees of freedom: 0.9999 quantile 18.4.
    expect(chiSquare(values, 3)).toBeLessThan(18.4);
  });

  it('have no correlation between neighbours', () => {
    const values = draw(100_000, () => random.uniform() - 0.5);
    const products = values.slice(1).map((value, index) => value * (values[index] ?? 0));
    // The standard error of a product of independent uniforms is (1/12) / sqrt(n).
    expect(Math.abs(moment(products, 1))).toBeLessThan((4 * (1 / 12)) / Math.sqrt(100_000));
  });

  it('are normal by their first four moments', () => {
    const values = draw(200_000, () => random.normal());
    // Standard errors of the sample moments of a normal: sqrt of 1, 2, 15, 96, over sqrt(n); four of them here.
    const tolerance = (variance: number): number => 4 * Math.sqrt(variance / 200_000);
    expect(Math.abs(moment(values, 1))).toBeLessThan(tolerance(1));
    expect(Math.abs(moment(values, 2) - 1)).toBeLessThan(tolerance(2));
    expect(Math.abs(moment(values, 3))).toBeLessThan(tolerance(15));
    expect(Math.abs(moment(values, 4) - 3)).toBeLessThan(tolerance(96));
  });
});

it.each([0, -1, 1.5, NaN, 2 ** 32 + 1])('below refuses the bound %d', (bound) => {
  expect(() => seededRandom('bounds').below(bound)).toThrow('bound out of range');
});
