import { err, type Json, ok, type Result } from '#libs/kernel';
import { type InputFault, readAttributionInput } from '../computation/index.js';
import { PARTIES_MAX } from '../declared-weights.js';
import { type AttributionRequest, saysContent, type Source } from './attribution-request.js';
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
    ...(request.method === 'ngram-provenance' ? { documents: documentsOf(sources) } : {}),
    ...(game['samples'] === undefined ? {} : { seed }),
  };
  const fault = sourcesFault(request);
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
export function sourcesFault({ method, players: sources }: AttributionRequest): InputFault | undefined {
  const at = (position: number, field: keyof Source, reason: string): InputFault => ({
    path: `/players/${String(position)}/${field}`,
    reason,
  });
  const textless = sources.findIndex(({ texts }) => texts === undefined);
  if (method === 'ngram-provenance' && textless >= 0) return at(textless, 'texts', 'are missing');
  const silent = sources.findIndex((source) => !saysContent(source));
  if (silent >= 0 && sources.some(saysContent))
    return at(silent, 'contentDigest', 'is missing: either all players say what they brought, or none does');
  const dimensions = sources.flatMap(({ embedding }) => (embedding === undefined ? [] : [embedding.length]));
  const strange = sources.findIndex(
    ({ embedding }) => embedding !== undefined && embedding.length !== dimensions[0],
  );
  if (strange >= 0)
    return at(strange, 'embedding', `must have ${String(dimensions[0])} numbers, as the first`);
  if (new Set(sources.map(({ partyId }) => partyId)).size > PARTIES_MAX)
    return { path: '/players', reason: `belong to more than ${String(PARTIES_MAX)} parties` };
  return undefined;
}

const documentsOf = (sources: readonly Source[]): Json =>
  sources.flatMap(({ name, texts = [] }) => texts.map((text) => ({ player: name, text })));
