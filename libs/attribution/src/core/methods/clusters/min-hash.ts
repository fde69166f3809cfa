import { seededRandom } from '#libs/kernel';

/** Runs of `width` words, each once: what two texts share when one is an edited copy of the other. */
export function shinglesOf(words: readonly string[], width: number): ReadonlySet<string> {
  const last = Math.max(1, words.length - width + 1);
  return new Set(Array.from({ length: last }, (_, start) => words.slice(start, start + width).join(' ')));
}

/**
 * The MinHash signature of a set (Broder, "On the Resemblance and Containment of Documents", 1997): for each of
 * `size` hash functions, drawn from a seed, the least value over the set. Two signatures agree at a place with the
 * probability that is the Jaccard similarity of their sets; at 256 places it is known to ± 0.03.
 */
export function minHash(set: ReadonlySet<string>, size: number, seed: string): Uint32Array {
  const random = seededRandom(seed);
  const masks = Uint32Array.from({ length: size }, () => random.below(2 ** 32));
  const least = new Uint32Array(size).fill(0xffffffff);
  for (const item of set) {
    const hash = hashOf(item);
    for (let place = 0; place < size; place += 1) {
      const value = mixed(hash ^ (masks[place] ?? 0));
      if (value < (least[place] ?? 0)) least[place] = value;
    }
  }
  return least;
}

/** The share of places at which two signatures agree: an estimate of the Jaccard similarity of their sets. */
export const resemblance = (a: Uint32Array, b: Uint32Array): number =>
  a.reduce((equal, value, place) => equal + (value === b[place] ? 1 : 0), 0) / a.length;

/** A million times for a text of some length: looked up once. */
const { imul } = Math;

/** FNV-1a (Fowler, Noll and Vo) over the UTF-16 code units, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The finaliser of MurmurHash3 (Appleby, 2011): a bijection of 32 bits in which every bit of the input matters. */
function mixed(value: number): number {
  let hash = value;
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
