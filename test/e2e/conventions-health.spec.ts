import { Injectable, Module } from '@nestjs/common';
import { AccessHttpModule } from '#libs/access';
import {
  defineJob,
  HandlesJob,
  HttpConventionsModule,
  Outbox,
  PlatformJobsModule,
  PrismaService,
  pruneJob,
} from '#libs/platform';
import { z } from 'zod';
import { eventually } from '../support/client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const slowJob = defineJob('test.work-slowly', z.strictObject({}));

@Injectable()
class SlowProcessor {
  running = false;
  finish = (): void => undefined;

  @HandlesJob(slowJob)
  async work(): Promise<void> {
    this.running = true;
    await new Promise<void>((resolve) => {
      this.finish = resolve;
    });
    this.running = false;
  }
}

/** Like the standalone service: HTTP and jobs in one process. */
@Module({
  imports: [
    HttpConventionsModule,
    AccessHttpModule,
    PlatformJobsModule.forCatalogue(() => ({ jobs: [pruneJob, slowJob], subscriptions: [], schedules: [] })),
  ],
  providers: [SlowProcessor],
})
class SlowApp {}

@Module({ imports: [HttpConventionsModule, AccessHttpModule] })
class HttpApp {}

const ask = async ({ url }: TestApp, path: string) => {
  const response = await fetch(`${url}/health/${path}`, { headers: { Connection: 'close' } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

it('a service that runs is live and ready, to anybody who asks', async () => {
  const testApp = await startTestApp({ LOG_LEVEL: 'silent' }, HttpApp);
  expect(await ask(testApp, 'live')).toEqual({ status: 200, body: { status: 'live' } });
  expect(await ask(testApp, 'ready')).toEqual({ status: 200, body: { status: 'ready' } });
  await testApp.close();
});

it('a service that stops is live but not ready, until its jobs are done', async () => {
  const testApp = await startTestApp({ LOG_LEVEL: 'silent' }, SlowApp);
  const processor = testApp.app.get(SlowProcessor);
  const outbox = testApp.app.get(Outbox, { strict: false });
  const prisma = testApp.app.get(PrismaService, { strict: false });
  await prisma.$transaction((tx) => outbox.enqueue(tx, slowJob, [{}]));
  await eventually(
    () => Promise.resolve(processor.running),
    (running) => running,
  );
  const closed = testApp.close();
  const notReady = await eventually(
    () => ask(testApp, 'ready'),
    ({ status }) => status !== 200,
    3_000,
  );
  expect(notReady.status).toBe(503);
  expect(notReady.body).toMatchObject({
    type: 'urn:salvor:problem:not-ready',
    detail: 'The service is stopping.',
  });
  expect((await ask(testApp, 'live')).status).toBe(200);
  expect(processor.running).toBe(true);
  processor.finish();
  await closed;
  expect(processor.running).toBe(false);
});

it('a service without its database is live but not ready', async () => {
  const testApp = await startTestApp({ LOG_LEVEL: 'silent' }, HttpApp);
  await testApp.database.drop();
  const answer = await eventually(
    () => ask(testApp, 'ready'),
    ({ status }) => status !== 200,
  );
  expect(answer.body).toMatchObject({
    type: 'urn:salvor:problem:not-ready',
    detail: 'The database does not answer.',
  });
  expect((await ask(testApp, 'live')).status).toBe(200);
  await testApp.close();
});
