import { err, ok, type Result } from '#libs/kernel';
import { z } from 'zod';
import type { AttributionValues } from './attribution-values.js';
import { attributeEvidence, evidenceInput, readEvidence } from './evidence-values.js';
import { betaGameInput, gameInput, readGame } from './game-input.js';
import { attributeGame, type Progress } from './game-values.js';
import { faultOf, type InputFault } from './input-fault.js';
import { attributeNeighbours, neighboursInput, readNeighbours } from './neighbour-values.js';
import { attributeProvenance, provenanceInput, readProvenance } from './provenance-values.js';

export const ATTRIBUTION_METHODS = [
  'shapley',
  'banzhaf',
  'beta-shapley',
  'leave-one-out',
  'knn-shapley',
  'ngram-provenance',
  'imported-evidence',
] as const;

/** The input of every method, as `salvor attribute` takes it. */
export const attributionInput = z.discriminatedUnion(
  'method',
  [gameInput, betaGameInput, neighboursInput, provenanceInput, evidenceInput],
  {
    error: `must be ${ATTRIBUTION_METHODS.slice(0, -1).join(', ')} or ${String(ATTRIBUTION_METHODS.at(-1))}`,
  },
);

export type AttributionInput = z.output<typeof attributionInput>;

/** Reads JSON of an input and checks all that can be checked without computing. */
export function readAttributionInput(json: unknown): Result<AttributionInput, InputFault> {
  const parsed = attributionInput.safeParse(json);
  if (!parsed.success) return err(faultOf(parsed.error));
  const read = check(parsed.data);
  return read.ok ? ok(parsed.data) : read;
}

function check(input: AttributionInput): Result<unknown, InputFault> {
  switch (input.method) {
    case 'knn-shapley':
      return readNeighbours(input);
    case 'ngram-provenance':
      return readProvenance(input);
    case 'imported-evidence':
      return readEvidence(input);
    case 'shapley':
    case 'banzhaf':
    case 'beta-shapley':
    case 'leave-one-out':
      return readGame(input);
  }
}

/** Who contributed how much. Fails where a game turns out to be too large to be exact. */
export function attribute(
  input: AttributionInput,
  progress?: Progress,
): Result<AttributionValues, InputFault> {
  switch (input.method) {
    case 'knn-shapley':
      return attributeNeighbours(input);
    case 'ngram-provenance':
      return attributeProvenance(input);
    case 'imported-evidence':
      return attributeEvidence(input);
    case 'shapley':
    case 'banzhaf':
    case 'beta-shapley':
    case 'leave-one-out':
      return attributeGame(input, progress);
  }
}
