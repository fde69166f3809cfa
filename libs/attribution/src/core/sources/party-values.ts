import { assertDefined } from '#libs/kernel';
import type { AttributionValues } from '../computation/index.js';
import { decimalOf, multiply, type Rational, rational, rationalToNumber, sumOf } from '../methods/index.js';
import type { Source } from './attribution-request.js';
import type { PlayerCluster } from './cluster-players.js';

export type PartyValue = {
  readonly partyId: string;
  readonly value: Rational;
  /** 0 where the value is exact, null where too few samples tell. */
  readonly standardError: number | null;
};

/**
 * What each party is worth: its sources' parts of their clusters' values, added up; in the order of ids. Estimates
 * of one sample are not independent, so standard errors are added up as well: by the triangle inequality the
 * standard error of a sum is no larger.
 */
export function partyValues(
  sources: readonly Source[],
  clusters: readonly PlayerCluster[],
  { values, standardErrors }: AttributionValues,
): readonly PartyValue[] {
  const shares = clusters.flatMap(({ members, parts }, cluster) => {
    const value = toRational(assertDefined(values[cluster], 'every cluster is a player'));
    const error = standardErrors === undefined ? 0 : (standardErrors[cluster] ?? null);
    return members.map((member, place) => {
      const part = parts[place] ?? rational(0n);
      return {
        partyId: assertDefined(sources[member], 'members are sources').partyId,
        value: multiply(part, value),
        standardError: part.numerator === 0n ? 0 : error === null ? null : rationalToNumber(part) * error,
      };
    });
  });
  return [...new Set(sources.map(({ partyId }) => partyId))].sort().map((partyId) => {
    const own = shares.filter((share) => share.partyId === partyId);
    return {
      partyId,
      value: sumOf(own.map(({ value }) => value)),
      standardError: sumOfErrors(own.map(({ standardError }) => standardError)),
    };
  });
}

const sumOfErrors = (errors: readonly (number | null)[]): number | null =>
  errors.reduce((sum, error) => (sum === null || error === null ? null : sum + error), 0);

/** The fraction itself where a value is exact, the decimal that it is written as where it was estimated. */
function toRational({ value, exact }: AttributionValues['values'][number]): Rational {
  if (exact === undefined) return decimalOf(value);
  const [numerator = '0', denominator = '1'] = exact.split('/');
  return rational(BigInt(numerator), BigInt(denominator));
}
