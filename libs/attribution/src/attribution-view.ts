import { assert, decodeId, assertDefined, type Id, type Json, parseJson } from '#libs/kernel';
import type { z } from 'zod';
import type { attributionDocuments, attributionView } from './computation.contract.js';
import type { AttributionRow } from './computation.store.js';
import type { AttributionResult } from './core/index.js';

export type AttributionView = z.output<typeof attributionView>;
export type AttributionDocuments = z.output<typeof attributionDocuments>;

/** The result of a row that is completed. */
export const resultOf = ({ result }: AttributionRow): AttributionResult | undefined =>
  result === null ? undefined : (readJson(result) as unknown as AttributionResult);

export const partyIdOf = (text: string): Id<'party'> =>
  assertDefined(decodeId('party', text), 'results name parties by their ids');

/** The parties that a view of the row names. */
export const partiesOf = (row: AttributionRow): readonly Id<'party'>[] =>
  resultOf(row)?.parties.map(({ partyId }) => partyIdOf(partyId)) ?? [];

export function toAttributionView(
  row: AttributionRow,
  names: ReadonlyMap<Id<'party'>, string>,
): AttributionView {
  const { requestedById: _by, request: _request, input: _input, result: _result, refusal, ...view } = row;
  const result = resultOf(row);
  return {
    ...view,
    weightSetIds: [...view.weightSetIds],
    refusal: refusal === null ? null : { code: refusal.code, reason: refusal.reason },
    efficiencyGap: result?.answer.efficiencyGap ?? null,
    parties:
      result?.parties.map(({ partyId: text, value, standardError, weightPpb, lowerBoundPpb }) => {
        const partyId = partyIdOf(text);
        return {
          partyId,
          partyName: names.get(partyId) ?? '',
          value,
          standardError,
          weightPpb,
          lowerBoundPpb,
        };
      }) ?? null,
    notes: result === undefined ? null : [...result.notes],
  };
}

export const toDocuments = (row: AttributionRow): AttributionDocuments => ({
  requestDigest: row.requestDigest,
  request: readJson(row.request),
  inputDigest: row.inputDigest,
  input: readJson(row.input),
  resultDigest: row.resultDigest,
  result: row.result === null ? null : readJson(row.result),
});

export function readJson(text: string): Json {
  const json = parseJson(text);
  assert(json.ok, 'stored documents are JSON');
  return json.value;
}
