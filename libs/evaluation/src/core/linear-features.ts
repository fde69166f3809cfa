/** Imports nothing at run time: the thread that runs models loads it too. */
import type { FeatureKind } from './linear-model.js';

/** Features of an input with their values, in the order in which they appear. */
export type Features = ReadonlyMap<string, number>;

/** Takes the features of an input. */
export type FeatureReader = (kind: FeatureKind, input: string) => Features;

/** Longer runs are encoded files and the like. */
const WORD = /[a-z0-9]{2,40}/g;

/** How features are taken from an input. */
export const FEATURES: Readonly<Record<FeatureKind, (input: string) => Features>> = {
  /** Runs of two and more Latin letters and digits, in lower case. Each counts once, however often it stands there. */
  words: (input) => new Map(wordsOf(input).map((word) => [word, 1])),
  /** The words, and each two that follow one another. */
  'word-pairs': (input) => {
    const words = wordsOf(input);
    const pairs = words.slice(1).map((word, index) => `${words[index] ?? ''} ${word}`);
    return new Map([...words, ...pairs].map((feature) => [feature, 1]));
  },
  /** Members of a JSON object: a text becomes `name=text` with value 1, a number `name` with its value. */
  fields: (input) => {
    const features = new Map<string, number>();
    const record: unknown = JSON.parse(input);
    for (const [name, value] of Object.entries(record as Record<string, unknown>))
      if (typeof value === 'number') features.set(name, value);
      else if (typeof value === 'string') features.set(`${name}=${value}`, 1);
    return features;
  },
};

const wordsOf = (input: string): readonly string[] => input.toLowerCase().match(WORD) ?? [];

/** As it comes: nothing is kept. */
export const readFeatures: FeatureReader = (kind, input) => FEATURES[kind](input);

/** For whoever needs the features of the same inputs again and again, and has the memory. */
export function rememberedFeatures(): FeatureReader {
  const known = new Map<FeatureKind, Map<string, Features>>();
  return (kind, input) => {
    const ofKind = known.get(kind) ?? new Map<string, Features>();
    known.set(kind, ofKind);
    const features = ofKind.get(input) ?? FEATURES[kind](input);
    ofKind.set(input, features);
    return features;
  };
}
