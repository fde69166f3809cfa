/**
 * Prisma's schema engine as WebAssembly, bound to the `pg` driver. Prisma's command line downloads a native
 * engine for every command; where downloads are blocked this one does the same work from npm packages alone.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

/** Nothing is left out of a comparison: no table or enum of ours is managed elsewhere. */
export const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Opens an engine on a database. It connects at once, whatever it is asked to do later, and stays connected
 * until `close` is called.
 * @param {string} url `postgresql://…`
 * @param {[path: string, content: string][]} datamodels the schema files
 * @param {(line: string) => void} onLog receives JSON log records
 */
export async function openSchemaEngine(url, datamodels, onLog) {
  await instantiate();
  const database = new SchemaPg(url);
  const factory = bindMigrationAwareSqlAdapterFactory(database);
  const engine = await glue.SchemaEngine.new({ datamodels }, onLog, factory);
  return { engine, close: () => database.disconnect() };
}

/** The engine reports a broken assumption of its own here, and then ends with a trap that says nothing. */
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message: (message) => {
    throw new Error(`The schema engine failed: ${message}`);
  },
};

/** The package's own entry imports the .wasm file as a module, which Node does not do without a flag. */
async function instantiate() {
  const path = fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const bytes = await readFile(path.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

/** The same server, another database. */
export function withDatabase(url, database) {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.href;
}

export const databaseOf = (url) => decodeURIComponent(new URL(url).pathname.slice(1));

/** Runs one statement outside of any engine: databases are created and dropped from the database `postgres`. */
export async function execute(url, sql) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/**
 * Prisma's adapter for `pg`, made fit for migrations. As published it cuts scripts at every semicolon (also
 * inside function bodies), knows no `"char"` columns (the system catalogues are full of them), and lets a
 * connection string's database win over the shadow database's name, which would replay all migrations on the
 * real database.
 */
class SchemaPg extends PrismaPg {
  constructor(url) {
    super({ connectionString: url }, { schema: new URL(url).searchParams.get('schema') ?? undefined });
    this.url = url;
    this.adapters = [];
  }

  async connect() {
    const adapter = fitForMigrations(await super.connect());
    this.adapters.push(adapter);
    return adapter;
  }

  /** The engine itself never lets go of its connections. */
  async disconnect() {
    await Promise.all(this.adapters.splice(0).map((adapter) => adapter.dispose()));
  }

  async connectToShadowDb() {
    const database = `salvor_shadow_${crypto.randomUUID()}`;
    await execute(withDatabase(this.url, 'postgres'), `CREATE DATABASE "${database}"`);
    const adapter = await new SchemaPg(withDatabase(this.url, database)).connect();
    const disconnect = adapter.dispose.bind(adapter);
    adapter.dispose = async () => {
      await disconnect();
      await execute(withDatabase(this.url, 'postgres'), `DROP DATABASE "${database}" WITH (FORCE)`);
    };
    return adapter;
  }
}

/** Object identifiers of types, from pg_type.dat. */
const CHAR_OID = 18;
const BPCHAR_OID = 1042;

function fitForMigrations(adapter) {
  readCharColumns(adapter);
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

/** `"char"` is read as if it were char(1), which the adapter knows, and reported to the engine as a character. */
function readCharColumns(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  const charFieldsOf = new WeakMap();
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    const isChar = result.fields.map((field) => field.dataTypeID === CHAR_OID);
    result.fields.forEach((field, index) => {
      if (isChar[index]) field.dataTypeID = BPCHAR_OID;
    });
    charFieldsOf.set(query, isChar);
    return result;
  };
  adapter.queryRaw = async (query) => {
    const { columnTypes, ...rest } = await queryRaw(query);
    const isChar = charFieldsOf.get(query);
    return {
      ...rest,
      columnTypes: columnTypes.map((type, index) => (isChar[index] ? ColumnTypeEnum.Character : type)),
    };
  };
}
