import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealing } from '#core/auction';
import { assert, type Json } from '#libs/kernel';
import {
  announcementNaming,
  auctionOf,
  CLOSES_AT,
  closingOver,
  loggedBid,
} from '../../apps/cli/src/trustee/closed-auction-fixture.js';
import { createKey } from '../../apps/cli/src/trustee/key-file.js';
import { eventually } from '../support/client.js';
import { ClosedAuctionServer, type Statement } from './closed-auction-server.js';
import { keygen, TrusteeProgram } from './trustee-program.js';

let folder: string;
let publicKey: string;
let server: ClosedAuctionServer;
let url: string;
const running: TrusteeProgram[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'salvor-trustee-'));
  const key = createKey(folder, undefined);
  assert(key.ok, 'the folder is empty');
  ({ publicKey } = key.value);
  server = new ClosedAuctionServer();
  url = await server.listen();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((program) => program.end('SIGKILL')));
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(...args: readonly string[]): TrusteeProgram {
  const program = new TrusteeProgram(url, folder, ...args);
  running.push(program);
  return program;
}

/** An auction in which bidders bid in this order; who bids again, revises. */
function auctionWith(
  bidders: readonly number[],
  { auctionId = 'auc_1', closesAt = CLOSES_AT }: { auctionId?: string; closesAt?: string } = {},
) {
  const announcement = announcementNaming(publicKey, { auctionId, closesAt });
  const auction = auctionOf(announcement);
  const log = bidders.map((bidder, at) =>
    loggedBid(auction, bidder, 1 + bidders.slice(0, at).filter((earlier) => earlier === bidder).length),
  );
  const entries = log.map(({ entry }) => entry);
  return { announcement, auction, log, closing: closingOver(auction, entries, { closedAt: closesAt }) };
}

const closingFile = ({ auction }: { auction: sealing.SealedAuction }): string =>
  join(folder, `closing-${auction.announcementDigest}.json`);

const parsed = (file: string): Json => JSON.parse(readFileSync(file, 'utf8')) as Json;

const leavesTaken = (auctionId = 'auc_1'): readonly number[] => [...server.taken(auctionId).keys()];

/** What one round of a new process says about what it is told. */
async function verdictOn(statement: Statement): Promise<unknown> {
  server.state(statement);
  const program = start('--once');
  const code = await program.ended();
  const refused = program.events.find(({ event }) => event === 'refused');
  return { code, reason: refused?.['reason'], taken: leavesTaken(statement.announcement.auctionId) };
}

describe('a trustee on a machine of its own', () => {
  it('hands in its shares of the bids that count, of every auction that it is asked for', async () => {
    server.state(auctionWith([1, 2, 1, 3, 4, 5, 2]));
    server.state(auctionWith([6], { auctionId: 'auc_2' }));
    const program = start();
    await eventually(
      () => Promise.resolve([...leavesTaken(), 'and', ...leavesTaken('auc_2')]),
      (leaves) => leaves.length === 7,
      30_000,
    );
    expect(leavesTaken()).toEqual([2, 3, 4, 5, 6]);
    expect(leavesTaken('auc_2')).toEqual([0]);
    expect(await program.end('SIGTERM')).toBe(0);
    expect(program.events.map(({ event }) => event)).toContain('ended');
  });

  it('keeps the closing that it acted on', async () => {
    const statement = auctionWith([1]);
    server.state(statement);
    expect(await start('--once').ended()).toBe(0);
    expect(parsed(closingFile(statement))).toEqual(statement.closing);
  });

  it('logs neither shares nor anything of the envelopes', async () => {
    const { log, ...others } = auctionWith([1, 2]);
    server.state({ log, ...others });
    const program = start('--once');
    await program.ended();
    const secrets = [
      ...server.taken('auc_1').values(),
      ...log.map(({ entry }) => entry.envelopeDigest),
      ...log.map(({ envelope }) => Buffer.from(envelope).toString('base64url')),
    ];
    expect(secrets).toHaveLength(6);
    expect(secrets.filter((secret) => program.log.includes(secret.slice(0, 16)))).toEqual([]);
  });

  it('waits for a service that is not there, and for one that breaks off', async () => {
    await server.close();
    const program = start();
    await program.saw('round-failed');
    server = new ClosedAuctionServer();
    await server.listen(Number(new URL(url).port));
    server.cutOff = 2;
    server.state(auctionWith([1, 2]));
    await program.saw('served');
    expect(leavesTaken()).toEqual([0, 1]);
  });

  it('ends at once on SIGINT while it has nothing to do', async () => {
    const program = start('--every', '60000');
    await program.saw('started');
    expect(await program.end('SIGINT')).toBe(0);
  });
});

