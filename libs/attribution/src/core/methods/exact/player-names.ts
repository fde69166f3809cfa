export type NamesFault = {
  readonly code: 'no-players' | 'name-empty' | 'name-with-comma' | 'name-duplicate';
  readonly index: number;
};

/** Names must be able to stand in a list that commas separate, and mean one player each. */
export function namesFault(players: readonly string[]): NamesFault | undefined {
  if (players.length === 0) return { code: 'no-players', index: 0 };
  const seen = new Set<string>();
  for (const [index, name] of players.entries()) {
    if (name === '') return { code: 'name-empty', index };
    if (name.includes(',')) return { code: 'name-with-comma', index };
    if (seen.has(name)) return { code: 'name-duplicate', index };
    seen.add(name);
  }
  return undefined;
}
