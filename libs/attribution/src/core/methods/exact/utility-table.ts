import { err, ok, type Result } from '#libs/kernel';
import { EXACT_PLAYERS_MAX } from './coalition-game.js';
import { type CoalitionNameFault, membersNamed } from './coalition-name.js';
import { coalitionSizes } from './marginal-sums.js';

export type UtilityTableFault =
  | { readonly code: 'too-many-players' }
  | {
      readonly code: CoalitionNameFault | 'coalition-duplicate' | 'coalition-missing';
      /** The coalition as it is, or would be, written: names joined by commas. */
      readonly coalition: string;
    };

/**
 * Reads a table of utilities by the names of coalitions: '' for nobody, 'a', 'a,b', …; all 2^n of them. The names
 * of a coalition stand in the order of their UTF-16 code units, or in the order of `players`; each once. Answers
 * with the utilities by coalition: bit i of an index says that player i is in. Players' names are as `namesFault`
 * allows, utilities finite.
 */
export function readUtilityTable(
  players: readonly string[],
  utilities: Iterable<readonly [coalition: string, utility: number]>,
): Result<readonly number[], UtilityTableFault> {
  if (players.length > EXACT_PLAYERS_MAX) return err({ code: 'too-many-players' });
  const positions = new Map(players.map((name, index) => [name, index]));
  const byCoalition = new Array<number>(2 ** players.length).fill(Number.NaN);
  for (const [coalition, utility] of utilities) {
    const members = membersNamed(coalition, positions);
    if (typeof members === 'string') return err({ code: members, coalition });
    const mask = members.reduce((bits, member) => bits | (1 << member), 0);
    if (!Number.isNaN(byCoalition[mask])) return err({ code: 'coalition-duplicate', coalition });
    byCoalition[mask] = utility;
  }
  const hole = smallestHole(byCoalition, players.length);
  if (hole === undefined) return ok(byCoalition);
  return err({ code: 'coalition-missing', coalition: membersOf(hole, players).sort().join(',') });
}

/** The smallest coalition that is missing: the first thing that somebody would fill in. */
function smallestHole(byCoalition: readonly number[], players: number): number | undefined {
  const sizes = coalitionSizes(players);
  const sizeOf = (coalition: number): number => sizes[coalition] ?? 0;
  let hole: number | undefined;
  for (const [coalition, utility] of byCoalition.entries())
    if (Number.isNaN(utility) && (hole === undefined || sizeOf(coalition) < sizeOf(hole))) hole = coalition;
  return hole;
}

const membersOf = (coalition: number, players: readonly string[]): string[] =>
  players.filter((_, index) => (coalition & (1 << index)) !== 0);
