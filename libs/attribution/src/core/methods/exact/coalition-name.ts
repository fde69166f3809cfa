/** Why a coalition's name says nothing. */
export type CoalitionNameFault = 'player-unknown' | 'coalition-unsorted';

/**
 * The players that a coalition's name lists, by position: names separated by commas, in the order of their UTF-16 code
 * units or in the order of the players, each once; '' is nobody.
 *
 * @param positions of the players, by name
 */
export function membersNamed(
  coalition: string,
  positions: ReadonlyMap<string, number>,
): readonly number[] | CoalitionNameFault {
  if (coalition === '') return [];
  const members: number[] = [];
  let [lastName, lastPosition] = ['', -1];
  let [byName, byPlace] = [true, true];
  for (const name of coalition.split(',')) {
    const position = positions.get(name);
    if (position === undefined) return 'player-unknown';
    byName &&= name > lastName;
    byPlace &&= position > lastPosition;
    [lastName, lastPosition] = [name, position];
    members.push(position);
  }
  return byName || byPlace ? members : 'coalition-unsorted';
}

/** How a coalition is written: the names of its members in the order of the players. */
export const coalitionName = (players: readonly string[], isMember: (position: number) => boolean): string =>
  players.filter((_, position) => isMember(position)).join(',');