describe('a trustee refuses', () => {
  it('a second closing over another log, and keeps both as proof', async () => {
    const first = auctionWith([1, 2]);
    server.state(first);
    await start('--once').ended();
    const log = first.log.slice(1);
    const closing = closingOver(
      first.auction,
      log.map(({ entry }) => entry),
    );
    server.state({ ...first, log, closing });
    const program = start('--once');
    expect(await program.ended()).toBe(1);
    expect(leavesTaken()).toEqual([]);
    expect(await program.saw('EQUIVOCATION')).toMatchObject({ level: 'error', auctionId: 'auc_1' });
    const proof = parsed(join(folder, 'equivocation-auc_1.json')) as { closings: [Json, Json] };
    expect(proof).toMatchObject({ announcement: first.announcement, closings: [first.closing, closing] });
    expect(sealing.areContradictoryClosings(first.auction, ...proof.closings)).toBe(true);
    expect(parsed(closingFile(first))).toEqual(first.closing);
  });

  it('to act before the close by its own clock, and acts after it', async () => {
    const closesAtMs = Date.now() + 2_000;
    const statement = auctionWith([1], { closesAt: new Date(closesAtMs).toISOString() });
    server.state(statement);
    const program = start();
    expect(await program.saw('refused')).toMatchObject({ reason: 'not-closed-yet' });
    expect(existsSync(closingFile(statement))).toBe(false);
    await program.saw('served');
    expect(Date.now()).toBeGreaterThanOrEqual(closesAtMs);
  });

  it('a closing that the operator signed before the announced time', async () => {
    const { auction, ...others } = auctionWith([1], { closesAt: '2999-01-01T00:00:00Z' });
    const closing = closingOver(auction, [loggedBid(auction, 1).entry]);
    expect(await verdictOn({ ...others, closing })).toEqual({
      code: 1,
      reason: 'closed-too-early',
      taken: [],
    });
  });

  it.each([
    ['first', 0],
    ['fourth', 3],
    ['last', 4],
  ])('a log from which the %s entry is missing', async (_which, missing) => {
    const statement = auctionWith([1, 2, 3, 4, 5]);
    const log = statement.log.filter((_each, at) => at !== missing);
    expect(await verdictOn({ ...statement, log })).toEqual({
      code: 1,
      reason: 'not-the-closed-log',
      taken: [],
    });
    expect(readdirSync(folder)).toEqual(['trustee-key.json']);
  });

  it('a log with more in it than was closed over', async () => {
    const statement = auctionWith([1, 2]);
    const log = [...statement.log, loggedBid(statement.auction, 3)];
    expect(await verdictOn({ ...statement, log })).toMatchObject({ reason: 'not-the-closed-log', taken: [] });
  });

  it('the envelopes of another auction, with its entries or under the right ones', async () => {
    const statement = auctionWith([1, 2]);
    const { log: others } = auctionWith([1, 2], { auctionId: 'auc_2' });
    expect(await verdictOn({ ...statement, log: others })).toMatchObject({
      reason: 'entry-of-another-auction',
      taken: [],
    });
    const log = statement.log.map(({ entry }, at) => ({
      entry,
      envelope: others[at]?.envelope ?? new Uint8Array(),
    }));
    expect(await verdictOn({ ...statement, log })).toMatchObject({ reason: 'another-envelope', taken: [] });
  });

  it('an earlier end made up for it: bids are bound to the announcement that their bidders saw', async () => {
    const { log } = auctionWith([1, 2], { closesAt: '2999-01-01T00:00:00Z' });
    const announcement = announcementNaming(publicKey);
    const closing = closingOver(
      auctionOf(announcement),
      log.map(({ entry }) => entry),
    );
    server.state({ announcement, closing, log });
    const program = start('--once');
    expect(await program.ended()).toBe(1);
    expect(await program.saw('share-withheld')).toMatchObject({ reason: 'bound-elsewhere' });
    expect(await program.saw('refused')).toMatchObject({ reason: 'shares-withheld' });
    expect(server.received).toEqual([]);
  });

  it('an auction that does not name it, and one that calls it otherwise', async () => {
    const statement = auctionWith([1]);
    expect(await verdictOn({ ...statement, announcement: announcementNaming('0'.repeat(64)) })).toMatchObject(
      {
        reason: 'malformed-announcement',
      },
    );
    server.state(statement);
    const program = start('--once', '--id', 'bank');
    expect(await program.ended()).toBe(1);
    expect(await program.saw('refused')).toMatchObject({ reason: 'named-otherwise' });
  });

  it('to act when it cannot read what it acted on before', async () => {
    const statement = auctionWith([1]);
    writeFileSync(closingFile(statement), '{"closing":');
    expect(await verdictOn(statement)).toEqual({ code: 1, reason: 'kept-closing-unreadable', taken: [] });
  });
});

describe('a trustee that is killed', () => {
  it('after it kept the closing and before it handed anything in, hands in the same shares', async () => {
    const statement = auctionWith(Array.from({ length: 80 }, (_, at) => at + 1));
    server.state(statement);
    const program = start();
    await program.killOnce(closingFile(statement));
    expect(server.received).toEqual([]);
    expect(await start('--once').ended()).toBe(0);
    expect(leavesTaken()).toHaveLength(80);
    expect(parsed(closingFile(statement))).toEqual(statement.closing);
  });

  it('after it handed its shares in, hands in the same bytes again', async () => {
    server.state(auctionWith([1, 2, 3]));
    const program = start('--every', '60000');
    await program.saw('shares-handed-in');
    await program.end('SIGKILL');
    expect(await start('--once').ended()).toBe(0);
    const [first, second] = server.received;
    expect(server.received).toHaveLength(2);
    expect(second).toBe(first);
  });
});

describe('salvor trustee keygen', () => {
  it('prints the public half, and the name', () => {
    const made = keygen(join(folder, 'another'), '--id', 'court');
    expect(made).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(made.stdout)).toEqual({
      id: 'court',
      publicKey: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
  });

  it('does not replace a key', () => {
    const before = readFileSync(join(folder, 'trustee-key.json'), 'utf8');
    const { status, stdout, stderr } = keygen(folder);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('there already');
    expect(readFileSync(join(folder, 'trustee-key.json'), 'utf8')).toBe(before);
  });

  it('names an option that is missing or wrong', () => {
    expect(keygen(folder, '--id', 'a,b').stderr).toContain('--id must be');
  });
});
