import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { err, ok, type Result } from '#libs/kernel';
import { refusedKind } from './address-kind.js';
import type { CallFailure } from './call-failure.js';

/** Every address of a name, as the system resolves it. Rejects when it has none. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

export const systemResolve: Resolve = async (hostname) => {
  const found = await lookup(hostname, { all: true });
  return found.map(({ address }) => address);
};

export interface AddressRules {
  readonly resolve: Resolve;
  readonly allowPrivateAddresses: boolean;
}

export type PinnedAddress = { readonly address: string; readonly family: 4 | 6 };

/**
 * Resolves the host of a URL once and checks what came out. Connections are made to these addresses and the name
 * is not asked again, so that it cannot point elsewhere between the check and the call (DNS rebinding). One
 * refused address among others refuses the host: no honest name has both kinds.
 */
export async function pinHost(
  url: URL,
  rules: AddressRules,
): Promise<Result<readonly PinnedAddress[], CallFailure>> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) === 0 ? await resolved(host, rules.resolve) : ok([host]);
  if (!addresses.ok) return addresses;
  for (const address of addresses.value) {
    const kind = refusedKind(address, rules.allowPrivateAddresses);
    if (kind !== undefined) return err({ code: 'refused-address', host, kind });
  }
  return ok(addresses.value.map((address) => ({ address, family: isIP(address) === 6 ? 6 : 4 })));
}

async function resolved(host: string, resolve: Resolve): Promise<Result<readonly string[], CallFailure>> {
  const addresses = await resolve(host).catch(() => []);
  return addresses.length > 0
    ? ok(addresses)
    : err({ code: 'connection-failed', attempts: 1, reason: `${host} has no address` });
}
