import { err, ok, type Result } from '#libs/kernel';
import { z } from 'zod';

const url = (protocols: readonly string[]) =>
  z.string().refine(
    (text) => {
      const parsed = URL.canParse(text) ? new URL(text) : undefined;
      return parsed !== undefined && protocols.includes(parsed.protocol);
    },
    `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  );

const integer = (min: number, max: number, fallback: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .default(fallback);

/** `name:key,name:key`: who opens sealed bids. */
const trusteeList = z
  .string()
  .regex(
    /^[a-z0-9-]{1,64}:[0-9a-f]{64}(,[a-z0-9-]{1,64}:[0-9a-f]{64}){1,15}$/,
    'must be 2 to 16 times name:key, separated by commas, each key 64 hexadecimal digits',
  )
  .transform((text) =>
    text.split(',').map((entry) => {
      const [id = '', publicKey = ''] = entry.split(':');
      return { id, publicKey };
    }),
  );

/** Every setting, with its limits and its default. README and docs/settings.md list the same names. */
const environment = z.object({
  DATABASE_URL: url(['postgres:', 'postgresql:']),
  REDIS_URL: url(['redis:', 'rediss:']).optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: integer(0, 65_535, 8080),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  SALVOR_SECRET_KEY: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits (32 random bytes)'),
  SALVOR_OPERATOR_KEY: z
    .string()
    .regex(
      /^salvor_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$/,
      'must be an API key as `salvor_<32 hex>_<43 base64url>`',
    )
    .optional(),
  SALVOR_QUEUE_PREFIX: z
    .string()
    .regex(/^[a-z0-9_]{1,32}$/, 'must be 1 to 32 of a-z, 0-9 and _')
    .default('salvor'),
  SALVOR_RATE_LIMIT_PER_MINUTE: integer(1, 1_000_000, 600),
  SALVOR_BODY_LIMIT_BYTES: integer(1_024, 104_857_600, 1_048_576),
  SALVOR_WORKER_CONCURRENCY: integer(1, 256, 4),
  SALVOR_SWEEP_INTERVAL_MS: integer(100, 60_000, 1_000),
  SALVOR_PLATFORM_FEE_BPS: integer(0, 10_000, 500),
  SALVOR_AUCTION_OUTAGE_MS: integer(1_000, 3_600_000, 5_000),
  SALVOR_TRUSTEES: trusteeList.default([]),
  SALVOR_TRUSTEE_THRESHOLD: integer(2, 16, 2),
  SALVOR_DEMAND_COHORT: integer(5, 1_000, 5),
  SALVOR_DOMAINS_FOLDER: z.string().min(1).optional(),
  SALVOR_HIDDEN_FOLDER: z.string().min(1).optional(),
  SALVOR_HIDDEN_RUNS_MAX: integer(0, 1_000, 3),
  SALVOR_EVALUATION_CHUNK_ROWS: integer(1, 10_000, 100),
  SALVOR_EVALUATION_BATCH_ROWS: integer(1, 10_000, 25),
  SALVOR_EVALUATION_BATCH_TIMEOUT_MS: integer(100, 3_600_000, 60_000),
  SALVOR_RESPONSE_CACHE_DAYS: integer(0, 3_650, 30),
  SALVOR_DISPUTE_WINDOW_DAYS: integer(0, 3_650, 14),
  SALVOR_RECEIPT_BACKDATING_DAYS: integer(1, 3_650, 7),
  SALVOR_PRIVATE_ENDPOINTS: z.enum(['refused', 'allowed']).default('refused'),
  SALVOR_MODEL_COMMANDS_FILE: z.string().min(1).optional(),
});

export type Config = {
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly logLevel: z.output<typeof environment>['LOG_LEVEL'];
  /** 32 bytes under which secrets of the service are kept encrypted. */
  readonly secretKey: Uint8Array;
  readonly operatorKey: string | undefined;
  readonly queuePrefix: string;
  readonly rateLimitPerMinute: number;
  readonly bodyLimitBytes: number;
  readonly workerConcurrency: number;
  readonly sweepIntervalMs: number;
  readonly platformFeeBps: number;
  /** A silence of the sweep longer than this counts as downtime and extends open auctions. */
  readonly auctionOutageMs: number;
  /** Who opens the bids of auctions that are announced from now on: ristretto255 keys in hexadecimal. May be empty. */
  readonly trustees: readonly { readonly id: string; readonly publicKey: string }[];
  /** How many of them it takes. */
  readonly trusteeThreshold: number;
  /** How many buyers have to wait for the same before the demand map shows it. */
  readonly demandCohort: number;
  /** The operator's own domains, beside those that ship with the service. */
  readonly domainsFolder: string | undefined;
  /** Holds `<domain>/hidden.jsonl`, which nobody outside the house sees. */
  readonly hiddenFolder: string | undefined;
  /** How often one party may have one version scored on the hidden split of a domain. */
  readonly hiddenRunsMax: number;
  /** Samples of a chunk: what one job of a run does. */
  readonly evaluationChunkRows: number;
  /** Samples of a batch: what a crash can cost. Models that answer at once are asked a hundred at a time at least. */
  readonly evaluationBatchRows: number;
  readonly evaluationBatchTimeoutMs: number;
  /** How long answers are kept for later runs; 0 keeps none. */
  readonly responseCacheDays: number;
  /** How long anybody may object to weights; 0 leaves no time. */
  readonly disputeWindowDays: number;
  /** How long ago a usage receipt may be dated when it arrives. */
  readonly receiptBackdatingDays: number;
  /** Whether models may be reached at private and link-local addresses. */
  readonly allowsPrivateEndpoints: boolean;
  /** JSON: the programs that models may run as, by name. */
  readonly modelCommandsFile: string | undefined;
};

/** Reads the environment. On failure: one line per wrong setting, all of them at once. */
export function parseConfig(
  variables: Readonly<Record<string, string | undefined>>,
): Result<Config, readonly string[]> {
  const set = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(set);
  if (!parsed.success)
    return err(
      parsed.error.issues.map((issue) => {
        const name = issue.path.join('.');
        return `${name}: ${set[name] === undefined ? 'is required' : issue.message}`;
      }),
    );
  const settings = parsed.data;
  return ok({
    databaseUrl: settings.DATABASE_URL,
    redisUrl: settings.REDIS_URL,
    host: settings.HOST,
    port: settings.PORT,
    logLevel: settings.LOG_LEVEL,
    secretKey: Uint8Array.from(Buffer.from(settings.SALVOR_SECRET_KEY, 'hex')),
    operatorKey: settings.SALVOR_OPERATOR_KEY,
    queuePrefix: settings.SALVOR_QUEUE_PREFIX,
    rateLimitPerMinute: settings.SALVOR_RATE_LIMIT_PER_MINUTE,
    bodyLimitBytes: settings.SALVOR_BODY_LIMIT_BYTES,
    workerConcurrency: settings.SALVOR_WORKER_CONCURRENCY,
    sweepIntervalMs: settings.SALVOR_SWEEP_INTERVAL_MS,
    platformFeeBps: settings.SALVOR_PLATFORM_FEE_BPS,
    auctionOutageMs: settings.SALVOR_AUCTION_OUTAGE_MS,
    trustees: settings.SALVOR_TRUSTEES,
    trusteeThreshold: settings.SALVOR_TRUSTEE_THRESHOLD,
    demandCohort: settings.SALVOR_DEMAND_COHORT,
    domainsFolder: settings.SALVOR_DOMAINS_FOLDER,
    hiddenFolder: settings.SALVOR_HIDDEN_FOLDER,
    hiddenRunsMax: settings.SALVOR_HIDDEN_RUNS_MAX,
    evaluationChunkRows: settings.SALVOR_EVALUATION_CHUNK_ROWS,
    evaluationBatchRows: settings.SALVOR_EVALUATION_BATCH_ROWS,
    evaluationBatchTimeoutMs: settings.SALVOR_EVALUATION_BATCH_TIMEOUT_MS,
    responseCacheDays: settings.SALVOR_RESPONSE_CACHE_DAYS,
    disputeWindowDays: settings.SALVOR_DISPUTE_WINDOW_DAYS,
    receiptBackdatingDays: settings.SALVOR_RECEIPT_BACKDATING_DAYS,
    allowsPrivateEndpoints: settings.SALVOR_PRIVATE_ENDPOINTS === 'allowed',
    modelCommandsFile: settings.SALVOR_MODEL_COMMANDS_FILE,
  });
}
