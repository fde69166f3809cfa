import { digestOf } from '#libs/kernel';
import { newId } from '#libs/platform';
import { PayoutRunPayer } from '../../libs/settlement/src/payout-run-payer.js';
import type { TestParty } from '../support/client.js';
import { agree, idIn, type Metered, openPayouts, type Payouts } from './payout-fixture.js';

let payouts: Payouts;
let [seller, payer, alice, bob, holder, buyer]: TestParty[] = [];

beforeAll(async () => {
  payouts = await openPayouts();
  seller = await payouts.party('Seller', 'seller');
  payer = await payouts.party('Payer', 'buyer');
  alice = await payouts.party('Alice');
  bob = await payouts.party('Bob');
  holder = await payouts.party('Holder', 'buyer');
  buyer = await payouts.party('Buyer', 'buyer');
}, 60_000);

afterAll(() => payouts.close());

let count = 0;

/** A meter with a weight set of 3 to 1. */
async function stage(): Promise<{ meter: Metered; weightSetId: string }> {
  count += 1;
  const meter = await payouts.metered(party(seller), `Model ${String(count)}`);
  const weightSetId = await payouts.declare(meter, [
    [party(alice), 3],
    [party(bob), 1],
  ]);
  return { meter, weightSetId };
}

const party = (one: TestParty | undefined): TestParty => {
  if (one === undefined) throw new Error('not enrolled yet');
  return one;
};

/** What some parties have received since, in their order. */
async function received(
  of: readonly (TestParty | undefined)[],
  work: () => Promise<void>,
): Promise<bigint[]> {
  const before = await Promise.all(of.map((one) => payouts.available(party(one))));
  await work();
  const after = await Promise.all(of.map((one) => payouts.available(party(one))));
  return after.map((balance, index) => balance - (before[index] ?? 0n));
}

const JANUARY = '2026-01-31T00:00:00.000Z';
const FEBRUARY = '2026-02-28T00:00:00.000Z';
const MARCH = '2026-03-31T00:00:00.000Z';

const FEE = { kind: 'fee', id: 'platform', payee: 'platform', bps: 1_000, capMinor: null };

