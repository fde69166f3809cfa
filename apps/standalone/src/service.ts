import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import {
  applyMigrations,
  ConfigurationError,
  createHttpApp,
  type EmbeddedPostgres,
  parseConfig,
  projectRoot,
  serveOpenApi,
  serveWeb,
  startEmbeddedPostgres,
} from '#libs/platform';
import type { Installation } from './installation.js';
import { StandaloneModule } from './standalone.module.js';
import { embedTrustees, startTrustees } from './trustees.js';

const DATABASE = 'salvor';

export type Service = {
  readonly url: string;
  readonly operatorKey: string;
  /** Set when the database is not the embedded one. */
  readonly ownDatabaseUrl: string | undefined;
  readonly stop: () => Promise<void>;
};

/** Brings up database, migrations, API, worker and trustees. What was started is stopped when a part fails. */
export async function startService(installation: Installation, onDatabaseLost: () => void): Promise<Service> {
  const ownDatabaseUrl = process.env['DATABASE_URL'];
  const postgres =
    ownDatabaseUrl === undefined ? await startDatabase(installation, onDatabaseLost) : undefined;
  try {
    const databaseUrl = ownDatabaseUrl ?? postgres?.connectionString(DATABASE) ?? '';
    process.env['DATABASE_URL'] = databaseUrl;
    process.env['SALVOR_SECRET_KEY'] ??= installation.secretKey;
    const operatorKey = (process.env['SALVOR_OPERATOR_KEY'] ??= installation.operatorKey);
    process.env['LOG_LEVEL'] ??= 'warn';
    const trustees = embedTrustees(installation.folder);
    checkSettings();
    await applyMigrations(databaseUrl, join(projectRoot(), 'prisma', 'migrations'));
    const app = await startApplication();
    const url = await app.getUrl();
    const running = startTrustees(trustees, url, (sentence) => process.stderr.write(`${sentence}\n`));
    const stop = async (): Promise<void> => {
      await running.stop();
      await app.close();
      await postgres?.stop();
    };
    return { url, operatorKey, ownDatabaseUrl, stop };
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
}

/** What runs already, relay and workers, is stopped when the port cannot be had: the database goes next. */
async function startApplication(): Promise<INestApplication> {
  const app = await createHttpApp(StandaloneModule);
  try {
    serveOpenApi(app);
    serveWeb(app);
    await app.listen(Number(process.env['PORT'] ?? 8080), process.env['HOST'] ?? '127.0.0.1');
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** Before anything is touched: a wrong setting must not leave a half-made installation. */
function checkSettings(): void {
  const config = parseConfig(process.env);
  if (!config.ok)
    throw new ConfigurationError(`The configuration is not valid:\n  ${config.error.join('\n  ')}`);
}

async function startDatabase(
  { folder }: Installation,
  onUnexpectedEnd: () => void,
): Promise<EmbeddedPostgres> {
  const log = createWriteStream(join(folder, 'postgres.log'), { flags: 'a' });
  const postgres = await startEmbeddedPostgres({
    dataFolder: join(folder, 'postgres'),
    onLog: (line) => log.write(`${line}\n`),
    onUnexpectedEnd,
  });
  await postgres.ensureDatabase(DATABASE);
  return postgres;
}
