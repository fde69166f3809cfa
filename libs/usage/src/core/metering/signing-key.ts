/** A key of a party from a time on, until that of its next key. */
export type SigningKey = {
  readonly party: string;
  /** Ed25519, 32 bytes in lower-case hexadecimal. */
  readonly publicKey: string;
  readonly validFromMs: number;
};

/**
 * What a party signs with a new key to show that it holds it. Naming the party keeps somebody else from registering
 * a key that is not his.
 */
export const signingKeyStatement = (party: string, publicKey: string, validFrom: string) => ({
  document: 'signing-key' as const,
  party,
  publicKey,
  validFrom,
});

export type SigningKeyFault = 'from-the-future' | 'not-after-the-last';

/** Whether a key may follow those that a party has: histories are not rewritten, and do not run ahead of the clock. */
export function nextKeyFault(
  standing: readonly SigningKey[],
  validFromMs: number,
  nowMs: number,
): SigningKeyFault | undefined {
  if (validFromMs > nowMs) return 'from-the-future';
  return standing.some((key) => key.validFromMs >= validFromMs) ? 'not-after-the-last' : undefined;
}

/** Which key counts for a party at a time: the last one that was valid from then or before. */
export function keysInForce(
  keys: readonly SigningKey[],
): (party: string, atMs: number) => string | undefined {
  const byParty = new Map<string, SigningKey[]>();
  for (const key of [...keys].sort((a, b) => b.validFromMs - a.validFromMs)) {
    const standing = byParty.get(key.party);
    if (standing === undefined) byParty.set(key.party, [key]);
    else standing.push(key);
  }
  return (party, atMs) => byParty.get(party)?.find(({ validFromMs }) => validFromMs <= atMs)?.publicKey;
}
