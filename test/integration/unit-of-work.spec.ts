import { Test, type TestingModule } from '@nestjs/testing';
import { err, ok } from '#libs/kernel';
import {
  newId,
  PlatformModule,
  PrismaService,
  problem,
  type Scope,
  type Tx,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import { amountMinor, instant } from '#contract/platform';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let testing: TestingModule;
let prisma: PrismaService;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, { DATABASE_URL: database.url, SALVOR_SECRET_KEY: '5a'.repeat(32) });
  testing = await Test.createTestingModule({ imports: [PlatformModule] }).compile();
  prisma = testing.get(PrismaService);
  unitOfWork = testing.get(UnitOfWork);
}, 30_000);
afterAll(async () => {
  await testing.close();
  await database.drop();
});
// Heartbeats are rows like any other, with nothing attached to them.
beforeEach(() => prisma.heartbeat.deleteMany());

const EPOCH = new Date(0);
const beat = (tx: Tx, name: string) => tx.heartbeat.create({ data: { name, at: EPOCH } });
const touch = (tx: Tx, name: string) => tx.heartbeat.update({ where: { name }, data: { at: new Date(1) } });
const names = async (): Promise<string[]> =>
  (await prisma.heartbeat.findMany({ orderBy: { name: 'asc' } })).map(({ name }) => name);

/** Resolves for everybody once this many have arrived. */
function meetingOf(count: number): () => Promise<void> {
  let arrived = 0;
  let everybodyIsHere = (): void => undefined;
  const meeting = new Promise<void>((resolve) => {
    everybodyIsHere = resolve;
  });
  return () => {
    arrived += 1;
    if (arrived >= count) everybodyIsHere();
    return meeting;
  };
}

describe('a unit of work', () => {
  it('keeps what succeeded', async () => {
    const result = await unitOfWork.run(async (tx) => ok((await beat(tx, 'kept')).name));
    expect(result).toEqual(ok('kept'));
    expect(await names()).toEqual(['kept']);
  });

  it('leaves nothing of an expected failure, and hands it on as a value', async () => {
    const failure = problem('insufficient-funds', 'not enough');
    const result = await unitOfWork.run(async (tx) => {
      await beat(tx, 'undone');
      return err(failure);
    });
    expect(result).toEqual(err(failure));
    expect(await names()).toEqual([]);
  });

  it('leaves nothing of a bug, and does not try it again', async () => {
    let attempts = 0;
    const run = unitOfWork.run(async (tx) => {
      attempts += 1;
      await beat(tx, 'undone');
      throw new TypeError('a bug');
    });
    await expect(run).rejects.toThrow(TypeError);
    expect(attempts).toBe(1);
    expect(await names()).toEqual([]);
  });

  it.each([
    ['model calls', (tx: Tx, name: string) => touch(tx, name)],
    [
      'raw SQL',
      (tx: Tx, name: string) => tx.$executeRaw`UPDATE heartbeat SET at = now() WHERE name = ${name}`,
    ],
  ])('tries again after a deadlock in %s', async (_way, update) => {
    await prisma.heartbeat.createMany({ data: ['a', 'b'].map((name) => ({ name, at: EPOCH })) });
    const meet = meetingOf(2);
    let attempts = 0;
    const inOrder = (first: string, second: string) =>
      unitOfWork.run(async (tx) => {
        attempts += 1;
        await update(tx, first);
        await meet();
        await update(tx, second);
        return ok(`${first} then ${second}`);
      });
    const results = await Promise.all([inOrder('a', 'b'), inOrder('b', 'a')]);
    expect(results).toEqual([ok('a then b'), ok('b then a')]);
    expect(attempts).toBe(3);
  });

  it('tries again after a serialization failure', async () => {
    await unitOfWork.run(async (tx) => ok(await beat(tx, 'contended')));
    let attempts = 0;
    const result = await unitOfWork.run(async (tx) => {
      attempts += 1;
      await tx.$executeRaw`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`;
      await tx.heartbeat.count();
      if (attempts === 1) await touch(prisma, 'contended');
      await touch(tx, 'contended');
      return ok(attempts);
    });
    expect(result).toEqual(ok(2));
  });

  it('gives up after five attempts', async () => {
    let attempts = 0;
    const run = unitOfWork.run(async (tx) => {
      attempts += 1;
      await tx.$executeRaw`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = 'serialization_failure'; END $$`;
      return ok(undefined);
    });
    await expect(run).rejects.toThrow();
    expect(attempts).toBe(5);
  });

  it('does not try again what another attempt would not change', async () => {
    await unitOfWork.run(async (tx) => ok(await beat(tx, 'taken')));
    let attempts = 0;
    const run = unitOfWork.run(async (tx) => {
      attempts += 1;
      return ok(await beat(tx, 'taken'));
    });
    await expect(run).rejects.toMatchObject({ code: 'P2002' });
    expect(attempts).toBe(1);
  });
});

