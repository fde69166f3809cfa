/** Imports nothing but features at run time: the thread that runs models loads it too. */
import { type FeatureReader, type Features, readFeatures } from './linear-features.js';
import type { LinearModel } from './linear-model.js';

/** A label, and the probability of the positive one. */
export interface LinearAnswer {
  readonly label: string;
  readonly score: number;
}

/** Makes a function of a linear model. The positive label needs more than even odds. */
export function linearClassifier(
  model: LinearModel,
  featuresOf: FeatureReader = readFeatures,
): (input: string) => LinearAnswer {
  const weights = new Map(Object.entries(model.weights));
  return (input) => {
    const terms = termsOf(featuresOf(model.features, input), weights, model.tellingMax);
    const logOdds = terms.reduce((sum, term) => sum + term, model.intercept);
    return { label: logOdds > 0 ? model.positive : model.negative, score: 1 / (1 + Math.exp(-logOdds)) };
  };
}

/** What the features add to the log-odds: all of them, or those that say most. */
function termsOf(
  features: Features,
  weights: ReadonlyMap<string, number>,
  tellingMax: number | undefined,
): readonly number[] {
  const terms: number[] = [];
  for (const [name, value] of features) {
    const weight = weights.get(name);
    if (weight !== undefined) terms.push(weight * value);
  }
  return tellingMax === undefined
    ? terms
    : terms.sort((a, b) => Math.abs(b) - Math.abs(a)).slice(0, tellingMax);
}
