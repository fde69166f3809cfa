import { ConfigurationError, EmbeddedPostgresFailure, MigrationFailure } from '#libs/platform';
import { demonstrate } from './demonstration/demonstrate.js';
import { type Installation, openInstallation } from './installation.js';
import { parseOptions, USAGE } from './options.js';
import { type Service, startService } from './service.js';

const DEMONSTRATION_BACKDATING_DAYS = '120';

/** A running service, or a sentence why not. */
async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (!options.ok) {
    explain(options.error);
    return;
  }
  if (options.value.help) {
    process.stdout.write(USAGE);
    return;
  }
  if (options.value.port !== undefined) process.env['PORT'] = options.value.port;
  // The demonstration hands in three months of receipts at once.
  if (!options.value.empty) process.env['SALVOR_RECEIPT_BACKDATING_DAYS'] ??= DEMONSTRATION_BACKDATING_DAYS;
  const installation = openInstallation();
  const stopping = new AbortController();
  const service = await startService(installation, () => {
    process.stderr.write('The database ended unexpectedly; see postgres.log.\n');
    process.exit(1);
  });
  stopOnSignal(service, stopping);
  process.stdout.write(`\n  Salvor serves at ${service.url}   (Ctrl-C stops it)\n\n`);
  const { empty, domains } = options.value;
  if (!empty) await runDemonstration(service, installation, domains, stopping.signal);
  if (!stopping.signal.aborted) process.stdout.write(whereToLook(service.url, installation));
}

async function runDemonstration(
  service: Service,
  installation: Installation,
  domains: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<void> {
  try {
    await demonstrate({
      url: service.url,
      operatorKey: service.operatorKey,
      installation,
      ownDatabaseUrl: service.ownDatabaseUrl,
      domains,
      signal,
    });
  } catch (error) {
    if (signal.aborted) return;
    process.stderr.write(
      `\nThe demonstration stopped: ${(error as Error).message}\nThe next start takes it up again.\n`,
    );
  }
}

/** The first signal drains and stops; a second one, a moment later, does not wait any longer. */
function stopOnSignal(service: Service, stopping: AbortController): void {
  let askedAtMs = 0;
  const stop = (): void => {
    // A terminal signals the whole group and the launcher passes it on: one Ctrl-C arrives twice.
    if (stopping.signal.aborted && Date.now() - askedAtMs > 1_000) process.exit(1);
    if (stopping.signal.aborted) return;
    askedAtMs = Date.now();
    stopping.abort();
    process.stdout.write('\nStopping: requests and jobs in progress are finished first.\n');
    service.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

const whereToLook = (url: string, { folder }: Installation): string => `
  The market at a glance   ${url}/
  The API, to read and try ${url}/docs
  Its description          ${url}/docs/openapi.json
  Health                   ${url}/health/ready
  The operator's API key   ${folder}/secrets.json

`;

function explain(reason: string): void {
  process.stderr.write(`${reason}\n\n${USAGE}`);
  process.exitCode = 2;
}

const EXPECTED = [ConfigurationError, EmbeddedPostgresFailure, MigrationFailure];

/** A sentence for what can go wrong on any machine, the stack for what only we can have got wrong. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE' || code === 'EACCES')
    return `${error.message}\nChoose another port: npm start -- --port PORT`;
  return EXPECTED.some((kind) => error instanceof kind) ? error.message : (error.stack ?? error.message);
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(1);
});
