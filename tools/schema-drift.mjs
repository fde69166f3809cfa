#!/usr/bin/env node
/**
 * Compares a migrated database with prisma/schema.prisma.
 *
 *     DATABASE_URL=postgresql://… node tools/schema-drift.mjs [schema file]
 *
 * Prints the SQL that would bring the database to the schema. Exit 0: there is none; 1: they differ;
 * 2: they could not be compared. Triggers, functions and check constraints are not part of a Prisma schema and
 * are not compared.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { NO_FILTERS, openSchemaEngine } from './schema-engine.mjs';

/** The SQL of the difference; an empty text when there is none. */
async function schemaDrift(url, schemaFile) {
  const path = resolve(schemaFile);
  const files = [{ path, content: readFileSync(path, 'utf8') }];
  const { engine, close } = await openSchemaEngine(url, undefined, () => undefined);
  try {
    const { stdout, exitCode } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: dirname(path) },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: NO_FILTERS,
    });
    return exitCode === 0 ? '' : stdout;
  } finally {
    await close();
  }
}

const url = process.env.DATABASE_URL;
if (!url) {
  console.error('Set DATABASE_URL to the database to compare.');
  process.exit(2);
}
try {
  const drift = await schemaDrift(url, process.argv[2] ?? 'prisma/schema.prisma');
  process.stdout.write(drift);
  process.exitCode = drift === '' ? 0 : 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
