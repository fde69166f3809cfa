import { assert, decodeId, assertDefined, type Id, type Json, parseJson } from '#libs/kernel';
import type { z } from 'zod';
import type { attributionView } from './computation.contract.js';
import type { AttributionRow, AttributionTexts } from './computation.store.js';
import type { AttributionResult } from './core/index.js';

export type AttributionView = z.output<typeof attributionView>;

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
  const { requestedById: _by, result: _result, refusal, ...view } = row;
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

/**
 * The documents of an attribution as JSON text, each as it was digested: read again and written again a table of a
 * million utilities would hold up everybody.
 */
export const documentsText = (row: AttributionRow, { request, training, input }: AttributionTexts): string =>
  `{${[
    ['requestDigest', quoted(row.requestDigest)],
    ['request', request],
    ['trainingDigest', quoted(row.trainingDigest)],
    ['training', training ?? 'null'],
    ['inputDigest', quoted(row.inputDigest)],
    ['input', input ?? 'null'],
    ['resultDigest', quoted(row.resultDigest)],
    ['result', row.result ?? 'null'],
  ]
    .map(([name, text]) => `"${name ?? ''}":${text ?? ''}`)
    .join(',')}}`;

const quoted = (digest: string | null): string => (digest === null ? 'null' : `"${digest}"`);

export function readJson(text: string): Json {
  const json = parseJson(text);
  assert(json.ok, 'stored documents are JSON');
  return json.value;
}
