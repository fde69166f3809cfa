import { asId, encodeId, type Random, seededRandom } from '#libs/kernel';
import { PayoutRunPayer } from '../../libs/settlement/src/payout-run-payer.js';
import type { TestParty } from '../support/client.js';
import { NaivePayouts } from './naive-payouts.js';
import { idIn, type Metered, openPayouts, type Payouts } from './payout-fixture.js';

const HOUR_MS = 3_600_000;
const COMMANDS = 100;
const SEED = 'payouts beside a naive book';
const HOLDBACK_MS = 60 * HOUR_MS;

let payouts: Payouts;

beforeAll(async () => {
  payouts = await openPayouts();
}, 60_000);

afterAll(() => payouts.close());

type Books = {
  readonly sum: bigint;
  readonly platformFees: bigint;
  readonly available: ReadonlyMap<string, bigint>;
};

/** All balances at once; they sum to zero, whatever was booked. */
async function books(): Promise<Books> {
  const rows = await payouts.prisma.$queryRaw<{ party: string | null; purpose: string; balance: bigint }[]>`
    SELECT "party_id" AS "party", "purpose", "balance_minor" AS "balance" FROM "ledger_balance"`;
  return {
    sum: rows.reduce((total, { balance }) => total + balance, 0n),
    platformFees: rows.find(({ purpose }) => purpose === 'platform-fees')?.balance ?? 0n,
    available: new Map(
      rows.flatMap(({ party, purpose, balance }) =>
        party !== null && purpose === 'available' ? [[encodeId('party', asId('party', party)), balance]] : [],
      ),
    ),
  };
}

const nowMs = (): number => payouts.testApp.clock.nowMs();

type Stage = {
  readonly meter: Metered;
  readonly agreementId: string;
  readonly grantId: string;
  readonly payer: TestParty;
  readonly parties: readonly TestParty[];
  readonly naive: NaivePayouts;
  readonly charges: { readonly sequence: number; left: bigint }[];
};

async function setStage(): Promise<Stage> {
  const seller = await payouts.party('Seller', 'seller');
  const payer = await payouts.party('Payer', 'buyer');
  const parties = [];
  for (const name of ['Alice', 'Bob', 'Carol', 'Dora']) parties.push(await payouts.party(name));
  const [alice, bob, carol] = parties as [TestParty, TestParty, TestParty];
  const meter = await payouts.metered(seller, 'Simulated');
  const weightSetId = await payouts.declare(meter, [
    [alice, 250_000_007],
    [bob, 749_999_993],
  ]);
  const grantedAt = new Date(nowMs());
  const grantId = await payouts.grant(meter, carol, 900, grantedAt.toISOString(), '2000');
  const agreementId = await payouts.agree(meter, {
    weightSetId,
    minimumMinor: '30',
    steps: [
      { kind: 'fee', id: 'platform', payee: 'platform', bps: 333, capMinor: '900' },
      { kind: 'holdback', id: 'reserve', bps: 2_500, windowMs: HOLDBACK_MS },
    ],
  });
  const naive = new NaivePayouts({
    feeBps: 333n,
    feeCapMinor: 900n,
    holdbackBps: 2_500n,
    windowMs: HOLDBACK_MS,
    shareBps: 900n,
    shareCapMinor: 2_000n,
    shareFromMs: grantedAt.getTime(),
    weights: [
      [alice.id, 250_000_007n],
      [bob.id, 749_999_993n],
    ],
    firstHolder: carol.id,
    minimumMinor: 30n,
  });
  return { meter, agreementId, grantId, payer, parties, naive, charges: [] };
}

async function charge({ meter, payer, naive, charges }: Stage, random: Random): Promise<void> {
  const [at, amount] = [nowMs(), BigInt(1 + random.below(900))];
  const washed = random.below(8) === 0;
  const sequence = await payouts.charge(meter, payer, new Date(at).toISOString(), amount, washed);
  if (washed) return;
  naive.charge(at, amount);
  charges.push({ sequence, left: amount });
}

/** A part of a charge, or all that is left of it. */
async function refund({ meter, payer, naive, charges }: Stage, random: Random): Promise<void> {
  const source = charges[random.below(charges.length)];
  if (source === undefined || source.left === 0n) return;
  const amount = random.below(3) === 0 ? source.left : BigInt(1 + random.below(Number(source.left)));
  const at = nowMs();
  await payouts.refund(meter, payer, new Date(at).toISOString(), amount, source.sequence);
  naive.refund(at, amount);
  source.left -= amount;
}

async function transfer({ grantId, parties, naive }: Stage, random: Random): Promise<void> {
  const [from, to] = [parties[random.below(parties.length)], parties[random.below(parties.length)]];
  if (from === undefined || to === undefined || from === to || naive.units(from.id) === 0n) return;
  const units = 1 + random.below(Number(naive.units(from.id)));
  const moved = await from.client.post(`/v1/revenue-shares/${grantId}/transfers`, {
    toPartyId: to.id,
    units,
  });
  expect(moved.status).toBe(201);
  naive.transfer(from.id, to.id, BigInt(units));
}

async function run({ meter, agreementId, naive }: Stage): Promise<void> {
  const to = payouts.testApp.clock.now();
  const asked = await meter.seller.client.post(`/v1/agreements/${agreementId}/runs`, {
    to: to.toISOString(),
  });
  expect(asked.status).toBe(201);
  const id = idIn('payoutRun', String(asked.body['id']));
  // Three at once, and the worker of the queue perhaps as well.
  const payer = payouts.testApp.app.get(PayoutRunPayer, { strict: false });
  await Promise.all([payer.pay(id), payer.pay(id), payer.pay(id)]);
  naive.run(to.getTime());
}

it('a hundred mixed commands leave every balance as a naive book has it', async () => {
  const random = seededRandom(SEED);
  const stage = await setStage();
  for (let index = 0; index < COMMANDS; index += 1) {
    payouts.testApp.clock.advance(HOUR_MS * (1 + random.below(20)));
    const draw = random.below(20);
    if (draw < 9) await charge(stage, random);
    else if (draw < 12) await refund(stage, random);
    else if (draw < 15) await transfer(stage, random);
    else await run(stage);
    const { sum, platformFees, available } = await books();
    expect({ index, sum, platformFees }).toEqual({
      index,
      sum: 0n,
      platformFees: stage.naive.platformMinor,
    });
    for (const { id } of stage.parties)
      expect({ index, id, balance: available.get(id) ?? 0n }).toEqual({
        index,
        id,
        balance: stage.naive.paid.get(id) ?? 0n,
      });
  }
  expect(stage.naive.platformMinor).toBeGreaterThan(0n);
  for (const party of stage.parties) {
    expect(stage.naive.paid.get(party.id)).toBeGreaterThan(0n);
    await payouts.statements(party);
  }
  const runs = await payouts.prisma.payoutRun.findMany({ include: { statements: true } });
  expect(runs.length).toBeGreaterThan(12);
  for (const { id, statements } of runs)
    expect({ id, parties: new Set(statements.map(({ partyId }) => partyId)).size }).toEqual({
      id,
      parties: statements.length,
    });
  const { body } = await payouts.operator.get('/v1/ledger/integrity');
  expect(body).toEqual({ ok: true, faults: [] });
});
