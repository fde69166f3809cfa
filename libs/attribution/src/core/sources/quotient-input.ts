import { assert, type Json } from '#libs/kernel';
import { type AttributionInput, readTable } from '../computation/index.js';
import { decimalOf, quotientUtilities, rationalToNumber, sumOf } from '../methods/index.js';
import type { PlayerCluster } from './cluster-players.js';

/** The fields of an input that change when clusters play instead of sources. */
export type QuotientFields = Readonly<Record<string, Json>>;

/**
 * The input that clusters play: a coalition of clusters is worth what all their members are worth together. Of a
 * training point that comes several times the first copy stays. Nothing changes where every source is alone.
 */
export function quotientFields(input: AttributionInput, clusters: readonly PlayerCluster[]): QuotientFields {
  if (clusters.every(({ members }) => members.length === 1)) return {};
  const players = clusters.map(({ player }) => player);
  if (input.method === 'knn-shapley') {
    const kept = clusters.map(({ members }) => members[0] ?? 0);
    return { players, ...neighboursOf(input, kept) };
  }
  if (input.method === 'ngram-provenance') return { players, documents: documentsOf(input, clusters) };
  assert(input.method !== 'imported-evidence', 'evidence values players as it found them');
  if (input.votingGame !== undefined) {
    const { quota, weights } = input.votingGame;
    const joined = clusters.map(({ members }) => decimalSum(members.map((member) => weights[member] ?? 0)));
    return { players, votingGame: { quota, weights: joined } };
  }
  const table = readTable(input.players, input.utilities ?? new Map());
  assert(table.ok, 'the input was read');
  return { players, utilities: tableOf(players, quotientUtilities(table.value, clusters)) };
}

/** Coalitions by name, their members in the order of the players. */
function tableOf(players: readonly string[], utilities: readonly number[]): Json {
  // Each player doubles the coalitions: those without it, in their order, and the same with it.
  let names = [''];
  for (const player of players)
    names = [...names, ...names.map((name) => (name === '' ? player : `${name},${player}`))];
  return Object.fromEntries(names.map((name, coalition) => [name, utilities[coalition] ?? 0]));
}

/** The texts of a cluster are one player's: a run of words that several members have is one source's. */
function documentsOf(
  { players, documents }: Extract<AttributionInput, { method: 'ngram-provenance' }>,
  clusters: readonly PlayerCluster[],
): Json {
  const clusterOf = new Map(
    clusters.flatMap(({ player, members }) => members.map((member) => [players[member] ?? '', player])),
  );
  return documents.map(({ player, text }) => ({ player: clusterOf.get(player) ?? player, text }));
}

function neighboursOf(
  { matches, train }: Extract<AttributionInput, { method: 'knn-shapley' }>,
  kept: readonly number[],
): QuotientFields {
  const keep = <T>(all: readonly T[]): T[] => kept.flatMap((position) => all.slice(position, position + 1));
  if (matches !== undefined) return { matches: matches.map(keep) };
  if (train === undefined) return {};
  return { train: { features: keep(train.features), labels: keep(train.labels) } };
}

/** The sum of decimals as they are written: 0.1 and 0.2 make 0.3. */
const decimalSum = (decimals: readonly number[]): number => rationalToNumber(sumOf(decimals.map(decimalOf)));