describe('a write', () => {
  const view = z.strictObject({ amountMinor, at: instant });
  const answer = { amountMinor: 9_007_199_254_740_993n, at: new Date('2026-11-21T09:30:00.123Z') };
  const actor = { partyId: newId('party'), scopes: new Set<Scope>(['buyer']) };

  let replays: number;
  const request = (parts: Partial<WriteRequest> = {}): WriteRequest => ({
    actor,
    idempotencyKey: 'key-1',
    route: 'POST /v1/bids',
    requestHash: 'a'.repeat(64),
    onReplay: () => {
      replays += 1;
    },
    ...parts,
  });

  /** Writes a heartbeat of this name and answers. */
  const writing = (name: string) => async (tx: Tx) => {
    await beat(tx, name);
    return ok(answer);
  };

  beforeEach(async () => {
    replays = 0;
    await prisma.idempotentResponse.deleteMany();
  }, 30_000);

  it('is answered by what it did', async () => {
    expect(await unitOfWork.write(request(), view, writing('once'))).toEqual(ok(answer));
    expect(replays).toBe(0);
  });

  it('is done once and answered alike when it is repeated', async () => {
    await unitOfWork.write(request(), view, writing('once'));
    const repeated = await unitOfWork.write(request(), view, writing('twice'));
    expect(repeated).toEqual(ok(answer));
    expect(replays).toBe(1);
    expect(await names()).toEqual(['once']);
  });

  it('is refused when its key was used for another request', async () => {
    await unitOfWork.write(request(), view, writing('once'));
    const other = await unitOfWork.write(request({ requestHash: 'b'.repeat(64) }), view, writing('twice'));
    expect(other).toMatchObject({ ok: false, error: { code: 'idempotency-key-reused' } });
    expect(await names()).toEqual(['once']);
  });

  it('shares its key with nobody else', async () => {
    await unitOfWork.write(request(), view, writing('mine'));
    const theirs = { partyId: newId('party'), scopes: new Set<Scope>() };
    await unitOfWork.write(request({ actor: theirs }), view, writing('theirs'));
    expect(await names()).toEqual(['mine', 'theirs']);
    expect(replays).toBe(0);
  });

  it('is decided anew after a refusal', async () => {
    const refused = await unitOfWork.write(request(), view, () =>
      Promise.resolve(err(problem('auction-not-open', 'too early'))),
    );
    expect(refused).toMatchObject({ ok: false, error: { code: 'auction-not-open' } });
    expect(await unitOfWork.write(request(), view, writing('later'))).toEqual(ok(answer));
    expect(replays).toBe(0);
  });

  it('runs once when it arrives twice at a time: the second is told to wait', async () => {
    const first = unitOfWork.write(request(), view, async (tx) => {
      await beat(tx, 'once');
      const second = await unitOfWork.write(request(), view, writing('twice'));
      expect(second).toMatchObject({ ok: false, error: { code: 'request-in-flight' } });
      return ok(answer);
    });
    expect(await first).toEqual(ok(answer));
    expect(await names()).toEqual(['once']);
  });

  it('has happened or not, effect and answer together, when the connection dies before the commit', async () => {
    const dying = unitOfWork.write(request(), view, async (tx) => {
      await beat(tx, 'lost');
      await tx.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`;
      return ok(answer);
    });
    await expect(dying).rejects.toThrow();
    expect(await names()).toEqual([]);
    expect(await prisma.idempotentResponse.count()).toBe(0);
    expect(await unitOfWork.write(request(), view, writing('second try'))).toEqual(ok(answer));
    expect(replays).toBe(0);
  });

  it('leaves no effect when its answer cannot be stored', async () => {
    const unsendable = unitOfWork.write(request(), view, async (tx) => {
      await beat(tx, 'undone');
      return ok({ ...answer, amountMinor: -1n });
    });
    await expect(unsendable).rejects.toThrow();
    expect(await names()).toEqual([]);
  });

  it('runs once out of twenty that arrive together', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        unitOfWork.write(request(), view, writing(`number ${String(index)}`)),
      ),
    );
    expect(await names()).toHaveLength(1);
    for (const result of results)
      expect(result.ok ? result.value : result.error.code).toEqual(result.ok ? answer : 'request-in-flight');
  });
});
