import { isIP } from 'node:net';
import { assert } from '#libs/kernel';

/**
 * The 4 or 16 bytes of an IP address in any spelling of RFC 4291, section 2.2. A zone (RFC 4007) is left out.
 * Undefined when the text is no address.
 */
export function ipBytes(text: string): readonly number[] | undefined {
  const [address = ''] = text.split('%');
  switch (isIP(address)) {
    case 4:
      return address.split('.').map(Number);
    case 6:
      return ipv6Bytes(address);
    default:
      return undefined;
  }
}

function ipv6Bytes(address: string): readonly number[] {
  const [head = '', tail] = address.split('::');
  const before = groupsBytes(head);
  const after = tail === undefined ? [] : groupsBytes(tail);
  const zeros = new Array<number>(16 - before.length - after.length).fill(0);
  const bytes = [...before, ...zeros, ...after];
  assert(bytes.length === 16, `not an IPv6 address: ${address}`);
  return bytes;
}

const groupsBytes = (groups: string): readonly number[] =>
  groups === '' ? [] : groups.split(':').flatMap(groupBytes);

/** Two bytes of hexadecimal, or the dotted four that may stand at the end. */
function groupBytes(group: string): readonly number[] {
  if (group.includes('.')) return group.split('.').map(Number);
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 0xff];
}
