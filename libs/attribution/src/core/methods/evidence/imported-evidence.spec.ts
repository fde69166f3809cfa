import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson, type Json } from '#libs/kernel';
import { rational } from '../exact/index.js';
import { importEvidence } from './imported-evidence.js';

const secretOf = (name: string): Uint8Array => utf8ToBytes(name.padEnd(32, '.'));
const keyOf = (name: string): string => bytesToHex(ed25519.getPublicKey(secretOf(name)));
const signed = (name: string, document: Json) => ({
  publicKey: keyOf(name),
  signature: bytesToHex(ed25519.sign(utf8ToBytes(canonicalJson(document)), secretOf(name))),
});

const statement = {
  document: 'attribution-evidence',
  method: 'trak',
  programDigest: 'a1'.repeat(32),
  versionDigest: 'b2'.repeat(32),
  dataDigest: 'c3'.repeat(32),
  issuedAt: '2026-03-01T12:00:00Z',
  values: [
    { player: 'alice', value: '0.125', standardError: '0.01' },
    { player: 'bob', value: '-3' },
  ],
} as const;

const PLAYERS = new Set(['alice', 'bob', 'carol']);
const TRUSTED = new Set([keyOf('evaluator')]);

const importing = (input: unknown) => importEvidence(input, TRUSTED, PLAYERS);
const fine = { statement, signatures: [signed('evaluator', statement)] };

describe('importEvidence', () => {
  it('admits what somebody trusted signed, values as exact decimals', () => {
    expect(importing(fine)).toEqual({
      ok: true,
      value: {
        statement,
        values: [
          { player: 'alice', value: rational(1n, 8n), standardError: rational(1n, 100n) },
          { player: 'bob', value: rational(-3n) },
        ],
        signers: [keyOf('evaluator')],
      },
    });
  });

  it('takes the statement in whatever order its names stand', () => {
    const reversed = Object.fromEntries(Object.entries(statement).reverse());
    expect(importing({ ...fine, statement: reversed })).toMatchObject({ ok: true });
  });

  it('refuses a statement that was altered after it was signed', () => {
    const [, bob] = statement.values;
    const altered = {
      ...statement,
      values: [{ player: 'alice', value: '0.999', standardError: '0.01' }, bob],
    };
    expect(importing({ ...fine, statement: altered })).toEqual({
      ok: false,
      error: { code: 'signature-invalid', path: '/signatures/0' },
    });
  });

  it('refuses signatures that nobody trusted made, also beside each other', () => {
    const signatures = [signed('mallory', statement), signed('trudy', statement)];
    expect(importing({ statement, signatures })).toMatchObject({ error: { code: 'signer-not-trusted' } });
  });

  it('refuses one bad signature among good ones, and one key twice', () => {
    const bad = { ...signed('mallory', statement), publicKey: keyOf('trudy') };
    expect(importing({ ...fine, signatures: [...fine.signatures, bad] })).toMatchObject({
      error: { code: 'signature-invalid', path: '/signatures/1' },
    });
    expect(importing({ ...fine, signatures: [...fine.signatures, ...fine.signatures] })).toMatchObject({
      error: { code: 'signature-duplicate', path: '/signatures/1' },
    });
  });

  it('refuses players that are unknown or stand twice', () => {
    const withValues = (...players: string[]) => {
      const changed = { ...statement, values: players.map((player) => ({ player, value: '1' })) };
      return { statement: changed, signatures: [signed('evaluator', changed)] };
    };
    expect(importing(withValues('alice', 'mallory'))).toMatchObject({
      error: { code: 'player-unknown', path: '/statement/values/1/player' },
    });
    expect(importing(withValues('alice', 'alice'))).toMatchObject({
      error: { code: 'player-duplicate', path: '/statement/values/1/player' },
    });
  });

  it.each([
    ['a float for a value', { values: [{ player: 'alice', value: 0.125 }] }, '/statement/values/0/value'],
    ['an exponent', { values: [{ player: 'alice', value: '1e9' }] }, '/statement/values/0/value'],
    ['a field that nobody knows', { note: 'trust me' }, '/statement'],
  ])('refuses %s', (_what, change, path) => {
    expect(importing({ ...fine, statement: { ...statement, ...change } })).toEqual({
      ok: false,
      error: { code: 'malformed', path },
    });
  });
});
