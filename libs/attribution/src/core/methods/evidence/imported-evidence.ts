import { isDocumentSignedBy } from '#core/records';
import { assertDefined, err, ok, pointerToken, type Result } from '#libs/kernel';
import { z } from 'zod';
import { parseDecimal } from '../exact/decimal.js';
import type { Rational } from '../exact/rational.js';

/** How many players one statement may value. */
const PLAYERS_MAX = 100_000;

const decimal = z.string().regex(/^-?(0|[1-9]\d{0,30})(\.\d{1,30})?$/);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What a method that runs elsewhere (influence functions, TRAK, Data-OOB and the like) found, stated by whoever ran
 * it. Values are decimals in strings: what is signed must read the same everywhere.
 */
export const evidenceStatementSchema = z.strictObject({
  document: z.literal('attribution-evidence'),
  /** The name that the method goes by, and the digest of the program and settings that ran. */
  method: z.string().min(1).max(100),
  programDigest: digest,
  /** Root digest of the model version's manifest. */
  versionDigest: digest,
  /** Digest of the data that the values were computed on. */
  dataDigest: digest,
  issuedAt: z.iso.datetime(),
  values: z
    .array(z.strictObject({ player: z.string().min(1), value: decimal, standardError: decimal.optional() }))
    .min(1)
    .max(PLAYERS_MAX),
});

export type EvidenceStatement = z.output<typeof evidenceStatementSchema>;

/** A statement and the Ed25519 signatures over its RFC 8785 bytes. */
export const signedEvidenceSchema = z.strictObject({
  statement: evidenceStatementSchema,
  signatures: z
    .array(z.strictObject({ publicKey: digest, signature: z.string().regex(/^[0-9a-f]{128}$/) }))
    .min(1)
    .max(100),
});

export type ImportedEvidence = {
  readonly statement: EvidenceStatement;
  readonly values: readonly {
    readonly player: string;
    readonly value: Rational;
    readonly standardError?: Rational;
  }[];
  /** Keys that signed and are trusted. */
  readonly signers: readonly string[];
};

export type EvidenceFault = {
  readonly code:
    | 'malformed'
    | 'player-duplicate'
    | 'player-unknown'
    | 'signature-duplicate'
    | 'signature-invalid'
    | 'signer-not-trusted';
  /** RFC 6901 pointer to what is wrong. */
  readonly path: string;
};

/**
 * Admits evidence when every signature on it is valid, no key signed twice, at least one signer is trusted, and its
 * players are distinct and known. Keys are 32 bytes in lower-case hexadecimal.
 */
export function importEvidence(
  input: unknown,
  trustedKeys: ReadonlySet<string>,
  players: ReadonlySet<string>,
): Result<ImportedEvidence, EvidenceFault> {
  const parsed = signedEvidenceSchema.safeParse(input);
  if (!parsed.success) {
    const path = (parsed.error.issues[0]?.path ?? []).map((part) => pointerToken(String(part))).join('');
    return err({ code: 'malformed', path });
  }
  const { statement, signatures } = parsed.data;
  const fault = playersFault(statement, players) ?? signaturesFault(statement, signatures);
  if (fault !== undefined) return err(fault);
  const signers = signatures.map(({ publicKey }) => publicKey).filter((key) => trustedKeys.has(key));
  if (signers.length === 0) return err({ code: 'signer-not-trusted', path: '/signatures' });
  return ok({ statement, values: valuesOf(statement), signers });
}

function playersFault(
  { values }: EvidenceStatement,
  players: ReadonlySet<string>,
): EvidenceFault | undefined {
  const seen = new Set<string>();
  for (const [index, { player }] of values.entries()) {
    const path = `/statement/values/${String(index)}/player`;
    if (!players.has(player)) return { code: 'player-unknown', path };
    if (seen.has(player)) return { code: 'player-duplicate', path };
    seen.add(player);
  }
  return undefined;
}

function signaturesFault(
  statement: EvidenceStatement,
  signatures: z.output<typeof signedEvidenceSchema>['signatures'],
): EvidenceFault | undefined {
  const seen = new Set<string>();
  for (const [index, { publicKey, signature }] of signatures.entries()) {
    const path = `/signatures/${String(index)}`;
    if (seen.has(publicKey)) return { code: 'signature-duplicate', path };
    if (!isDocumentSignedBy(statement, publicKey, signature)) return { code: 'signature-invalid', path };
    seen.add(publicKey);
  }
  return undefined;
}

const valuesOf = ({ values }: EvidenceStatement): ImportedEvidence['values'] =>
  values.map(({ player, value, standardError }) => ({
    player,
    value: decimalIn(value),
    ...(standardError === undefined ? {} : { standardError: decimalIn(standardError) }),
  }));

const decimalIn = (text: string): Rational =>
  assertDefined(parseDecimal(text), 'the schema admits decimals only');
