import { canonicalJson, encodeId, sha256Hex } from '#libs/kernel';
import { newId } from '#libs/platform';
import type { TestParty } from '../support/client.js';
import { idIn, type Metered, openPayouts, type Payouts } from './payout-fixture.js';

const DAY_MS = 86_400_000;
const WINDOW_MS = 20 * DAY_MS;
const JANUARY = '2026-01-31T00:00:00.000Z';

let payouts: Payouts;
let [seller, payer]: TestParty[] = [];

beforeAll(async () => {
  payouts = await openPayouts();
  seller = await payouts.party('Seller', 'seller');
  payer = await payouts.party('Payer', 'buyer');
}, 60_000);

afterAll(() => payouts.close());

const party = (one: TestParty | undefined): TestParty => {
  if (one === undefined) throw new Error('not enrolled yet');
  return one;
};

type Uncertain = { readonly party: TestParty; readonly weightPpb: number; readonly lowerBoundPpb: number };

/** Weights that were adopted from a computation, as attribution writes them. */
async function adopted({ modelId }: Metered, shares: readonly Uncertain[]): Promise<string> {
  const [attributionId, weightSetId] = [newId('attribution'), newId('weightSet')];
  const model = idIn('model', modelId);
  const parties = shares.map(({ party: { id }, weightPpb, lowerBoundPpb }) => ({
    partyId: id,
    weightPpb,
    lowerBoundPpb,
  }));
  const result = canonicalJson({ parties });
  const digest = '0'.repeat(64);
  const at = payouts.testApp.clock.now();
  await payouts.prisma.attribution.create({
    data: {
      id: attributionId,
      modelId: model,
      requestedById: idIn('party', party(seller).id),
      method: 'shapley',
      seed: digest,
      state: 'completed',
      progressBps: 10_000,
      request: '{}',
      requestDigest: digest,
      input: '{}',
      inputDigest: digest,
      result,
      resultDigest: sha256Hex(result),
      queuedAt: at,
      startedAt: at,
      finishedAt: at,
    },
  });
  await payouts.prisma.weightSet.create({
    data: {
      id: weightSetId,
      modelId: model,
      version: 1,
      method: 'shapley',
      attributionId,
      document: '{}',
      digest,
      disputableUntil: new Date(at.getTime() + WINDOW_MS),
      createdAt: at,
    },
  });
  await payouts.prisma.weightShare.createMany({
    data: shares.map(({ party: { id }, weightPpb }) => ({
      weightSetId,
      partyId: idIn('party', id),
      weightPpb,
    })),
  });
  return encodeId('weightSet', weightSetId);
}

let count = 0;

async function stage() {
  count += 1;
  const meter = await payouts.metered(party(seller), `Uncertain ${String(count)}`);
  const [alice, bob] = [
    await payouts.party(`Alice ${String(count)}`),
    await payouts.party(`Bob ${String(count)}`),
  ];
  const weightSetId = await adopted(meter, [
    { party: alice, weightPpb: 700_000_000, lowerBoundPpb: 500_000_000 },
    { party: bob, weightPpb: 300_000_000, lowerBoundPpb: 100_000_000 },
  ]);
  const agreementId = await payouts.agree(meter, { weightSetId, disputeWindowMs: WINDOW_MS });
  await payouts.charge(meter, party(payer), '2026-01-10T00:00:00.000Z', 1_000n);
  await payouts.run(meter, agreementId, JANUARY);
  return { meter, alice, bob, weightSetId, agreementId };
}

/** The clock is past the window; a run until now. */
async function runAfterWindow(meter: Metered, agreementId: string): Promise<void> {
  payouts.testApp.clock.advance(WINDOW_MS + DAY_MS);
  await payouts.run(meter, agreementId, payouts.testApp.clock.now().toISOString());
}

describe('an uncertain share', () => {
  it('is paid by its lower bound, and the rest of it when the window has closed', async () => {
    const held = await payouts.system('escrow');
    const { meter, alice, bob, agreementId } = await stage();
    expect([await payouts.available(alice), await payouts.available(bob)]).toEqual([500n, 100n]);
    expect((await payouts.system('escrow')) - held).toBe(400n);
    await runAfterWindow(meter, agreementId);
    expect([await payouts.available(alice), await payouts.available(bob)]).toEqual([700n, 300n]);
    expect(await payouts.system('escrow')).toBe(held);
    expect(await payouts.statements(alice)).toHaveLength(2);
  });

  it('follows the weights that stand at the close of the window when there was a dispute', async () => {
    const { meter, alice, bob, weightSetId, agreementId } = await stage();
    const disputed = await bob.client.post(`/v1/weight-sets/${weightSetId}/disputes`, {
      reason: 'The second source was counted to the wrong party.',
    });
    expect(disputed.status).toBe(201);
    await payouts.declare(meter, [
      [alice, 2],
      [bob, 3],
    ]);
    await runAfterWindow(meter, agreementId);
    // Alice was paid 500 on account and has 400: she owes 100.
    expect([await payouts.available(alice), await payouts.available(bob)]).toEqual([500n, 600n]);
    const [, last] = await payouts.statements(alice);
    expect(last).toMatchObject({ earnedMinor: '-100', closing: { receivableMinor: '100' } });
  });

  it('does not follow weights that nobody had disputed', async () => {
    const { meter, alice, bob, agreementId } = await stage();
    await payouts.declare(meter, [
      [alice, 2],
      [bob, 3],
    ]);
    await runAfterWindow(meter, agreementId);
    expect([await payouts.available(alice), await payouts.available(bob)]).toEqual([700n, 300n]);
  });
});
