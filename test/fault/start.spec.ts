import { once } from 'node:events';
import { createServer } from 'node:net';
import pg from 'pg';
import { eventually } from '../support/client.js';
import { Standalone } from '../support/standalone.js';
import { startTestApp } from '../support/test-app.js';

const TIMEOUT_MS = 60_000;

test(
  'a taken port is explained in a sentence, and nothing keeps running',
  async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const standalone = await Standalone.inNewFolder();
    try {
      standalone.start(['--empty', '--port', String(port)]);
      expect(await standalone.ended()).toBe(1);
      expect(standalone.output).toContain(`address already in use 127.0.0.1:${String(port)}`);
      expect(standalone.output).not.toContain('    at ');
    } finally {
      taken.close();
      await standalone.remove();
    }
  },
  TIMEOUT_MS,
);

test(
  'a second start on the same folder is refused and leaves the first one alone',
  async () => {
    const first = await Standalone.inNewFolder();
    const second = first.another();
    try {
      first.start(['--empty']);
      await first.saw('serves at');
      second.start(['--empty']);
      expect(await second.ended()).toBe(1);
      expect((await fetch(`${first.url()}/health/ready`)).status).toBe(200);
    } finally {
      await first.remove();
    }
  },
  TIMEOUT_MS,
);

test(
  'sessions that the database ends are opened again: requests are served and sweeps go on',
  async () => {
    const { url, database, close } = await startTestApp();
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const lastSweep = async (): Promise<number> => {
      const { rows } = await client.query<{ at: Date }>(
        `SELECT at FROM heartbeat WHERE name = 'auction-sweep'`,
      );
      return rows[0]?.at.getTime() ?? 0;
    };
    try {
      await eventually(lastSweep, (at) => at > 0);
      await client.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      const endedAtMs = Date.now();
      await eventually(
        () => fetch(`${url}/health/ready`),
        ({ status }) => status === 200,
      );
      await eventually(lastSweep, (at) => at > endedAtMs + 1_000, 40_000);
    } finally {
      await client.end();
      await close();
    }
  },
  TIMEOUT_MS,
);
