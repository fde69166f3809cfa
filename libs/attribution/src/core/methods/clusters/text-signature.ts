import { wordsOf } from '../text/words.js';
import { minHash, shinglesOf } from './min-hash.js';

/**
 * By what texts are held for near duplicates of each other, published so that anybody finds the same clusters. Three
 * words are the shortest run that says more than the language does; at 0.8 about one word in twenty was changed.
 */
export const NEAR_DUPLICATE_RULE = {
  shingleWords: 3,
  signatureSize: 256,
  signatureSeed: 'salvor near duplicates 1',
  resemblanceMin: 0.8,
  cosineMin: 0.98,
} as const;

/** The MinHash signature of a text under {@link NEAR_DUPLICATE_RULE}. */
export const textSignature = (text: string): Uint32Array =>
  minHash(
    shinglesOf(wordsOf(text), NEAR_DUPLICATE_RULE.shingleWords),
    NEAR_DUPLICATE_RULE.signatureSize,
    NEAR_DUPLICATE_RULE.signatureSeed,
  );
