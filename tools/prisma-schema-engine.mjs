#!/usr/bin/env node
/**
 * A stand-in for Prisma's native schema engine: JSON-RPC 2.0, one message a line, on standard input and output.
 *
 *     PRISMA_SCHEMA_ENGINE_BINARY=$PWD/tools/prisma-schema-engine.mjs npx prisma migrate dev
 *
 * Arguments are those of the native engine: `--datamodels FILE`…, `--datasource JSON`, and for two questions
 * that are asked without JSON-RPC `cli can-connect-to-database` and `cli create-database`.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { databaseOf, execute, openSchemaEngine, withDatabase } from './schema-engine.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: 'string', multiple: true },
    datasource: { type: 'string' },
    'enabled-preview-features': { type: 'string' },
    'extension-types': { type: 'string' },
  },
});

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

/** Prisma reads standard error as JSON log records. */
const log = (level, fields) =>
  process.stderr.write(`${JSON.stringify({ level, fields, target: 'schema_engine::logger' })}\n`);

function databaseUrl() {
  const { url } = JSON.parse(values.datasource ?? '{}');
  if (!url) throw new Error('This needs a database, even one that it does not change: set DATABASE_URL.');
  return url;
}

/** Opened when first needed: `prisma generate` starts an engine and asks it nothing. */
let opening;
async function openedEngine() {
  const datamodels = values.datamodels?.map((path) => [path, readFileSync(path, 'utf8')]);
  opening ??= openSchemaEngine(databaseUrl(), datamodels, (line) => process.stderr.write(line));
  const { engine } = await opening;
  return engine;
}

async function createDatabase() {
  const databaseName = databaseOf(databaseUrl());
  await execute(
    withDatabase(databaseUrl(), 'postgres'),
    `CREATE DATABASE "${databaseName.replaceAll('"', '""')}"`,
  );
  return { databaseName };
}

/** Methods whose name or result differs between the two engines; all others are the same. */
const ADAPTED = {
  createDatabase,
  getDatabaseVersion: async (params) => (await openedEngine()).version(params),
  diff: async (params) => {
    const { exitCode, stdout } = await (await openedEngine()).diff(params);
    // The native engine has its caller print the difference, and the caller expects nothing else.
    if (stdout) send({ id: 'print-diff', method: 'print', params: { content: stdout.replace(/\n$/, '') } });
    return { exitCode, stdout: null };
  },
};

async function call(method, params) {
  if (ADAPTED[method]) return ADAPTED[method](params);
  const target = await openedEngine();
  if (typeof target[method] !== 'function') throw new Error(`The schema engine has no method ${method}.`);
  return target[method](params);
}

/** Prisma distinguishes errors by codes such as P1003; the engine gives them for some, PostgreSQL for others. */
const CODES = {
  ECONNREFUSED: 'P1001',
  ENOTFOUND: 'P1001',
  ETIMEDOUT: 'P1001',
  '28P01': 'P1000',
  28000: 'P1000',
  '3D000': 'P1003',
  '42P04': 'P1009',
  42501: 'P1010',
};

function errorData(error) {
  const code = CODES[error.code] ?? (/^P\d{4}$/.test(error.code) ? error.code : undefined);
  return {
    is_panic: false,
    message: error.message || String(error.code),
    error_code: code,
    meta: error.meta,
  };
}

async function answer({ id, method, params }) {
  try {
    send({ id, result: (await call(method, params)) ?? {} });
  } catch (error) {
    const data = errorData(error);
    const message = 'An error happened. Check the data field for details.';
    send({ id, error: { code: 4466, message, data } });
  }
}

function serve() {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const message = JSON.parse(line);
    if (message.method !== undefined) void answer(message);
  });
  lines.on('close', () => process.exit(0));
}

async function runCommand(command) {
  log('INFO', { message: `Starting ${command}` });
  try {
    if (command === 'create-database') await createDatabase();
    else await execute(databaseUrl(), 'SELECT 1');
  } catch (error) {
    log('ERROR', errorData(error));
    process.exitCode = 1;
  }
}

// A failure inside the engine surfaces outside of any call. 101 is what Prisma expects of an engine that broke.
process.once('uncaughtException', (error) => {
  log('ERROR', { message: error.message });
  process.exit(101);
});
process.once('SIGTERM', () => process.exit(0));
if (positionals[0] === 'cli') await runCommand(positionals[1]);
else serve();
