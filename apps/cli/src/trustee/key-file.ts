import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sealing } from '#core/auction';
import { err, ok, type Result } from '#libs/kernel';
import { z } from 'zod';
import { writeOnce } from './write-once.js';

const FILE = 'trustee-key.json';

/** A name as an announcement and the service's settings take it. */
export const trusteeName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 letters, digits, dots, dashes');

/** The random bytes that the key is made of stand for the key: the public half cannot but fit. */
const keyFileSchema = z.strictObject({
  document: z.literal('trustee-key'),
  id: trusteeName.optional(),
  publicKey: z.string(),
  seed: z.string().regex(new RegExp(`^[0-9a-f]{${String(2 * sealing.TRUSTEE_RANDOMNESS_BYTES)}}$`)),
});

export type TrusteeIdentity = sealing.TrusteeKey & {
  /** The name it goes by; any when undefined: the key decides. */
  readonly id: string | undefined;
};

export const hasKey = (folder: string): boolean => existsSync(join(folder, FILE));

/** Makes a folder with a key that nobody but its owner can read. Fails where there is one already. */
export function createKey(folder: string, id: string | undefined): Result<TrusteeIdentity, string> {
  const file = join(folder, FILE);
  const randomness = Uint8Array.from(randomBytes(sealing.TRUSTEE_RANDOMNESS_BYTES));
  const key = sealing.newTrusteeKey(randomness);
  const seed = Buffer.from(randomness).toString('hex');
  const text = JSON.stringify({ document: 'trustee-key', id, publicKey: key.publicKey, seed });
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    if (!writeOnce(file, `${text}\n`)) return err(`${file} is there already: a key is never replaced`);
    return ok({ id, ...key });
  } catch (error) {
    return err(`cannot make the key: ${(error as Error).message}`);
  }
}

/** Reads the key of a folder. The error is a sentence for its owner. */
export function readKey(folder: string): Result<TrusteeIdentity, string> {
  const file = join(folder, FILE);
  try {
    if (isOpenToOthers(file)) return err(`${file} is open to others than its owner: chmod 600 ${file}`);
    const { id, publicKey, seed } = keyFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    const key = sealing.newTrusteeKey(Uint8Array.from(Buffer.from(seed, 'hex')));
    return key.publicKey === publicKey ? ok({ id, ...key }) : err(`${file} holds a key that was altered`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return err(`there is no ${file}; make it with salvor trustee keygen --folder ${folder}`);
    // What a parser says of the file may quote it.
    return err(`${file} is not a readable trustee’s key`);
  }
}

/** Windows keeps rights elsewhere. */
const isOpenToOthers = (file: string): boolean =>
  process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;
