import { err, ok, type Result } from '#libs/kernel';
import { z } from 'zod';
import {
  type EvidenceFault,
  evidenceStatementSchema,
  importEvidence,
  type ImportedEvidence,
  namesFault,
  rationalToNumber,
  signedEvidenceSchema,
} from '../methods/index.js';
import { type AttributionValues, publishedValues } from './attribution-values.js';
import { type InputFault, NAME_REASONS } from './input-fault.js';

export const statement = evidenceStatementSchema;
export const { signatures } = signedEvidenceSchema.shape;
export const trustedKeys = z
  .array(z.string().regex(/^[0-9a-f]{64}$/, 'must be an Ed25519 key: 64 lower-case hexadecimal digits'))
  .min(1)
  .max(100);

/** What a method that ran elsewhere found, as whoever ran it signed it. */
export const evidenceInput = z.strictObject({
  method: z.literal('imported-evidence'),
  players: z.array(z.string()).max(100_000),
  statement,
  signatures,
  /** Whose word is taken: at least one of them must have signed. */
  trustedKeys,
});

export type EvidenceInput = z.output<typeof evidenceInput>;

/** Checks signatures and names. Every player must be valued: silence is no zero. */
export function readEvidence({
  players,
  trustedKeys: trusted,
  ...signed
}: EvidenceInput): Result<ImportedEvidence, InputFault> {
  const names = namesFault(players);
  if (names !== undefined)
    return err({ path: `/players/${String(names.index)}`, reason: NAME_REASONS[names.code] });
  const evidence = importEvidence(
    { statement: signed.statement, signatures: signed.signatures },
    new Set(trusted),
    new Set(players),
  );
  if (!evidence.ok) return err({ path: evidence.error.path, reason: REASONS[evidence.error.code] });
  const valued = new Set(evidence.value.values.map(({ player }) => player));
  const silent = players.findIndex((player) => !valued.has(player));
  return silent < 0
    ? evidence
    : err({ path: `/players/${String(silent)}`, reason: 'has no value in the statement' });
}

const REASONS: Readonly<Record<EvidenceFault['code'], string>> = {
  malformed: 'is not a signed statement of evidence',
  'player-duplicate': 'is valued twice',
  'player-unknown': 'is not among the players',
  'signature-duplicate': 'signed twice',
  'signature-invalid': 'is not a signature of this statement',
  'signer-not-trusted': 'has no signature of a trusted key',
};

/** The values of the statement, in the order of the players. */
export function attributeEvidence(input: EvidenceInput): Result<AttributionValues, InputFault> {
  const evidence = readEvidence(input);
  if (!evidence.ok) return evidence;
  const { method, players } = input;
  const byPlayer = new Map(evidence.value.values.map((valued) => [valued.player, valued]));
  const stated = players.flatMap((player) => byPlayer.get(player) ?? []);
  return ok({
    method,
    values: publishedValues(
      players,
      stated.map(({ value }) => value),
    ),
    standardErrors: stated.map(({ standardError }) =>
      standardError === undefined ? null : rationalToNumber(standardError),
    ),
    efficiencyGap: 0,
  });
}
