import { Module } from '@nestjs/common';
import { AccessHttpModule } from '#libs/access';
import { AttributionHttpModule } from '#libs/attribution';
import { CatalogHttpModule } from '#libs/catalog';
import { asId, encodeId, type Id, seededRandom } from '#libs/kernel';
import { LedgerHttpModule } from '#libs/ledger';
import { HttpConventionsModule, newId } from '#libs/platform';
import pg from 'pg';
import { PayoutHttpModule } from '../../libs/settlement/src/payout-run.module.js';
import { idIn, type Metered, openPayouts, type Payouts } from '../integration/payout-fixture.js';
import { eventually, type TestParty } from '../support/client.js';
import { startTestApp } from '../support/test-app.js';
import { WorkerProcess } from '../support/worker-process.js';

const HOLDERS = 600;
const SHARE_BPS = 6_000;
const KILLS = 3;
/** Of the kill points. Any other will do as well. */
const SEED = 'three kills in one payout run';
/** By this name the database knows the sessions of the process that is killed. */
const WORKER = 'killed-payer';
const TIMEOUT_MS = 240_000;
const TO = '2026-03-31T00:00:00.000Z';

/** What pays is a process of its own. */
@Module({
  imports: [
    HttpConventionsModule,
    AccessHttpModule,
    LedgerHttpModule,
    CatalogHttpModule,
    AttributionHttpModule,
    PayoutHttpModule,
  ],
})
class PayoutApi {}

let payouts: Payouts;
let database: pg.Client;
let worker: WorkerProcess | undefined;
let [seller, payer, alice, bob]: TestParty[] = [];
let holders: readonly Id<'party'>[] = [];

beforeAll(async () => {
  const testApp = await startTestApp({}, PayoutApi);
  payouts = await openPayouts(testApp);
  database = new pg.Client({ connectionString: testApp.database.url });
  await database.connect();
  [seller, payer, alice, bob] = [
    await payouts.party('Seller', 'seller'),
    await payouts.party('Payer', 'buyer'),
    await payouts.party('Alice'),
    await payouts.party('Bob'),
  ];
  holders = Array.from({ length: HOLDERS }, () => newId('party'));
  await payouts.prisma.party.createMany({
    data: holders.map((id, index) => ({ id, name: `Holder ${String(index)}` })),
  });
}, 60_000);

afterAll(async () => {
  await worker?.end('SIGKILL');
  await database.end();
  await payouts.close();
});

const party = (one: TestParty | undefined): TestParty => {
  if (one === undefined) throw new Error('not enrolled yet');
  return one;
};

/** A meter with revenue, two contributors, and a share of revenue in six hundred hands. */
async function stage(name: string): Promise<{ meter: Metered; agreementId: string }> {
  const meter = await payouts.metered(party(seller), name);
  const weightSetId = await payouts.declare(meter, [
    [party(alice), 3],
    [party(bob), 1],
  ]);
  const grant = await payouts.grant(meter, party(seller), SHARE_BPS, '2026-01-01T00:00:00.000Z');
  await payouts.prisma.revenueShareTransfer.createMany({
    data: holders.map((toId) => ({
      grantId: idIn('grant', grant),
      fromId: idIn('party', party(seller).id),
      toId,
      units: SHARE_BPS / HOLDERS,
      transferredAt: new Date('2026-01-02T00:00:00.000Z'),
    })),
  });
  const fee = { kind: 'fee', id: 'platform', payee: 'platform', bps: 500, capMinor: null };
  const agreementId = await payouts.agree(meter, { weightSetId, steps: [fee] });
  for (const at of ['2026-01-10', '2026-02-10', '2026-03-10'])
    await payouts.charge(meter, party(payer), `${at}T00:00:00.000Z`, 1_234_567n);
  return { meter, agreementId };
}

async function request({ agreementId }: { agreementId: string }): Promise<Id<'payoutRun'>> {
  const { body } = await party(seller).client.post(`/v1/agreements/${agreementId}/runs`, { to: TO });
  return idIn('payoutRun', String(body['id']));
}

