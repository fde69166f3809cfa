import fc from 'fast-check';
import { ipBytes } from './ip-bytes.js';

describe('ipBytes', () => {
  it('reads every IPv4 address', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(ipBytes(address)?.join('.')).toBe(address);
      }),
    );
  });

  it('reads every IPv6 address as the URL standard does', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const bytes = ipBytes(address) ?? [];
        const groups = Array.from({ length: 8 }, (_, index) =>
          ((bytes[2 * index] ?? 0) * 256 + (bytes[2 * index + 1] ?? 0)).toString(16),
        );
        expect(new URL(`http://[${groups.join(':')}]`).hostname).toBe(
          new URL(`http://[${address}]`).hostname,
        );
      }),
    );
  });

  it.each(['', 'localhost', '1.2.3', '1.2.3.256', '1::2::3', ':::', '12345::', '[::1]'])(
    'reads %j not',
    (text) => {
      expect(ipBytes(text)).toBeUndefined();
    },
  );
});
