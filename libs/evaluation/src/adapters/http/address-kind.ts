import { assertDefined } from '#libs/kernel';
import { ipBytes } from './ip-bytes.js';

/** What an address is for. Only `public` ones belong to somebody whom the whole Internet may call. */
export type AddressKind =
  | 'public'
  | 'unspecified'
  | 'loopback'
  | 'private'
  | 'shared'
  | 'link-local'
  | 'multicast'
  | 'broadcast'
  | 'documentation'
  | 'benchmarking'
  | 'reserved'
  | 'metadata'
  | 'ipv4-embedded'
  | 'not-an-address';

type Block = { readonly bytes: readonly number[]; readonly bits: number; readonly kind: AddressKind };

const block = (cidr: string, kind: AddressKind): Block => {
  const [address = '', bits] = cidr.split('/');
  return { bytes: assertDefined(ipBytes(address), `no address: ${cidr}`), bits: Number(bits), kind };
};

/**
 * The IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190), multicast (RFC 5771, RFC 4291)
 * and the addresses under which clouds hand credentials to their machines. The first block that fits decides.
 */
const BLOCKS: readonly Block[] = [
  block('169.254.169.254/32', 'metadata'),
  block('169.254.170.2/32', 'metadata'),
  block('100.100.100.200/32', 'metadata'),
  block('168.63.129.16/32', 'metadata'),
  block('0.0.0.0/32', 'unspecified'),
  block('0.0.0.0/8', 'reserved'),
  block('10.0.0.0/8', 'private'),
  block('100.64.0.0/10', 'shared'),
  block('127.0.0.0/8', 'loopback'),
  block('169.254.0.0/16', 'link-local'),
  block('172.16.0.0/12', 'private'),
  block('192.0.0.0/24', 'reserved'),
  block('192.0.2.0/24', 'documentation'),
  block('192.88.99.0/24', 'reserved'),
  block('192.168.0.0/16', 'private'),
  block('198.18.0.0/15', 'benchmarking'),
  block('198.51.100.0/24', 'documentation'),
  block('203.0.113.0/24', 'documentation'),
  block('224.0.0.0/4', 'multicast'),
  block('255.255.255.255/32', 'broadcast'),
  block('240.0.0.0/4', 'reserved'),
  block('0.0.0.0/0', 'public'),

  block('fd00:ec2::254/128', 'metadata'),
  block('fd20:ce::254/128', 'metadata'),
  block('::/128', 'unspecified'),
  block('::1/128', 'loopback'),
  // IPv4-mapped, IPv4-compatible, and the two NAT64 prefixes (RFC 6052, RFC 8215): another address in disguise.
  block('::ffff:0:0/96', 'ipv4-embedded'),
  block('::/96', 'ipv4-embedded'),
  block('64:ff9b::/96', 'ipv4-embedded'),
  block('64:ff9b:1::/48', 'ipv4-embedded'),
  block('2001:db8::/32', 'documentation'),
  block('3fff::/20', 'documentation'),
  block('2001:2::/48', 'benchmarking'),
  // Protocol assignments with Teredo among them, and 6to4: relays into networks that are not ours to reach.
  block('2001::/23', 'reserved'),
  block('2002::/16', 'reserved'),
  block('fc00::/7', 'private'),
  block('fe80::/10', 'link-local'),
  block('ff00::/8', 'multicast'),
  // What IANA hands out lies in 2000::/3; the rest of the space belongs to nobody.
  block('2000::/3', 'public'),
  block('::/0', 'reserved'),
];

/** What kind of address a text is, by the registries. */
export function addressKind(address: string): AddressKind {
  const bytes = ipBytes(address);
  if (bytes === undefined) return 'not-an-address';
  return assertDefined(
    BLOCKS.find((candidate) => isWithin(bytes, candidate)),
    `no block holds ${address}`,
  ).kind;
}

/** Addresses of a house, which its operator may open. Nobody can want the others. */
const OPENABLE: ReadonlySet<AddressKind> = new Set(['loopback', 'private', 'shared', 'link-local']);

/**
 * Why an address must not be called, or undefined when it may. With private addresses allowed, an IPv6 address
 * that holds an IPv4 one is judged by that; metadata addresses stay closed.
 */
export function refusedKind(address: string, allowPrivateAddresses: boolean): AddressKind | undefined {
  const kind = addressKind(address);
  if (kind === 'public') return undefined;
  if (!allowPrivateAddresses) return kind;
  if (kind === 'ipv4-embedded') return refusedKind(embeddedIpv4(address), true);
  return OPENABLE.has(kind) ? undefined : kind;
}

const embeddedIpv4 = (address: string): string => (ipBytes(address) ?? []).slice(-4).join('.');

function isWithin(bytes: readonly number[], { bytes: prefix, bits }: Block): boolean {
  if (bytes.length !== prefix.length) return false;
  return prefix.every((byte, index) => {
    const shared = Math.min(8, Math.max(0, bits - index * 8));
    const mask = (0xff << (8 - shared)) & 0xff;
    return ((bytes[index] ?? 0) & mask) === (byte & mask);
  });
}