function startWorker(): WorkerProcess {
  const url = new URL(payouts.testApp.database.url);
  url.searchParams.set('application_name', WORKER);
  worker = new WorkerProcess(url.href);
  return worker;
}

async function reached(run: Id<'payoutRun'>, parties: number, by: WorkerProcess): Promise<void> {
  const paid = async (): Promise<number> => {
    if (by.hasEnded()) throw new Error(`the worker ended by itself:\n${by.output}`);
    return (await payouts.prisma.payoutRun.findUniqueOrThrow({ where: { id: run } })).paidCount;
  };
  await eventually(paid, (count) => count >= parties, 60_000);
}

/** A commit that was sent before the kill may still happen after it; then the worker's sessions are gone. */
async function kill(running: WorkerProcess): Promise<void> {
  await running.end('SIGKILL');
  const open = async (): Promise<number> => {
    const { rows } = await database.query<{ open: number }>(
      'SELECT count(*)::int AS open FROM pg_stat_activity WHERE application_name = $1',
      [WORKER],
    );
    return rows[0]?.open ?? 0;
  };
  await eventually(open, (sessions) => sessions === 0);
}

/** What each party's statement says, but for the names of agreement, run and grant, and what was booked for it. */
async function outcome(run: Id<'payoutRun'>) {
  const { rows } = await database.query<{ party_id: string; paid: string; rest: string; booked: string }>(
    `SELECT s.party_id, s.paid_minor::text AS paid,
        ((s.document::jsonb - 'agreement' - 'run' - 'receipts' - 'distributions')::text) AS rest,
        (SELECT coalesce(sum(e.amount_minor), 0)::text FROM ledger_transaction t
          JOIN ledger_entry e ON e.transaction_id = t.id
          JOIN ledger_account a ON a.id = e.account_id AND a.party_id = s.party_id
          WHERE t.reference = $2) AS booked
      FROM payout_statement s WHERE s.run_id = $1 ORDER BY s.party_id`,
    [run, encodeId('payoutRun', run)],
  );
  return rows;
}

test(
  'three kill -9 of the worker in one payout run end in the statements and balances of an undisturbed one',
  async () => {
    const random = seededRandom(SEED);
    const disturbed = await request(await stage('Disturbed'));
    const stood: number[] = [];
    for (let at = 0; at < KILLS; at += 1) {
      const running = startWorker();
      await reached(disturbed, Math.floor((HOLDERS * (at + random.uniform())) / (KILLS + 1)), running);
      await new Promise((resolve) => setTimeout(resolve, random.below(30)));
      await kill(running);
      const { paidCount } = await payouts.prisma.payoutRun.findUniqueOrThrow({ where: { id: disturbed } });
      expect(await payouts.prisma.payoutStatement.count({ where: { runId: disturbed } })).toBe(paidCount);
      stood.push(paidCount);
    }
    expect(stood.at(-1)).toBeLessThan(HOLDERS + 2);
    const last = startWorker();
    await reached(disturbed, HOLDERS + 2, last);
    const undisturbed = await request(await stage('Undisturbed'));
    await reached(undisturbed, HOLDERS + 2, last);

    const [one, other] = [await outcome(disturbed), await outcome(undisturbed)];
    expect(one).toHaveLength(HOLDERS + 2);
    expect(one).toEqual(other);
    for (const { paid, booked } of one) expect(booked).toBe(paid);
    const integrity = await payouts.operator.get('/v1/ledger/integrity');
    expect(integrity.body).toEqual({ ok: true, faults: [] });
    const runs = await payouts.prisma.payoutRun.findMany({ orderBy: { id: 'asc' } });
    expect(runs.map(({ id, state }) => [asId('payoutRun', id), state])).toEqual([
      [disturbed, 'paid'],
      [undisturbed, 'paid'],
    ]);
    await last.end('SIGTERM');
  },
  TIMEOUT_MS,
);
