import {
  answered,
  DAY_MS,
  deliver,
  grantRight,
  type Metering,
  openMeter,
  openMetering,
  problemIn,
  type Signer,
  type TestMeter,
} from './usage-fixture.js';

const TERMS = { kind: 'inference-access', callsPerMonth: 1_000, termMonths: 12, meteringEveryDays: 7 };

let metering: Metering;
let meter: TestMeter;
beforeAll(async () => {
  metering = await openMetering();
  await metering.fund(metering.payer, 1_000_000);
}, 60_000);
beforeEach(async () => {
  meter = await openMeter(metering);
});
afterAll(() => metering.close());

const meteredGrant = async (holder: Signer = metering.payer): Promise<string> => {
  const grantId = await grantRight(metering, meter.versionId, holder, TERMS);
  answered(await require(grantId, { meterId: meter.id, everyDays: 7 }), 201);
  return grantId;
};

const require = (grantId: string, body: object) =>
  metering.seller.client.post(`/v1/grants/${grantId}/metering`, body);

const standingOf = async (grantId: string) =>
  answered(await metering.payer.client.get(`/v1/grants/${grantId}/standing`), 200);

const transitionsOf = async (grantId: string): Promise<readonly string[]> => {
  const { transitions } = await standingOf(grantId);
  return (transitions as readonly { readonly to: string }[]).map(({ to }) => to);
};

const skipDays = (days: number): void => {
  metering.testApp.clock.advance(days * DAY_MS);
};

describe('a grant that needs a meter', () => {
  it('lapses when no receipt arrives for long enough, and comes back with the next one', async () => {
    const grantId = await meteredGrant();
    answered(await deliver(metering, meter, [meter.chain.next()]), 200);
    skipDays(6.9);
    await metering.sweep();
    expect(await standingOf(grantId)).toMatchObject({ standing: 'in-force', transitions: [] });
    skipDays(0.2);
    const lapsed = await standingOf(grantId);
    expect(lapsed).toMatchObject({ standing: 'lapsed', transitions: [] });
    await metering.sweep();
    await metering.sweep();
    expect((await standingOf(grantId))['transitions']).toEqual([
      { to: 'lapsed', at: lapsed['lapsesAt'], reason: 'no receipt of the holder arrived for 7 days' },
    ]);
    answered(await deliver(metering, meter, [meter.chain.next()]), 200);
    expect((await standingOf(grantId))['standing']).toBe('in-force');
    expect(await transitionsOf(grantId)).toEqual(['lapsed', 'in-force']);
  });

  it('has its lapse on record though no sweep saw it', async () => {
    const grantId = await meteredGrant();
    skipDays(8);
    answered(await deliver(metering, meter, [meter.chain.next()]), 200);
    expect(await transitionsOf(grantId)).toEqual(['lapsed', 'in-force']);
    skipDays(8);
    await metering.sweep();
    expect(await transitionsOf(grantId)).toEqual(['lapsed', 'in-force', 'lapsed']);
  });

  it('is not kept in force by what others use', async () => {
    const grantId = await meteredGrant();
    const other = await metering.signer('Neighbour');
    await metering.fund(other, 1_000);
    skipDays(6);
    answered(await deliver(metering, meter, [meter.chain.next({}, other)]), 200);
    skipDays(2);
    expect((await standingOf(grantId))['standing']).toBe('lapsed');
  });

  it('ends with its term, once', async () => {
    const grantId = await meteredGrant();
    skipDays(400);
    await metering.sweep();
    await metering.sweep();
    expect((await standingOf(grantId))['standing']).toBe('ended');
    expect(await transitionsOf(grantId)).toEqual(['ended']);
  });
});

describe('POST /v1/grants/:grantId/metering', () => {
  it('is for the seller, where the terms ask for it, as they ask for it, once', async () => {
    const holder = metering.payer;
    const { meteringEveryDays: _, ...unmetered } = TERMS;
    const free = await grantRight(metering, meter.versionId, holder, unmetered);
    expect(problemIn(await require(free, { meterId: meter.id, everyDays: 7 })).code).toBe('metering-refused');
    const grantId = await grantRight(metering, meter.versionId, holder, TERMS);
    const path = `/v1/grants/${grantId}/metering`;
    expect((await holder.client.post(path, { meterId: meter.id, everyDays: 7 })).status).toBe(404);
    expect(problemIn(await require(grantId, { meterId: meter.id, everyDays: 6 }))).toEqual({
      code: 'metering-refused',
      paths: ['/everyDays'],
    });
    const other = await openMeter(metering);
    expect(problemIn(await require(grantId, { meterId: other.id, everyDays: 7 })).paths).toEqual([
      '/meterId',
    ]);
    answered(await require(grantId, { meterId: meter.id, everyDays: 7 }), 201);
    expect((await require(grantId, { meterId: meter.id, everyDays: 8 })).status).toBe(409);
  });

  it('is not needed: a grant without it is in force', async () => {
    const grantId = await grantRight(metering, meter.versionId, metering.payer, TERMS);
    skipDays(30);
    expect(await standingOf(grantId)).toMatchObject({ standing: 'in-force', metering: null, lapsesAt: null });
    const stranger = await metering.signer('Passer-by');
    expect((await stranger.client.get(`/v1/grants/${grantId}/standing`)).status).toBe(404);
  });
});
