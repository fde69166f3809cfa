import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { shippedDomainsFolder } from '#libs/evaluation';
import { err, ok, type Result } from '#libs/kernel';

export type Options = {
  readonly port: string | undefined;
  readonly empty: boolean;
  /** Domains on which the demonstration evaluates; all that ship when undefined. */
  readonly domains: readonly string[] | undefined;
  readonly help: boolean;
};

export const USAGE = `Usage: npm start -- [--port PORT] [--empty | --domains NAMES]

  --port PORT      where to listen on 127.0.0.1 (default 8080; PORT does the same)
  --empty          leave the demonstration market out
  --domains NAMES  evaluate on these domains only, separated by commas: a shorter demonstration

DATABASE_URL and REDIS_URL select servers of your own. Data of the embedded database, keys and state
stand under .salvor/ (SALVOR_DATA_FOLDER moves them).
`;

/** Reads the command line. The error is a sentence for the person who typed it. */
export function parseOptions(argv: readonly string[]): Result<Options, string> {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string' },
        empty: { type: 'boolean', default: false },
        domains: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.port !== undefined && !/^\d{1,5}$/.test(values.port))
      return err(`--port: ${values.port} is not a port`);
    const domains = values.domains?.split(',');
    const unknown = domains?.find((name) => !existsSync(join(shippedDomainsFolder(), name, 'domain.yaml')));
    if (unknown !== undefined) return err(`--domains: no domain ${unknown} ships`);
    return ok({ port: values.port, empty: values.empty, domains, help: values.help });
  } catch (error) {
    return err((error as Error).message);
  }
}
