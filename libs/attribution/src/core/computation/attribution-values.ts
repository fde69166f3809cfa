import { type Rational, rationalText, rationalToNumber } from '../methods/index.js';

/** What players are worth, as it is published. */
export type AttributionValues = {
  readonly method: string;
  /** Of KNN-Shapley: what right neighbours are divided by. */
  readonly utility?: string;
  readonly samples?: number;
  readonly seed?: string;
  /** Of sampled values: when an order was not walked to its end. */
  readonly truncation?: { readonly tolerance: number; readonly burnIn: number };
  /** Of n-gram provenance: words of the outputs, and those among them that sources account for. */
  readonly words?: { readonly all: number; readonly credited: number };
  /** In the order of the players; `exact` is "p/q", absent where the value was sampled or rounded. */
  readonly values: readonly PublishedValue[];
  /** Of sampled values; null where too few samples tell. */
  readonly standardErrors?: readonly (number | null)[];
  /** The sum of the values minus what there was to share. */
  readonly efficiencyGap: number;
};

export type PublishedValue = { readonly player: string; readonly value: number; readonly exact?: string };

/** Names values; fractions are given beside the binary64 numbers nearest to them. */
export const publishedValues = (
  players: readonly string[],
  values: readonly (number | Rational)[],
): readonly PublishedValue[] =>
  values.map((value, index) => {
    const player = players[index] ?? '';
    return typeof value === 'number'
      ? { player, value }
      : { player, value: rationalToNumber(value), exact: rationalText(value) };
  });
