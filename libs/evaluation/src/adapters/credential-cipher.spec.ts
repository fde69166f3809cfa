import fc from 'fast-check';
import { decryptCredential, encryptCredential, isCredentialSecret } from './credential-cipher.js';

const SERVICE_KEY = new Uint8Array(32).fill(1);
const ID = '019a0000-0000-7000-8000-000000000001';
const SECRET = 'sk-0123456789abcdef';
const unreadable = { ok: false, error: { code: 'credential-unreadable' } };

describe('a stored credential', () => {
  const stored = encryptCredential(SERVICE_KEY, ID, SECRET);

  it('opens for whoever has the key of the service', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]{1,100}$/), (secret) => {
        expect(decryptCredential(SERVICE_KEY, ID, encryptCredential(SERVICE_KEY, ID, secret))).toEqual({
          ok: true,
          value: secret,
        });
      }),
    );
  });

  it('does not hold the secret, and is another each time', () => {
    expect(Buffer.from(stored).includes(Buffer.from(SECRET))).toBe(false);
    expect(encryptCredential(SERVICE_KEY, ID, SECRET)).not.toEqual(stored);
  });

  it('opens under no other key and for no other credential', () => {
    expect(decryptCredential(new Uint8Array(32).fill(2), ID, stored)).toEqual(unreadable);
    expect(decryptCredential(SERVICE_KEY, ID.replace('1', '2'), stored)).toEqual(unreadable);
  });

  it('does not open after any change to any byte', () => {
    for (let at = 0; at < stored.length; at += 1) {
      const changed = stored.map((byte, index) => (index === at ? byte ^ 1 : byte));
      expect(decryptCredential(SERVICE_KEY, ID, changed)).toEqual(unreadable);
    }
    expect(decryptCredential(SERVICE_KEY, ID, stored.subarray(0, 28))).toEqual(unreadable);
    expect(decryptCredential(SERVICE_KEY, ID, new Uint8Array())).toEqual(unreadable);
  });
});

describe('isCredentialSecret', () => {
  it.each(['', 'two words', 'line\n', 'schl\u00fcssel', 'x'.repeat(4_097)])('refuses %j', (text) => {
    expect(isCredentialSecret(text)).toBe(false);
    expect(() => encryptCredential(SERVICE_KEY, ID, text)).toThrow('printable ASCII');
  });
});
