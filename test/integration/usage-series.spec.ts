import { UsageReceipts, UsageService } from '#libs/usage';
import {
  answered,
  DAY_MS,
  deliver,
  EUR,
  HOUR_MS,
  type Metering,
  openMeter,
  openMetering,
  payDirectly,
  registerModel,
  type TestMeter,
  uuid,
} from './usage-fixture.js';

let metering: Metering;
beforeAll(async () => {
  metering = await openMetering({ SALVOR_RECEIPT_BACKDATING_DAYS: '3650' });
  await metering.fund(metering.payer, 1_000_000);
  await metering.fund(metering.seller, 1_000_000);
}, 60_000);
afterAll(() => metering.close());

type Month = { readonly periodStart: string; readonly calls: string; readonly revenueMinor: string };
type Series = {
  readonly screenedThrough: number;
  readonly rules: Record<string, unknown>;
  readonly raw: readonly Month[];
  readonly clean: readonly Month[];
  readonly flagged: readonly {
    readonly sequence: number;
    readonly flags: readonly string[];
    readonly washed: boolean;
  }[];
  readonly concentration: readonly { readonly herfindahl: number }[];
};

const seriesOf = async ({ id }: TestMeter): Promise<Series> =>
  answered(await metering.seller.client.get(`/v1/meters/${id}/series`), 200) as unknown as Series;

const cleanOf = ({ id }: TestMeter) =>
  metering.testApp.app
    .get(UsageReceipts, { strict: false })
    .cleanReceipts(uuid('meter', id), new Date(metering.nowMs()));

const monthsOf = ({ modelId }: { readonly modelId: string }) =>
  metering.testApp.app.get(UsageService, { strict: false }).months(uuid('model', modelId), EUR);

/** How often it was told that the usage of the model changed. */
const eventsOf = ({ modelId }: TestMeter): Promise<number> =>
  metering.prisma.outbox.count({
    where: { topic: 'usage.recorded', payload: { path: ['modelId'], equals: modelId } },
  });

describe('GET /v1/meters/:meterId/series', () => {
  it('has nothing before a screening, and raw and clean months side by side after it', async () => {
    const meter = await openMeter(metering);
    const receipts = [
      meter.chain.next({ at: '2026-01-10T00:00:00.000Z' }),
      meter.chain.next({ at: '2026-02-10T00:00:00.000Z', amountMinor: '200' }),
      meter.chain.next({ at: '2026-02-15T00:00:00.000Z', kind: 'refund', refundOf: 0, amountMinor: '30' }),
    ];
    answered(await deliver(metering, meter, receipts), 200);
    expect(await seriesOf(meter)).toMatchObject({ screenedThrough: 0, raw: [], clean: [] });
    expect(await cleanOf(meter)).toEqual([]);
    await metering.screen(meter.id);
    const series = await seriesOf(meter);
    expect(series.raw).toEqual([
      { periodStart: '2026-01-01', calls: '10', revenueMinor: '100' },
      { periodStart: '2026-02-01', calls: '10', revenueMinor: '200' },
    ]);
    expect(series.clean).toEqual([
      { periodStart: '2026-01-01', calls: '10', revenueMinor: '70' },
      { periodStart: '2026-02-01', calls: '10', revenueMinor: '200' },
    ]);
    expect(series.rules).toMatchObject({ version: 1, threshold: 4, weights: { 'self-dealing': 4 } });
    expect(series.concentration.map(({ herfindahl }) => herfindahl)).toEqual([1, 1]);
    expect((await cleanOf(meter)).map(({ sequence, washed }) => [sequence, washed])).toEqual([
      [0, false],
      [1, false],
      [2, false],
    ]);
  });

  it('washes what the seller pays itself, and the refund with its charge', async () => {
    const meter = await openMeter(metering);
    const own = meter.chain.next({ at: '2026-03-01T00:00:00.000Z' }, metering.seller);
    const back = meter.chain.next(
      { at: '2026-04-01T00:00:00.000Z', kind: 'refund', refundOf: 0, amountMinor: '50' },
      metering.seller,
    );
    answered(await deliver(metering, meter, [own, back, meter.chain.next()]), 200);
    await metering.screen(meter.id);
    const { flagged, clean } = await seriesOf(meter);
    expect(flagged.filter(({ washed }) => washed).map(({ sequence }) => sequence)).toEqual([0, 1]);
    expect(clean[0]).toEqual({ periodStart: '2026-03-01', calls: '0', revenueMinor: '0' });
    expect((await cleanOf(meter)).map(({ washed }) => washed)).toEqual([true, true, false]);
  });

  it('washes what a party pays that acts together with the seller', async () => {
    const meter = await openMeter(metering);
    const sister = await metering.signer('Sister');
    await metering.fund(sister, 1_000);
    for (const { id } of [metering.seller, sister])
      answered(await metering.operator.put(`/v1/parties/${id}/affiliation`, { group: 'House' }), 200);
    answered(await deliver(metering, meter, [meter.chain.next({}, sister), meter.chain.next()]), 200);
    await metering.screen(meter.id);
    expect((await seriesOf(meter)).flagged.map(({ sequence, flags }) => [sequence, flags])).toEqual([
      [0, ['self-dealing', 'concentration']],
      [1, ['concentration']],
    ]);
  });

  it('sees in the ledger that the payee had paid the payer', async () => {
    const meter = await openMeter(metering);
    const [given, independent] = [await metering.signer('Given'), await metering.signer('Independent')];
    for (const payer of [given, independent]) await metering.fund(payer, 1_000);
    await payDirectly(metering, given.id, 100n);
    const receipts = [given, independent].map((payer) => meter.chain.next({ amountMinor: '150' }, payer));
    answered(await deliver(metering, meter, receipts), 200);
    await metering.screen(meter.id);
    expect((await seriesOf(meter)).flagged.map(({ flags }) => flags.includes('mutual-funding'))).toEqual([
      true,
      false,
    ]);
  });
});