describe('payout runs', () => {
  it('pay each month what it brought, fee first', async () => {
    const { meter, weightSetId } = await stage();
    const agreementId = await payouts.agree(meter, { weightSetId, steps: [FEE] });
    await payouts.charge(meter, party(payer), '2026-01-10T00:00:00.000Z', 1_000n);
    await payouts.charge(meter, party(payer), '2026-02-10T00:00:00.000Z', 2_000n);
    const fees = await payouts.system('platform-fees');
    const january = await received([alice, bob], async () => {
      await payouts.run(meter, agreementId, JANUARY);
    });
    expect(january).toEqual([675n, 225n]);
    const february = await received([alice, bob], async () => {
      await payouts.run(meter, agreementId, FEBRUARY);
    });
    expect(february).toEqual([1_350n, 450n]);
    expect((await payouts.system('platform-fees')) - fees).toBe(300n);
    const statements = await payouts.statements(party(alice));
    expect(statements.at(-1)).toMatchObject({ from: JANUARY, to: FEBRUARY, paidMinor: '1350' });
  });

  it('pay by one run of three months what three of one month pay', async () => {
    const totals: bigint[][] = [];
    for (const ends of [[MARCH], [JANUARY, FEBRUARY, MARCH]]) {
      const { meter, weightSetId } = await stage();
      const holdback = { kind: 'holdback', id: 'reserve', bps: 2_000, windowMs: 2_592_000_000 };
      const agreementId = await payouts.agree(meter, { weightSetId, steps: [FEE, holdback] });
      await payouts.grant(meter, party(holder), 777, '2026-01-15T00:00:00.000Z');
      await payouts.charge(meter, party(payer), '2026-01-10T00:00:00.000Z', 10_007n);
      await payouts.charge(meter, party(payer), '2026-02-10T00:00:00.000Z', 3_331n);
      await payouts.charge(meter, party(payer), '2026-03-10T00:00:00.000Z', 7_777n);
      totals.push(
        await received([alice, bob, holder], async () => {
          for (const to of ends) await payouts.run(meter, agreementId, to);
        }),
      );
    }
    expect(totals[1]).toEqual(totals[0]);
    expect(totals[0]?.every((amount) => amount > 0n)).toBe(true);
  });

  it('net a refund that comes after its payout from the next ones, and say where it came from', async () => {
    const { meter, weightSetId } = await stage();
    const agreementId = await payouts.agree(meter, { weightSetId });
    const charge = await payouts.charge(meter, party(payer), '2026-01-10T00:00:00.000Z', 1_000n);
    const january = await payouts.run(meter, agreementId, JANUARY);
    await payouts.refund(meter, party(payer), '2026-02-10T00:00:00.000Z', 400n, charge);
    const february = await received([alice, bob], async () => {
      await payouts.run(meter, agreementId, FEBRUARY);
    });
    expect(february).toEqual([0n, 0n]);
    expect((await payouts.statements(party(alice))).at(-1)).toMatchObject({
      earnedMinor: '-300',
      paidMinor: '0',
      closing: { carriedMinor: '0', receivableMinor: '300' },
      run: { refunded: [{ amountMinor: '400', sourceRunId: january['id'] }] },
    });
    await payouts.charge(meter, party(payer), '2026-03-10T00:00:00.000Z', 1_000n);
    const march = await received([alice, bob], async () => {
      await payouts.run(meter, agreementId, MARCH);
    });
    expect(march).toEqual([450n, 150n]);
  });

  it('take a refund out of what is held back before it reaches anybody', async () => {
    const { meter, weightSetId } = await stage();
    const holdback = { kind: 'holdback', id: 'reserve', bps: 2_000, windowMs: 2_592_000_000 };
    const agreementId = await payouts.agree(meter, { weightSetId, steps: [holdback] });
    const charge = await payouts.charge(meter, party(payer), '2026-01-20T00:00:00.000Z', 1_000n);
    const january = await received([alice, bob], async () => {
      await payouts.run(meter, agreementId, JANUARY);
    });
    expect(january).toEqual([600n, 200n]);
    await payouts.refund(meter, party(payer), '2026-02-10T00:00:00.000Z', 150n, charge);
    await payouts.run(meter, agreementId, '2026-02-11T00:00:00.000Z');
    expect((await payouts.statements(party(alice))).at(-1)).toMatchObject({ earnedMinor: '0' });
    const later = await received([alice, bob], async () => {
      await payouts.run(meter, agreementId, MARCH);
    });
    // Of the 200 that were held 50 are left.
    expect(later.reduce((sum, amount) => sum + amount, 0n)).toBe(50n);
  });

  it('book to the platform what nobody will pay back', async () => {
    const { meter, weightSetId } = await stage();
    const agreementId = await payouts.agree(meter, { weightSetId, receivableLimitMinor: '100' });
    const charge = await payouts.charge(meter, party(payer), '2026-01-10T00:00:00.000Z', 1_000n);
    await payouts.run(meter, agreementId, JANUARY);
    await payouts.refund(meter, party(payer), '2026-02-10T00:00:00.000Z', 1_000n, charge);
    const loss = await payouts.system('platform-loss');
    await payouts.run(meter, agreementId, FEBRUARY);
    expect((await payouts.system('platform-loss')) - loss).toBe(-800n);
    expect((await payouts.statements(party(alice))).at(-1)).toMatchObject({
      lossMinor: '650',
      closing: { receivableMinor: '100' },
    });
  });

  it('carry what is below the minimum', async () => {
    const { meter, weightSetId } = await stage();
    const agreementId = await payouts.agree(meter, { weightSetId, minimumMinor: '300' });
    await payouts.charge(meter, party(payer), '2026-01-10T00:00:00.000Z', 1_000n);
    await payouts.charge(meter, party(payer), '2026-02-10T00:00:00.000Z', 400n);
    const january = await received([alice, bob], async () => {
      await payouts.run(meter, agreementId, JANUARY);
    });
    expect(january).toEqual([750n, 0n]);
    const february = await received([alice, bob], async () => {
      await payouts.run(meter, agreementId, FEBRUARY);
    });
    expect(february).toEqual([300n, 350n]);
  });

  it('are paid once by workers that are at it together', async () => {
    const { meter, weightSetId } = await stage();
    const agreementId = await payouts.agree(meter, { weightSetId });
    const grant = await payouts.grant(meter, party(holder), 5_000, '2026-01-01T00:00:00.000Z');
    const hands = Array.from({ length: 50 }, () => newId('party'));
    await payouts.prisma.party.createMany({ data: hands.map((id) => ({ id, name: `Hand ${id}` })) });
    await payouts.prisma.revenueShareTransfer.createMany({
      data: hands.map((toId) => ({
        grantId: idIn('grant', grant),
        fromId: idIn('party', party(holder).id),
        toId,
        units: 100,
        transferredAt: new Date('2026-01-02T00:00:00.000Z'),
      })),
    });
    await payouts.charge(meter, party(payer), '2026-01-10T00:00:00.000Z', 100_000n);
    const asked = await meter.seller.client.post(`/v1/agreements/${agreementId}/runs`, { to: JANUARY });
    const runId = idIn('payoutRun', String(asked.body['id']));
    const worker = payouts.testApp.app.get(PayoutRunPayer, { strict: false });
    await Promise.all([worker.pay(runId), worker.pay(runId), worker.pay(runId), worker.pay(runId)]);
    const statements = await payouts.prisma.payoutStatement.findMany({ where: { runId } });
    expect(new Set(statements.map(({ partyId }) => partyId)).size).toBe(52);
    expect(statements).toHaveLength(52);
    const booked = await payouts.prisma.ledgerTransaction.count({
      where: { reference: String(asked.body['id']) },
    });
    expect(booked).toBe(52);
    expect((await payouts.operator.get('/v1/ledger/integrity')).body).toEqual({ ok: true, faults: [] });
  });

  it('show the receipts that their statements rest on to whoever has one', async () => {
    const { meter, weightSetId } = await stage();
    const agreementId = await payouts.agree(meter, { weightSetId });
    const charge = await payouts.charge(meter, party(payer), '2026-01-10T00:00:00.000Z', 1_000n);
    await payouts.refund(meter, party(payer), '2026-01-11T00:00:00.000Z', 10n, charge);
    const run = await payouts.run(meter, agreementId, JANUARY);
    const path = `/v1/payout-runs/${String(run['id'])}/receipts`;
    const { body } = await party(alice).client.get(path);
    const receipts = body['receipts'] as readonly { receiptId: string; countedAt: string }[];
    const list = receipts.map(({ receiptId, countedAt }) => [receiptId, countedAt]);
    expect(list).toHaveLength(2);
    expect(digestOf(list)).toBe(run['receiptsDigest']);
    expect((await party(buyer).client.get(path)).status).toBe(404);
  });

  it('leave out what is washed, and list it', async () => {
    const { meter, weightSetId } = await stage();
    const agreementId = await payouts.agree(meter, { weightSetId });
    await payouts.charge(meter, party(payer), '2026-01-10T00:00:00.000Z', 1_000n);
    await payouts.charge(meter, party(payer), '2026-01-11T00:00:00.000Z', 5_000n, true);
    let run: Record<string, unknown> = {};
    const january = await received([alice, bob], async () => {
      run = await payouts.run(meter, agreementId, JANUARY);
    });
    expect(january).toEqual([750n, 250n]);
    expect(run['excluded']).toHaveLength(1);
  });

  it('count a receipt that came in late after the run that it missed', async () => {
    const { meter, weightSetId } = await stage();
    const agreementId = await payouts.agree(meter, { weightSetId });
    await payouts.run(meter, agreementId, JANUARY);
    await payouts.charge(meter, party(payer), '2026-01-10T00:00:00.000Z', 1_000n);
    const february = await received([alice, bob], async () => {
      await payouts.run(meter, agreementId, FEBRUARY);
    });
    expect(february).toEqual([750n, 250n]);
  });

  it('under a new version pay by new terms what is charged from then on', async () => {
    const { meter, weightSetId } = await stage();
    const first = await payouts.agree(meter, { weightSetId });
    const second = await payouts.agree(meter, { weightSetId, steps: [{ ...FEE, bps: 5_000 }] });
    await payouts.charge(meter, party(payer), '2026-01-10T00:00:00.000Z', 1_000n);
    await payouts.charge(meter, party(payer), new Date().toISOString(), 1_000n);
    const now = new Date(Date.now() + 1).toISOString();
    await new Promise((resolve) => setTimeout(resolve, 10));
    const paid = await received([alice, bob], async () => {
      await payouts.run(meter, first, now);
    });
    expect(paid).toEqual([750n, 250n]);
    const paidAfter = await received([alice, bob], async () => {
      await payouts.run(meter, second, now);
    });
    expect(paidAfter).toEqual([375n, 125n]);
  });
});

