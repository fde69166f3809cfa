import { displayText, idOf, instant } from '#contract/platform';
import { z } from 'zod';

export const scope = z.enum(['seller', 'buyer', 'contributor', 'market-maker', 'operator', 'trustee']);

export const registerParty = z.strictObject({ name: displayText(200) });

export const partyView = z.strictObject({ id: idOf('party'), name: z.string(), createdAt: instant });

export const issueKey = z.strictObject({
  scopes: z
    .array(scope)
    .min(1)
    .max(6)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'names a scope twice'),
});

export const keyView = z.strictObject({
  id: idOf('apiKey'),
  partyId: idOf('party'),
  scopes: z.array(scope),
  createdAt: instant,
  revokedAt: instant.nullable(),
});

/** `key` is shown once: a repeated request answers with null, because only a hash of it is kept. */
export const issuedKeyView = keyView.extend({ key: z.string().nullable() });

export const whoAmI = z.strictObject({ partyId: idOf('party'), name: z.string(), scopes: z.array(scope) });

/** A name for parties that act together; null for a party that acts alone. */
export const recordAffiliation = z.strictObject({ group: displayText(64).nullable() });

export const affiliationView = recordAffiliation.extend({ partyId: idOf('party'), recordedAt: instant });

export const partyParams = z.strictObject({ partyId: idOf('party') });
export const keyParams = z.strictObject({ keyId: idOf('apiKey') });
