import type { Json } from '#libs/kernel';
import {
  type AskedCoalition,
  coalitionName,
  decimalOf,
  type Semivalue,
  walkPermutations,
} from '../methods/index.js';
import type { AttributionRequest } from '../sources/index.js';
import type { TrainingDocument } from './training-document.js';

/** A coalition as it is stored: the bits of its members in hexadecimal, the first player's lowest. */
export const coalitionKey = (members: Uint8Array): string =>
  members
    .reduce((bits, isIn, player) => (isIn === 1 ? bits | (1n << BigInt(player)) : bits), 0n)
    .toString(16);

/** Utilities by {@link coalitionKey}. */
export type TrainedUtilities = ReadonlyMap<string, number>;

/** The coalitions that a training asks for, one after the other, each as often as it comes by. */
export function coalitionsToTrain(
  request: AttributionRequest,
  { clusters, coalitions }: TrainingDocument,
): Generator<AskedCoalition, unknown, number> {
  if (coalitions.kind === 'all') return everyCoalition(clusters.length);
  const { orders: samples, seed, truncation } = coalitions;
  return walkPermutations(clusters.length, semivalueOf(request), { samples, seed, truncation });
}

function* everyCoalition(players: number): Generator<AskedCoalition, undefined, number> {
  for (let coalition = 0; coalition < 2 ** players; coalition += 1)
    yield {
      members: Uint8Array.from({ length: players }, (_, player) => (coalition >> player) & 1),
      orders: 0,
    };
  return undefined;
}

const semivalueOf = ({ method, ...fields }: AttributionRequest): Semivalue =>
  method === 'beta-shapley'
    ? { method, alpha: decimalOf(Number(fields['alpha'])), beta: decimalOf(Number(fields['beta'])) }
    : { method: 'shapley' };

/**
 * The input of `salvor attribute` that trained utilities make: the whole table, or what the walk came by.
 *
 * @param orders how many orders of a walk were finished
 */
export function trainedInput(
  { method, alpha, beta }: AttributionRequest,
  { clusters, coalitions }: TrainingDocument,
  trained: TrainedUtilities,
  orders: number,
): Json {
  const players = clusters.map(({ player }) => player);
  const utilities = Object.fromEntries(
    [...trained].map(([key, utility]) => {
      const bits = BigInt(`0x${key}`);
      return [coalitionName(players, (player) => ((bits >> BigInt(player)) & 1n) === 1n), utility];
    }),
  );
  return {
    method,
    ...(alpha === undefined ? {} : { alpha }),
    ...(beta === undefined ? {} : { beta }),
    players,
    utilities,
    ...(coalitions.kind === 'all'
      ? {}
      : { samples: orders, truncation: coalitions.truncation, seed: coalitions.seed }),
  };
}
