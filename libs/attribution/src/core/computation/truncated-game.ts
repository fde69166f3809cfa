import { err, ok, pointerToken, type Result } from '#libs/kernel';
import { z } from 'zod';
import {
  coalitionName,
  membersNamed,
  type PermutationPlan,
  type SampledValues,
  type Semivalue,
  walkPermutations,
} from '../methods/index.js';
import type { InputFault } from './input-fault.js';

/** See `Truncation` of the permutation walk. */
export const truncation = z.strictObject({
  tolerance: z.number().positive(),
  burnIn: z.int().min(0).max(1_000_000),
});

/** Utilities of some coalitions, by their names in the order of the players. */
export type PartialTable = ReadonlyMap<string, number>;

/** Reads a table that has the coalitions that a walk comes by, and need not have others. */
export function readPartialTable(
  players: readonly string[],
  table: ReadonlyMap<string, number>,
): Result<PartialTable, InputFault> {
  const positions = new Map(players.map((name, position) => [name, position]));
  const read = new Map<string, number>();
  for (const [coalition, utility] of table) {
    const path = `/utilities${pointerToken(coalition)}`;
    const members = membersNamed(coalition, positions);
    if (members === 'player-unknown')
      return err({ path, reason: 'names somebody who is not among the players' });
    if (members === 'coalition-unsorted') return err({ path, reason: 'names must be sorted, each once' });
    const known = new Set(members);
    const name = coalitionName(players, (position) => known.has(position));
    if (read.has(name)) return err({ path, reason: 'this coalition is given twice' });
    read.set(name, utility);
  }
  return ok(read);
}

/** Walks through a table that was computed along the same walk. Fails at the first coalition that it lacks. */
export function walkTable(
  players: readonly string[],
  table: PartialTable,
  method: Semivalue,
  plan: PermutationPlan,
): Result<SampledValues, InputFault> {
  const walk = walkPermutations(players.length, method, plan);
  let step = walk.next();
  while (step.done !== true) {
    const { members } = step.value;
    const name = coalitionName(players, (position) => members[position] === 1);
    const utility = table.get(name);
    if (utility === undefined)
      return err({ path: `/utilities${pointerToken(name)}`, reason: 'is missing: the walk comes by' });
    step = walk.next(utility);
  }
  return ok(step.value);
}