describe('holders of a revenue share', () => {
  it('are paid as of the record date; a transfer after it leaves the payout with the giver', async () => {
    const { meter, weightSetId } = await stage();
    const agreementId = await payouts.agree(meter, { weightSetId });
    const grantId = await payouts.grant(meter, party(holder), 1_000, '2026-01-01T00:00:00.000Z');
    await payouts.charge(meter, party(payer), '2026-01-10T00:00:00.000Z', 1_000n);
    const moved = await party(holder).client.post(`/v1/revenue-shares/${grantId}/transfers`, {
      toPartyId: party(buyer).id,
      units: 400,
    });
    expect(moved).toMatchObject({ status: 201, body: { unitsLeft: 600 } });
    const january = await received([holder, buyer, alice, bob], async () => {
      await payouts.run(meter, agreementId, JANUARY);
    });
    expect(january).toEqual([100n, 0n, 675n, 225n]);
    await payouts.charge(meter, party(payer), '2026-02-10T00:00:00.000Z', 1_000n);
    const now = new Date().toISOString();
    const since = await received([holder, buyer], async () => {
      await payouts.run(meter, agreementId, now);
    });
    expect(since).toEqual([60n, 40n]);
    expect((await payouts.statements(party(buyer))).at(-1)).toMatchObject({
      distributions: [{ share: grantId, exact: '(100 * 400 + 0) / 1000', amountMinor: '40' }],
    });
  });

  it('are paid up to the cap of their grant', async () => {
    const { meter, weightSetId } = await stage();
    const agreementId = await payouts.agree(meter, { weightSetId });
    await payouts.grant(meter, party(holder), 5_000, '2026-01-01T00:00:00.000Z', '120');
    await payouts.charge(meter, party(payer), '2026-01-10T00:00:00.000Z', 1_000n);
    const paid = await received([holder, alice, bob], async () => {
      await payouts.run(meter, agreementId, JANUARY);
    });
    expect(paid).toEqual([120n, 660n, 220n]);
  });

  it('cannot give what they do not have, nor to nobody', async () => {
    const { meter } = await stage();
    const grantId = await payouts.grant(meter, party(holder), 100, '2026-01-01T00:00:00.000Z');
    const give = (by: TestParty | undefined, toPartyId: string, units: number) =>
      party(by).client.post(`/v1/revenue-shares/${grantId}/transfers`, { toPartyId, units });
    const tooMany = await give(holder, party(buyer).id, 101);
    expect(tooMany).toMatchObject({ status: 400, body: { errors: [{ path: '/units' }] } });
    const nobody = await give(holder, `pty_${'0'.repeat(32)}`, 1);
    expect(nobody).toMatchObject({ status: 400, body: { errors: [{ path: '/toPartyId' }] } });
    expect((await give(buyer, party(holder).id, 1)).status).toBe(404);
  });
});

