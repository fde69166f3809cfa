import type { UsageReceipt } from '#core/usage';
import {
  answered,
  countersigned,
  deliver,
  HOUR_MS,
  type Metering,
  openMeter,
  openMetering,
  problemIn,
  type TestMeter,
} from './usage-fixture.js';

const TARIFF = {
  perCallMinor: '2',
  perMillionInputTokensMinor: '100000',
  perMillionOutputTokensMinor: '500000',
};

let metering: Metering;
beforeAll(async () => {
  metering = await openMetering();
  await metering.fund(metering.payer, 1_000_000);
}, 60_000);
afterAll(() => metering.close());

let spans = 0;

/** One chat call of 100 tokens in and 50 out, with the attributes of the GenAI conventions. */
function span(endMs: number, change: Readonly<Record<string, number>> = {}): object {
  spans += 1;
  const counts = {
    'gen_ai.usage.input_tokens': 100,
    'gen_ai.usage.cache_read.input_tokens': 80,
    'gen_ai.usage.output_tokens': 50,
    'gen_ai.usage.reasoning.output_tokens': 30,
    ...change,
  };
  return {
    traceId: spans.toString(16).padStart(32, '0'),
    spanId: spans.toString(16).padStart(16, '0'),
    name: 'chat salvage-1',
    kind: 2,
    startTimeUnixNano: `${String(endMs - 500)}000000`,
    endTimeUnixNano: `${String(endMs)}000000`,
    attributes: [
      { key: 'gen_ai.operation.name', value: { stringValue: 'chat' } },
      ...Object.entries(counts).map(([key, value]) => ({ key, value: { intValue: String(value) } })),
    ],
  };
}

const tracesOf = (payer: string, list: readonly object[]): object => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'salvor.payer', value: { stringValue: payer } }] },
      scopeSpans: [{ scope: { name: 'a test' }, spans: list }],
    },
  ],
});

const report = ({ id }: TestMeter, traces: object) =>
  metering.seller.client.post(`/v1/meters/${id}/telemetry`, traces);

type Draft = { readonly receipt: UsageReceipt; readonly inputTokens: string; readonly hourStart: string };

const draftsOf = async ({ id }: TestMeter): Promise<readonly Draft[]> =>
  answered(await metering.payer.client.get(`/v1/meters/${id}/drafts`), 200)['drafts'] as readonly Draft[];

/** The middle of an hour that is over. */
const lastHour = (): number => (Math.floor(metering.nowMs() / HOUR_MS) - 1) * HOUR_MS + HOUR_MS / 2;

describe('telemetry', () => {
  it('becomes drafts by hour, with no token counted twice, that only lack their signatures', async () => {
    const meter = await openMeter(metering, { tariff: TARIFF });
    const at = lastHour();
    const calls = [span(at - HOUR_MS), span(at), span(at + 1)];
    expect(answered(await report(meter, tracesOf(metering.payer.id, calls)), 200)).toEqual({
      recorded: 3,
      replayed: 0,
      ignored: 0,
    });
    const drafts = await draftsOf(meter);
    // 2 calls of 2 each; 200 tokens in at 0.1, 100 tokens out at 0.5.
    expect(drafts.map(({ receipt }) => [receipt.sequence, receipt.calls, receipt.amountMinor])).toEqual([
      [0, '1', '37'],
      [1, '2', '74'],
    ]);
    expect(drafts.map(({ inputTokens }) => inputTokens)).toEqual(['100', '200']);
    const receipts = drafts.map(({ receipt }) => countersigned(receipt, metering.seller, metering.payer));
    expect((await deliver(metering, meter, receipts)).body).toMatchObject({ accepted: 2 });
    expect(await draftsOf(meter)).toEqual([]);
  });

  it('counts a span once, however often it is told', async () => {
    const meter = await openMeter(metering, { tariff: TARIFF });
    const traces = tracesOf(metering.payer.id, [span(lastHour())]);
    answered(await report(meter, traces), 200);
    expect((await report(meter, traces)).body).toEqual({ recorded: 0, replayed: 1, ignored: 0 });
    expect((await draftsOf(meter)).map(({ receipt }) => receipt.calls)).toEqual(['1']);
  });

  it('drafts what comes late after what was settled, dated where the chain stands', async () => {
    const meter = await openMeter(metering, { tariff: TARIFF });
    const at = lastHour();
    answered(await report(meter, tracesOf(metering.payer.id, [span(at)])), 200);
    const [first] = (await draftsOf(meter)).map(({ receipt }) => receipt);
    const sent = first === undefined ? [] : [countersigned(first, metering.seller, metering.payer)];
    answered(await deliver(metering, meter, [...sent]), 200);
    answered(await report(meter, tracesOf(metering.payer.id, [span(at - HOUR_MS)])), 200);
    const [late] = await draftsOf(meter);
    expect(late?.receipt).toMatchObject({ sequence: 1, at: first?.at, calls: '1' });
  });

  it('leaves a draft open when the parties signed something else', async () => {
    const meter = await openMeter(metering, { tariff: TARIFF });
    answered(await report(meter, tracesOf(metering.payer.id, [span(lastHour())])), 200);
    answered(await deliver(metering, meter, [meter.chain.next({ amountMinor: '36', calls: '1' })]), 200);
    expect(await draftsOf(meter)).toHaveLength(1);
  });

  it('refuses parts above their whole, unknown payers, strangers and meters without a tariff', async () => {
    const meter = await openMeter(metering, { tariff: TARIFF });
    const cached = span(lastHour(), { 'gen_ai.usage.cache_read.input_tokens': 101 });
    const traces = tracesOf(metering.payer.id, [span(lastHour()), cached]);
    const at = (index: number) => `/resourceSpans/0/scopeSpans/0/spans/${String(index)}`;
    expect(problemIn(await report(meter, traces))).toEqual({ code: 'validation-failed', paths: [at(1)] });
    const nobody = tracesOf('pty_019a00000000700080000000000000ab', [span(lastHour())]);
    expect(problemIn(await report(meter, nobody)).paths).toEqual([at(0)]);
    const path = `/v1/meters/${meter.id}/telemetry`;
    expect((await metering.payer.client.post(path, traces)).status).toBe(404);
    const plain = await openMeter(metering);
    expect(problemIn(await report(plain, traces)).code).toBe('evidence-missing');
    expect(await draftsOf(meter)).toEqual([]);
  });
});
