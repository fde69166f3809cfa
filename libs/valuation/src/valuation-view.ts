import { assert, type Json, parseJson } from '#libs/kernel';
import type { z } from 'zod';
import { type PricedRight, type Valuation, VALUATION_METHOD } from './core/index.js';
import type { pricedRight, refusal, valuationView } from './valuation.contract.js';
import type { StoredRefusal, ValuationRow } from './valuation.store.js';

export type ValuationView = z.output<typeof valuationView>;

export function toView(row: ValuationRow): ValuationView {
  const { requestedById: _by, request: _request, dossier: _dossier, document: _document, ...view } = row;
  const document = documentOf(row);
  return {
    ...view,
    domains: [...view.domains],
    runIds: [...view.runIds],
    refusal: view.refusal === null ? null : toRefusal(view.refusal),
    values: document === undefined ? null : valuesOf(document),
    rights: document?.rights.map(toPricedRight) ?? null,
  };
}

/** The document of a valuation that is complete; one of an earlier method is history that only its readers know. */
export function documentOf({ document }: ValuationRow): Valuation | undefined {
  if (document === null) return undefined;
  const read = readJson(document) as Partial<Valuation>;
  return read.methodVersion === VALUATION_METHOD ? (read as Valuation) : undefined;
}

export function readJson(text: string): Json {
  const json = parseJson(text);
  assert(json.ok, 'stored documents are JSON');
  return json.value;
}

const toRefusal = ({ code, reason, subject }: StoredRefusal): z.output<typeof refusal> => ({
  code,
  reason,
  subject: subject ?? null,
});

const valuesOf = ({ values }: Valuation): NonNullable<ValuationView['values']> => ({
  base: rangeOf(values.base),
  market: rangeOf(values.market),
  distress: rangeOf(values.distress),
  encumbered: rangeOf(values.encumbered),
});

const rangeOf = ({ p10, p50, p90 }: Readonly<Record<'p10' | 'p50' | 'p90', string>>) => ({ p10, p50, p90 });

export function toPricedRight(right: PricedRight): z.output<typeof pricedRight> {
  const { kind, per } = right;
  const terms = right.terms as z.output<typeof pricedRight>['terms'];
  if ('refused' in right) return { kind, terms, per, price: null, refusal: toRefusal(right.refused) };
  const price = { ...rangeOf(right), market: rangeOf(right.market), reserve: right.reserve };
  return { kind, terms, per, price, refusal: null };
}
