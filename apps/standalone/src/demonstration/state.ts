import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '#libs/kernel';
import { z } from 'zod';
import { type Installation, writePrivateFile } from '../installation.js';

const stateSchema = z.strictObject({
  /** API keys by party name: shown once by the service, so kept here. */
  keys: z.record(z.string(), z.string()),
  /** The day as of which everything is valued. */
  valuationDate: z.iso.date().optional(),
  /** Schedules by lot and attempt, fixed before they are announced, so that a repeated announcement is the same one. */
  schedules: z.record(z.string(), z.strictObject({ opensAt: z.string(), closesAt: z.string() })),
  finished: z.boolean(),
});

export type DemonstrationState = z.output<typeof stateSchema>;

/** How far the demonstration of one database has come. A killed start takes it up where it stood. */
export class StateFile {
  readonly #file: string;

  constructor({ folder }: Pick<Installation, 'folder'>, ownDatabaseUrl: string | undefined) {
    const database = ownDatabaseUrl === undefined ? 'embedded' : sha256Hex(ownDatabaseUrl).slice(0, 12);
    this.#file = join(folder, `demonstration-${database}.json`);
  }

  /** Undefined when no demonstration was begun on this database. */
  read(): DemonstrationState | undefined {
    return existsSync(this.#file)
      ? stateSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')))
      : undefined;
  }

  write(state: DemonstrationState): void {
    writePrivateFile(this.#file, `${JSON.stringify(state, null, 2)}\n`);
  }
}
