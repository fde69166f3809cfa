import { digestOf, err, type Json, ok, pointerToken, type Result } from '#libs/kernel';
import { decimalYear, yearsBetween } from '../../calendar-time.js';
import type { DossierInvalid } from './dossier-invalid.js';
import { type PricingDossier, pricingDossierSchema } from './dossier-schema.js';

/** A dossier that is well formed, with the digest of the document it was read from. */
export interface ReadDossier {
  readonly dossier: PricingDossier;
  /** SHA-256 of the RFC 8785 bytes of the document as it was given. */
  readonly inputsDigest: string;
}

/**
 * Reads a dossier and names every field that is at fault (RFC 6901 pointers): unknown fields, amounts that are
 * no amounts, times out of order, names used twice, a second currency. What the data cannot carry though they
 * are well formed is left to the valuation, which refuses with a reason.
 */
export function readDossier(document: Json): Result<ReadDossier, DossierInvalid> {
  const parsed = pricingDossierSchema.safeParse(document);
  const problems = parsed.success
    ? inconsistenciesOf(parsed.data)
    : parsed.error.issues.flatMap((issue) =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => ({ path: pointer([...issue.path, key]), reason: 'unknown field' }))
          : [{ path: pointer(issue.path), reason: issue.message }],
      );
  if (!parsed.success || problems.length > 0) return err({ code: 'dossier-invalid', problems });
  return ok({ dossier: parsed.data, inputsDigest: digestOf(document) });
}

type Problem = DossierInvalid['problems'][number];

const pointer = (path: readonly PropertyKey[]): string =>
  path.map((key) => pointerToken(typeof key === 'number' ? key : String(key))).join('');

function inconsistenciesOf(dossier: PricingDossier): readonly Problem[] {
  return [...disorderIn(dossier), ...repeatedNamesIn(dossier), ...foreignCurrencyIn(dossier)];
}

/** The first entry of each series that stands before its predecessor. */
function disorderIn({ domains, valuationDate }: PricingDossier): readonly Problem[] {
  const years = (t: string | number): number => yearsFrom(valuationDate, t);
  return domains.flatMap((domain, index) => {
    const at = (...path: readonly PropertyKey[]): readonly PropertyKey[] => ['domains', index, ...path];
    return [
      ...disorderOf(
        at('scores'),
        't',
        domain.scores.map(({ t }) => years(t)),
        false,
      ),
      ...disorderOf(
        at('usage'),
        'month',
        domain.usage.map(({ month }) => years(month)),
        true,
      ),
      ...domain.substitutes.flatMap(({ series }, which) =>
        disorderOf(
          at('substitutes', which, 'series'),
          't',
          series.map(({ t }) => years(t)),
          false,
        ),
      ),
    ];
  });
}

function disorderOf(
  path: readonly PropertyKey[],
  field: string,
  times: readonly number[],
  strictly: boolean,
): readonly Problem[] {
  const late = times.findIndex((time, index) => {
    const previous = times[index - 1] ?? Number.NEGATIVE_INFINITY;
    return strictly ? time <= previous : time < previous;
  });
  if (late < 0) return [];
  const reason = strictly
    ? 'must be later than the entry before it'
    : 'must not be earlier than the entry before it';
  return [{ path: pointer([...path, late, field]), reason }];
}

function repeatedNamesIn({ domains }: PricingDossier): readonly Problem[] {
  const second = domains.findIndex(
    ({ name }, index) => domains.findIndex((other) => other.name === name) < index,
  );
  return second < 0 ? [] : [{ path: pointer(['domains', second, 'name']), reason: 'is used twice' }];
}

const foreignCurrencyIn = ({ comparables, currency }: PricingDossier): readonly Problem[] =>
  comparables.flatMap((comparable, index) =>
    comparable.currency === undefined || comparable.currency === currency
      ? []
      : [{ path: pointer(['comparables', index, 'currency']), reason: `the dossier is in ${currency}` }],
  );

/** Years from the valuation date to a day or a decimal calendar year; negative in the past. */
export const yearsFrom = (valuationDate: string, t: string | number): number =>
  typeof t === 'number' ? t - decimalYear(valuationDate) : yearsBetween(valuationDate, t);
