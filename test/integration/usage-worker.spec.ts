import { StandaloneModule } from '../../apps/standalone/src/standalone.module.js';
import { eventually } from '../support/client.js';
import { answered, deliver, type Metering, openMeter, openMetering } from './usage-fixture.js';

let metering: Metering;
beforeAll(async () => {
  metering = await openMetering({}, StandaloneModule);
}, 60_000);
afterAll(() => metering.close());

it('screens by itself what was delivered', async () => {
  await metering.fund(metering.payer, 1_000);
  const meter = await openMeter(metering);
  answered(await deliver(metering, meter, meter.chain.take(2)), 200);
  const series = await eventually(
    async () => answered(await metering.seller.client.get(`/v1/meters/${meter.id}/series`), 200),
    ({ screenedThrough }) => screenedThrough === 2,
    30_000,
  );
  expect(series['clean']).toEqual(series['raw']);
}, 60_000);
