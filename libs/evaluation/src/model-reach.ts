import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type Id, seededRandom } from '#libs/kernel';
import { type Config, ConfigurationError, InjectConfig, SystemClock } from '#libs/platform';
import { z } from 'zod';
import { type AllowedCommand, GuardedClient, type ModelReach } from './adapters/index.js';
import { EvaluationCredentials } from './evaluation-credentials.js';

const commands = z.record(
  z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  z.strictObject({
    executable: z.string().min(1),
    args: z.array(z.string()),
    folder: z.string().min(1).optional(),
    environment: z.record(z.string(), z.string()).optional(),
  }),
);

/** What the operator lets models reach: endpoints through one guarded way out, and the programs on a list. */
@Injectable()
export class ReachOfModels implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #config: Config;
  readonly #credentials: EvaluationCredentials;
  readonly #client: GuardedClient;
  #commands: Readonly<Record<string, AllowedCommand>> = {};

  constructor(@InjectConfig() config: Config, credentials: EvaluationCredentials, clock: SystemClock) {
    this.#config = config;
    this.#credentials = credentials;
    this.#client = new GuardedClient({
      allowPrivateAddresses: config.allowsPrivateEndpoints,
      // Spreads repeated calls of several processes over time.
      random: seededRandom(randomUUID()),
      clock,
      limits: { attemptTimeoutMs: config.evaluationBatchTimeoutMs },
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    const { modelCommandsFile: file } = this.#config;
    if (file !== undefined) this.#commands = await readCommands(file);
  }

  onApplicationShutdown(): void {
    this.#client.close();
  }

  /** For a version that the party declared: its secrets and nobody else's. */
  of(sellerId: Id<'party'>): ModelReach {
    return {
      client: this.#client,
      allowedCommands: this.#commands,
      secretOf: (name) => this.#credentials.secretOf(sellerId, name),
    };
  }
}

async function readCommands(file: string): Promise<Readonly<Record<string, AllowedCommand>>> {
  const wrong = (reason: string): ConfigurationError =>
    new ConfigurationError(`The configuration is not valid:\n  SALVOR_MODEL_COMMANDS_FILE: ${reason}`);
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
  const parsed = commands.safeParse(json);
  if (!parsed.success)
    throw wrong(parsed.error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`).join('; '));
  return Object.fromEntries(
    Object.entries(parsed.data).map(([name, { executable, args, folder, environment }]) => [
      name,
      {
        executable,
        args,
        ...(folder === undefined ? {} : { folder }),
        ...(environment === undefined ? {} : { environment }),
      },
    ]),
  );
}
