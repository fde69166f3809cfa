import { err, ok, type Result } from '#libs/kernel';
import { z } from 'zod';
import type { AttributionValues } from './attribution-values.js';
import { betaGameInput, gameInput, readGame } from './game-input.js';
import { attributeGame, type Progress } from './game-values.js';
import { faultOf, type InputFault } from './input-fault.js';
import { attributeNeighbours, neighboursInput, readNeighbours } from './neighbour-values.js';

export const ATTRIBUTION_METHODS = [
  'shapley',
  'banzhaf',
  'beta-shapley',
  'leave-one-out',
  'knn-shapley',
] as const;

/** The input of every method, as `salvor attribute` takes it. */
export const attributionInput = z.discriminatedUnion('method', [gameInput, betaGameInput, neighboursInput], {
  error: 'must be shapley, banzhaf, beta-shapley, leave-one-out or knn-shapley',
});

export type AttributionInput = z.output<typeof attributionInput>;

/** Reads JSON of an input and checks all that can be checked without computing. */
export function readAttributionInput(json: unknown): Result<AttributionInput, InputFault> {
  const parsed = attributionInput.safeParse(json);
  if (!parsed.success) return err(faultOf(parsed.error));
  const input = parsed.data;
  const read = input.method === 'knn-shapley' ? readNeighbours(input) : readGame(input);
  return read.ok ? ok(input) : read;
}

/** Who contributed how much. Fails where a game turns out to be too large to be exact. */
export const attribute = (
  input: AttributionInput,
  progress?: Progress,
): Result<AttributionValues, InputFault> =>
  input.method === 'knn-shapley' ? attributeNeighbours(input) : attributeGame(input, progress);
