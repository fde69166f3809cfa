import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectRoot } from '#libs/platform';
import { z } from 'zod';

/** What an installation keeps between starts, outside its database. */
export type Installation = {
  readonly folder: string;
  /** 32 bytes in hexadecimal: under it the service encrypts what it must keep secret. */
  readonly secretKey: string;
  /** The API key of the operator, who lets everybody else in. */
  readonly operatorKey: string;
};

const secrets = z.strictObject({ secretKey: z.string(), operatorKey: z.string() });

/** Opens the installation's folder; the first time, makes its secrets. */
export function openInstallation(): Installation {
  const folder = resolve(process.env['SALVOR_DATA_FOLDER'] ?? join(projectRoot(), '.salvor'));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'secrets.json');
  if (!existsSync(file))
    writePrivateFile(
      file,
      JSON.stringify({
        secretKey: randomBytes(32).toString('hex'),
        operatorKey: `salvor_${randomBytes(16).toString('hex')}_${randomBytes(32).toString('base64url')}`,
      }),
    );
  return { folder, ...secrets.parse(JSON.parse(readFileSync(file, 'utf8'))) };
}

/** Replaces a file as a whole, readable by its owner only: a crash leaves the old one or the new one. */
export function writePrivateFile(file: string, text: string): void {
  const draft = `${file}.${String(process.pid)}.draft`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}
