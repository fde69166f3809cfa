import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { assert } from './assert.js';

/** A stream of numbers that its seed determines completely. */
export interface Random {
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer on [0, bound). */
  below(bound: number): number;
  /** Standard normal deviate. */
  normal(): number;
}

/**
 * xoshiro128** (Blackman and Vigna, 2021, "Scrambled linear pseudorandom number generators"), its state taken
 * from SHA-256 of the seed, so that near seeds give unrelated streams. Not for keys: for simulation only.
 */
export function seededRandom(seed: string): Random {
  const state = new Uint32Array(sha256(utf8ToBytes(seed)).slice(0, 16).buffer);
  if (state.every((word) => word === 0)) state[0] = 1;
  const next = (): number => nextWord(state);
  const uniform = (): number => ((next() >>> 5) * 67_108_864 + (next() >>> 6)) / 9_007_199_254_740_992;
  return { uniform, below: (bound) => below(next, bound), normal: polarNormal(uniform) };
}

const rotateLeft = (word: number, bits: number): number => ((word << bits) | (word >>> (32 - bits))) >>> 0;

function nextWord(state: Uint32Array): number {
  const [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = state;
  const result = Math.imul(rotateLeft(Math.imul(s1, 5) >>> 0, 7), 9) >>> 0;
  const t2 = s2 ^ s0;
  const t3 = s3 ^ s1;
  state[1] = s1 ^ t2;
  state[0] = s0 ^ t3;
  state[2] = t2 ^ (s1 << 9);
  state[3] = rotateLeft(t3 >>> 0, 11);
  return result;
}

/** Rejection keeps every residue equally likely. */
function below(next: () => number, bound: number): number {
  assert(Number.isInteger(bound) && bound > 0 && bound <= 2 ** 32, `bound out of range: ${String(bound)}`);
  const limit = 2 ** 32 - (2 ** 32 % bound);
  let word = next();
  while (word >= limit) word = next();
  return word % bound;
}

/** Marsaglia's polar method (Marsaglia and Bray, 1964): two deviates from each accepted pair. */
function polarNormal(uniform: () => number): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const deviate = spare;
      spare = undefined;
      return deviate;
    }
    let [u, v, square] = pointInSquare(uniform);
    while (square >= 1 || square === 0) [u, v, square] = pointInSquare(uniform);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    spare = v * scale;
    return u * scale;
  };
}

/** A point of the square around the unit circle, and the square of its distance from the centre. */
function pointInSquare(uniform: () => number): readonly [u: number, v: number, square: number] {
  const u = 2 * uniform() - 1;
  const v = 2 * uniform() - 1;
  return [u, v, u * u + v * v];
}
