import fc from 'fast-check';
import { type AddressKind, addressKind, refusedKind } from './address-kind.js';
import { ipBytes } from './ip-bytes.js';

/**
 * The IANA IPv4 and IPv6 Special-Purpose Address Registries as of 2025, multicast (RFC 5771, RFC 4291 section 2.7)
 * among them. Blocks that the registries call globally reachable (AS112, AMT) are left to the rest of the space.
 */
const REGISTRY: readonly (readonly [cidr: string, kind: AddressKind])[] = [
  ['0.0.0.0/8', 'reserved'],
  ['10.0.0.0/8', 'private'],
  ['100.64.0.0/10', 'shared'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link-local'],
  ['172.16.0.0/12', 'private'],
  ['192.0.0.0/24', 'reserved'],
  ['192.0.2.0/24', 'documentation'],
  ['192.88.99.0/24', 'reserved'],
  ['192.168.0.0/16', 'private'],
  ['198.18.0.0/15', 'benchmarking'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'],
  ['::ffff:0:0/96', 'ipv4-embedded'],
  ['64:ff9b::/96', 'ipv4-embedded'],
  ['64:ff9b:1::/48', 'ipv4-embedded'],
  ['100::/64', 'reserved'],
  ['100:0:0:1::/64', 'reserved'],
  ['2001::/32', 'reserved'],
  ['2001:2::/48', 'benchmarking'],
  ['2001:10::/28', 'reserved'],
  ['2001:20::/28', 'reserved'],
  ['2001:30::/28', 'reserved'],
  ['2001:db8::/32', 'documentation'],
  ['2002::/16', 'reserved'],
  ['3fff::/20', 'documentation'],
  ['5f00::/16', 'reserved'],
  ['fc00::/7', 'private'],
  ['fe80::/10', 'link-local'],
  ['fec0::/10', 'reserved'],
  ['ff00::/8', 'multicast'],
];

/** Single addresses that stand for themselves within one of those blocks. */
const SINGLE: ReadonlySet<AddressKind> = new Set(['unspecified', 'broadcast', 'metadata', 'loopback']);

const toBigint = (bytes: readonly number[]): bigint =>
  bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);

/** An address of so many bits in its plainest spelling. */
function spelled(value: bigint, bits: 32 | 128): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(112 - 16 * index)) & 0xffffn);
  return groups.map((group) => group.toString(16)).join(':');
}

const blockOf = (cidr: string): { bits: 32 | 128; first: bigint; size: bigint } => {
  const [address = '', length] = cidr.split('/');
  const bytes = ipBytes(address) ?? [];
  const bits = bytes.length === 4 ? 32 : 128;
  return { bits, first: toBigint(bytes), size: 2n ** BigInt(bits - Number(length)) };
};

/** Any address of a block. */
const within = (cidr: string): fc.Arbitrary<string> => {
  const { bits, first, size } = blockOf(cidr);
  return fc.bigInt(first, first + size - 1n).map((value) => spelled(value, bits));
};

describe('addressKind', () => {
  it.each(REGISTRY)('says of every address of %s that it is %s', (cidr, kind) => {
    fc.assert(
      fc.property(within(cidr), (address) => {
        const found = addressKind(address);
        expect(found === kind || SINGLE.has(found)).toBe(true);
      }),
    );
  });

  it.each(REGISTRY)('finds the first and the last address of %s in it', (cidr) => {
    const { bits, first, size } = blockOf(cidr);
    for (const value of [first, first + size - 1n])
      expect(refusedKind(spelled(value, bits), false)).not.toBeUndefined();
  });

  it('says of every IPv4 address outside the registry that it is public', () => {
    const blocks = REGISTRY.map(([cidr]) => blockOf(cidr)).filter(({ bits }) => bits === 32);
    const outside = fc
      .bigInt(0n, 2n ** 32n - 1n)
      .filter((value) => !blocks.some(({ first, size }) => value >= first && value < first + size))
      .map((value) => spelled(value, 32))
      .filter((address) => address !== '168.63.129.16');
    fc.assert(fc.property(outside, (address) => addressKind(address) === 'public'));
  });

  it('says of every IPv6 address outside 2000::/3 that it is not public', () => {
    const outside = fc.bigInt(0n, 2n ** 128n - 1n).filter((value) => value >> 125n !== 1n);
    fc.assert(fc.property(outside, (value) => addressKind(spelled(value, 128)) !== 'public'));
  });

  it('says the same of an address however it is spelled', () => {
    const spellings = ['::1', '0:0:0:0:0:0:0:1', '0000::0001', '::0.0.0.1', '::1%lo'];
    expect(new Set(spellings.map(addressKind))).toEqual(new Set(['loopback']));
  });

  it.each([
    ['8.8.8.8', 'public'],
    ['2606:4700:4700::1111', 'public'],
    ['0.0.0.0', 'unspecified'],
    ['::', 'unspecified'],
    ['255.255.255.255', 'broadcast'],
    ['169.254.169.254', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['::ffff:8.8.8.8', 'ipv4-embedded'],
    ['172.15.255.255', 'public'],
    ['172.32.0.0', 'public'],
    ['localhost', 'not-an-address'],
    ['1.2.3', 'not-an-address'],
    ['', 'not-an-address'],
  ])('says of %s that it is %s', (address, kind) => {
    expect(addressKind(address)).toBe(kind);
  });
});

describe('refusedKind', () => {
  const HOUSE = [
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    'fc00::/7',
    'fe80::/10',
  ];

  it.each(HOUSE)('opens %s to an operator who allows it, and to nobody else', (cidr) => {
    const plain = within(cidr).filter((address) => addressKind(address) !== 'metadata');
    fc.assert(
      fc.property(plain, (address) => {
        expect(refusedKind(address, true)).toBeUndefined();
        expect(refusedKind(address, false)).toBe(addressKind(address));
      }),
    );
  });

  it('never opens what an operator cannot want', () => {
    for (const cidr of [
      '0.0.0.0/8',
      '224.0.0.0/4',
      '240.0.0.0/4',
      'ff00::/8',
      '2001::/32',
      '2002::/16',
      '192.0.2.0/24',
    ])
      fc.assert(fc.property(within(cidr), (address) => refusedKind(address, true) !== undefined));
  });

  it('judges an IPv4 address within an IPv6 one by itself once private addresses are allowed', () => {
    for (const prefix of ['::ffff:', '64:ff9b::', '::']) {
      expect(refusedKind(`${prefix}10.0.0.1`, true)).toBeUndefined();
      expect(refusedKind(`${prefix}169.254.169.254`, true)).toBe('metadata');
      expect(refusedKind(`${prefix}224.0.0.1`, true)).toBe('multicast');
      expect(refusedKind(`${prefix}10.0.0.1`, false)).toBe('ipv4-embedded');
    }
  });

  it('opens every public address to everybody', () => {
    fc.assert(fc.property(within('2600::/12'), (address) => refusedKind(address, false) === undefined));
  });
});
