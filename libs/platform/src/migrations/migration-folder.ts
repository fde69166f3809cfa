import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One `<name>/migration.sql`. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** The migrations of a folder in the order in which they are applied: by name, which begins with a timestamp. */
export async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      sql: await readFile(join(folder, name, 'migration.sql'), 'utf8'),
    })),
  );
}

/** SHA-256 of the script as lower-case hexadecimal digits, as Prisma records it. */
export const checksumOf = (sql: string): string => createHash('sha256').update(sql).digest('hex');

/** True when the script is the recorded one, whatever line ends its checkout has (git may change them). */
export function matchesChecksum(sql: string, checksum: string): boolean {
  const unix = sql.replaceAll('\r\n', '\n');
  return [sql, unix, unix.replaceAll('\n', '\r\n')].some((text) => checksumOf(text) === checksum);
}
