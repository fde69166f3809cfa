import type { Id } from '#libs/kernel';

export const SCOPES = ['seller', 'buyer', 'contributor', 'market-maker', 'operator', 'trustee'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who is asking, as the API key tells. */
export type Actor = { readonly partyId: Id<'party'>; readonly scopes: ReadonlySet<Scope> };

/** Operators see what every party sees; others see their own. */
export const maySee = (actor: Actor, ownerId: Id<'party'>): boolean =>
  actor.partyId === ownerId || actor.scopes.has('operator');