describe('the screening job', () => {
  it('delivered twice leaves the same series and tells of a change once', async () => {
    const meter = await openMeter(metering);
    answered(await deliver(metering, meter, meter.chain.take(3, { at: '2026-01-10T00:00:00.000Z' })), 200);
    await Promise.all([metering.screen(meter.id), metering.screen(meter.id)]);
    const first = await seriesOf(meter);
    await metering.screen(meter.id);
    expect(await seriesOf(meter)).toEqual(first);
    expect(first.flagged).toHaveLength(3);
    expect(await eventsOf(meter)).toBe(1);
  });

  it('is queued by a delivery, and tells of a change when the clean series has one', async () => {
    const meter = await openMeter(metering);
    const queued = () =>
      metering.prisma.outbox.count({
        where: { topic: 'usage.screen-meter', payload: { path: ['meterId'], equals: meter.id } },
      });
    answered(await deliver(metering, meter, meter.chain.take(1, { at: '2026-01-10T00:00:00.000Z' })), 200);
    await metering.screen(meter.id);
    expect([await queued(), await eventsOf(meter)]).toEqual([1, 1]);
    const washed = meter.chain.next({ at: '2026-01-11T00:00:00.000Z' }, metering.seller);
    answered(await deliver(metering, meter, [washed]), 200);
    await metering.screen(meter.id);
    expect([await queued(), await eventsOf(meter)]).toEqual([2, 1]);
  });
});

describe('what valuations read', () => {
  it('is the clean metered months, beside what was recorded', async () => {
    const meter = await openMeter(metering);
    const months = ['2025-12-01', '2026-01-01'].map((periodStart) => ({
      periodStart,
      calls: '1000',
      revenueMinor: '9000',
    }));
    const recorded = { currency: 'EUR', source: 'declared', months };
    answered(await metering.seller.client.post(`/v1/models/${meter.modelId}/usage`, recorded), 201);
    const receipts = [
      meter.chain.next({ at: '2026-01-10T00:00:00.000Z' }),
      meter.chain.next({ at: '2026-01-11T00:00:00.000Z' }, metering.seller),
      meter.chain.next({ at: '2026-03-10T00:00:00.000Z' }),
      meter.chain.next(),
    ];
    answered(await deliver(metering, meter, receipts), 200);
    await metering.screen(meter.id);
    const series = await monthsOf(meter);
    expect(
      series.slice(0, 4).map(({ periodStart, revenueMinor, source }) => [periodStart, revenueMinor, source]),
    ).toEqual([
      ['2025-12-01', 9000n, 'declared'],
      ['2026-01-01', 100n, 'receipts'],
      ['2026-02-01', 0n, 'receipts'],
      ['2026-03-01', 100n, 'receipts'],
    ]);
    // The month that runs is not over, though it was screened.
    const running = new Date(metering.nowMs()).toISOString().slice(0, 7);
    expect(series.some(({ periodStart }) => periodStart.startsWith(running))).toBe(false);
    expect((await seriesOf(meter)).raw.at(-1)?.periodStart).toBe(`${running}-01`);
  });

  it('is what was recorded where there is no meter', async () => {
    const model = await registerModel(metering.seller);
    const months = [{ periodStart: '2026-01-01', calls: '1', revenueMinor: '2' }];
    const recorded = { currency: 'EUR', source: 'fixture', months };
    answered(await metering.seller.client.post(`/v1/models/${model.modelId}/usage`, recorded), 201);
    expect((await monthsOf(model)).map(({ source }) => source)).toEqual(['fixture']);
  });
});

it('reads what was received until a time', async () => {
  const meter = await openMeter(metering);
  const at = (days: number) => ({ at: new Date(metering.nowMs() - days * DAY_MS).toISOString() });
  answered(await deliver(metering, meter, [meter.chain.next(at(3)), meter.chain.next(at(1))]), 200);
  await metering.screen(meter.id);
  const receipts = await metering.testApp.app
    .get(UsageReceipts, { strict: false })
    .cleanReceipts(uuid('meter', meter.id), new Date(metering.nowMs() - 2 * DAY_MS + HOUR_MS));
  expect(receipts).toEqual([
    {
      receiptId: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      sequence: 0,
      kind: 'charge',
      at: expect.any(Date) as Date,
      amountMinor: 100n,
      refundOf: null,
      washed: false,
    },
  ]);
});