describe('what cannot be agreed on or run', () => {
  const unknownParty = { ...FEE, payee: `pty_${'0'.repeat(32)}` };
  it.each([
    ['an unknown party', { steps: [unknownParty] }, '/steps/0/payee'],
    ['an amount beyond 2^63', { minimumMinor: '9223372036854775808' }, '/minimumMinor'],
    ['a cap beyond 2^63', { steps: [{ ...FEE, capMinor: '9223372036854775808' }] }, '/steps/0/capMinor'],
    ['one step twice', { steps: [FEE, FEE] }, '/steps/0'],
    ['an unknown weight set', { weightSetId: `wts_${'0'.repeat(32)}` }, '/split/weightSetId'],
  ])('%s is refused', async (_what, terms, path) => {
    const { meter, weightSetId } = await stage();
    const refused = await agree(meter, { weightSetId, ...terms });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path }] } });
    expect(await payouts.prisma.payoutAgreement.count({ where: { meterId: meter.meterId } })).toBe(0);
  });

  it('an unknown meter and another currency are refused', async () => {
    const { meter, weightSetId } = await stage();
    const other = await stage();
    const refused = await agree({ ...meter, meterId: other.meter.meterId }, { weightSetId });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: '/meterId' }] } });
  });

  it('weights that sum to nothing are refused', async () => {
    const { meter } = await stage();
    const { client } = meter.seller;
    const refused = await client.post(`/v1/models/${meter.modelId}/weights`, {
      weights: [{ partyId: party(alice).id, weight: 0 }],
    });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: '/weights/0/weight' }] } });
  });

  it('a run into the future or before the last one is refused', async () => {
    const { meter, weightSetId } = await stage();
    const agreementId = await payouts.agree(meter, { weightSetId });
    const ask = (to: string) => meter.seller.client.post(`/v1/agreements/${agreementId}/runs`, { to });
    const future = await ask(new Date(Date.now() + 60_000).toISOString());
    expect(future).toMatchObject({ status: 400, body: { errors: [{ path: '/to' }] } });
    const run = await payouts.run(meter, agreementId, FEBRUARY);
    expect(await ask(JANUARY)).toMatchObject({ status: 400, body: { errors: [{ path: '/to' }] } });
    expect((await ask(FEBRUARY)).body['id']).toBe(run['id']);
    expect(await payouts.prisma.payoutRun.count({ where: { agreement: { meterId: meter.meterId } } })).toBe(
      1,
    );
  });

  it('strangers see neither agreement, runs nor statements', async () => {
    const { meter, weightSetId } = await stage();
    const agreementId = await payouts.agree(meter, { weightSetId });
    await payouts.run(meter, agreementId, JANUARY);
    const other = await payouts.party(`Other ${String(count)}`, 'seller');
    expect((await other.client.get(`/v1/agreements/${agreementId}/runs`)).status).toBe(404);
    const statement = await payouts.prisma.payoutStatement.findFirstOrThrow();
    const id = `pst_${statement.id.replaceAll('-', '')}`;
    expect((await other.client.get(`/v1/payout-statements/${id}`)).status).toBe(404);
    expect((await payouts.operator.get(`/v1/payout-statements/${id}`)).status).toBe(200);
  });
});
