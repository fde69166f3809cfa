/** The service, API and worker, as a process of its own, with a clock that its parent turns by way of messages. */
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { assert } from '#libs/kernel';
import { configureHttp, parseConfig, SystemClock } from '#libs/platform';
import { StandaloneModule } from '../../../apps/standalone/src/standalone.module.js';
import { TurnableClock } from '../../support/test-app.js';
import type { ServiceAnswer, ServiceOrder } from './bench-service.js';

const config = parseConfig(process.env);
assert(config.ok, 'the parent chose the settings');
const clock = new TurnableClock();
const testing = await Test.createTestingModule({ imports: [StandaloneModule] })
  .overrideProvider(SystemClock)
  .useValue(clock)
  .compile();
const app = testing.createNestApplication<NestExpressApplication>({ bodyParser: false, bufferLogs: true });
configureHttp(app, config.value.bodyLimitBytes);
await app.listen(config.value.port, config.value.host);

process.on('message', (order: ServiceOrder) => {
  if (order.kind === 'advance') clock.advance(order.ms);
  else {
    const { user, system } = process.cpuUsage();
    answer({
      kind: 'usage',
      processorMs: (user + system) / 1_000,
      residentBytes: process.memoryUsage.rss(),
      peakResidentBytes: process.resourceUsage().maxRSS * 1_024,
    });
  }
});
// A parent that is gone stops nothing any more.
process.on('disconnect', () => process.exit(1));
process.on('SIGTERM', () => {
  void app.close().then(() => process.exit(0));
});
answer({ kind: 'serves', url: await app.getUrl() });

function answer(message: ServiceAnswer): void {
  process.send?.(message);
}
