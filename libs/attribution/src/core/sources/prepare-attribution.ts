import { err, type Json, ok, type Result } from '#libs/kernel';
import { type InputFault, readAttributionInput } from '../computation/index.js';
import { PARTIES_MAX } from '../declared-weights.js';
import type { AttributionRequest, Source } from './attribution-request.js';
import { clusterPlayers, type PlayerCluster } from './cluster-players.js';
import { quotientFields } from './quotient-input.js';

/** What will be computed, and for whom. */
export type PreparedAttribution = {
  /** The input of the method, played by clusters: `salvor attribute` computes the same from it. */
  readonly input: Json;
  readonly sources: readonly Source[];
  readonly clusters: readonly PlayerCluster[];
};

/**
 * Turns a request into the input of its method: checks it, finds the clusters, lets them play.
 *
 * @param seed for sampling; part of the input only where the request asks for samples
 */
export function prepareAttribution(
  request: AttributionRequest,
  seed: string,
): Result<PreparedAttribution, InputFault> {
  const { players: sources, ...game } = request;
  const asked = {
    ...withoutAbsent(game),
    players: sources.map(({ name }) => name),
    ...(game['samples'] === undefined ? {} : { seed }),
  };
  const fault = sourcesFault(sources);
  if (fault !== undefined) return err(fault);
  const input = readAttributionInput(asked);
  if (!input.ok) return input;
  const clusters = clusterPlayers(request);
  return ok({ input: { ...asked, ...quotientFields(input.value, clusters) }, sources, clusters });
}

const withoutAbsent = (fields: Readonly<Record<string, Json | undefined>>): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/**
 * Either all sources say what they brought or none does: beside one that says nothing, a copy that does would take
 * the original's part.
 */
function sourcesFault(sources: readonly Source[]): InputFault | undefined {
  const says = ({ contentDigest, items }: Source): boolean => (contentDigest ?? items) !== undefined;
  const silent = sources.findIndex((source) => !says(source));
  if (silent >= 0 && sources.some(says))
    return {
      path: `/players/${String(silent)}/contentDigest`,
      reason: 'is missing: either all players say what they brought, or none does',
    };
  if (new Set(sources.map(({ partyId }) => partyId)).size > PARTIES_MAX)
    return { path: '/players', reason: `belong to more than ${String(PARTIES_MAX)} parties` };
  return undefined;
}
