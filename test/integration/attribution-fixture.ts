import { randomUUID } from 'node:crypto';
import { Module } from '@nestjs/common';
import request from 'supertest';
import { AccessHttpModule } from '#libs/access';
import { AttributionHttpModule, attributionJobs, AttributionJobsModule } from '#libs/attribution';
import { CatalogHttpModule } from '#libs/catalog';
import { assert } from '#libs/kernel';
import { HttpConventionsModule, PlatformJobsModule, PrismaService, pruneJob } from '#libs/platform';
import { UsageHttpModule } from '#libs/usage';
import { NOTHING_GIVEN } from '../../apps/cli/src/command.js';
import { attribute } from '../../apps/cli/src/commands/attribute.js';
import { verify } from '../../apps/cli/src/commands/verify.js';
import { enrol, eventually, type Reply, TestClient, type TestParty } from '../support/client.js';
import { OPERATOR_KEY, startTestApp, type TestApp } from '../support/test-app.js';

/** The sweep is not scheduled: what is queued is delivered by the queue alone. */
@Module({
  imports: [
    HttpConventionsModule,
    AccessHttpModule,
    CatalogHttpModule,
    UsageHttpModule,
    AttributionHttpModule,
    AttributionJobsModule,
    PlatformJobsModule.forCatalogue(() => ({
      jobs: [pruneJob, ...attributionJobs],
      subscriptions: [],
      schedules: [],
    })),
  ],
})
class AttributionApp {}

type Body = Record<string, unknown>;

/** A seller with models, four contributors, and whoever reads what is public. */
export class AttributionDesk {
  readonly prisma: PrismaService;
  readonly operator: TestClient;
  readonly #anonymous: TestClient;
  #models = 0;

  private constructor(
    readonly testApp: TestApp,
    readonly owner: TestParty,
    readonly parties: readonly TestParty[],
  ) {
    this.prisma = testApp.app.get(PrismaService, { strict: false });
    this.operator = new TestClient(testApp, OPERATOR_KEY);
    this.#anonymous = new TestClient(testApp);
  }

  static async open(settings: Readonly<Record<string, string>> = {}): Promise<AttributionDesk> {
    const testApp = await startTestApp(settings, AttributionApp);
    const operator = new TestClient(testApp, OPERATOR_KEY);
    const owner = await enrol(operator, 'Owner', ['seller']);
    const parties: TestParty[] = [];
    for (const name of ['First', 'Second', 'Third', 'Fourth'])
      parties.push(await enrol(operator, name, ['contributor']));
    return new AttributionDesk(testApp, owner, parties);
  }

  close(): Promise<void> {
    return this.testApp.close();
  }

  partyId(index: number): string {
    return this.parties[index]?.id ?? '';
  }

  async newModel(): Promise<string> {
    this.#models += 1;
    const { body } = await this.owner.client.post('/v1/models', {
      name: `model ${String(this.#models)}`,
      description: 'A model.',
      licence: 'MIT',
    });
    return String(body['id']);
  }

  ask(modelId: string, body: object): Promise<Reply> {
    return this.owner.client.post(`/v1/models/${modelId}/attributions`, body);
  }

  /** The same request as text, which nobody reads before the thread does. */
  async askAsText(modelId: string, text: string, key: string = randomUUID()) {
    const reply = await request(this.testApp.app.getHttpServer())
      .post(`/v1/models/${modelId}/attributions`)
      .set('Authorization', `Bearer ${this.owner.client.key ?? ''}`)
      .set('Idempotency-Key', key)
      .set('Content-Type', 'text/plain')
      .send(text);
    return { status: reply.status, body: reply.body as Body };
  }

  /** Asks, and waits for the queue to do its work. */
  async ended(body: object): Promise<Body> {
    const queued = await this.ask(await this.newModel(), body);
    assert(queued.status === 202, JSON.stringify(queued.body));
    return this.finished(queued.body['id']);
  }

  finished(id: unknown): Promise<Body> {
    return eventually(
      async () => (await this.#anonymous.get(`/v1/attributions/${String(id)}`)).body,
      ({ finishedAt }) => finishedAt !== null,
      60_000,
    );
  }

  async documents(id: unknown): Promise<Body> {
    return (await this.#anonymous.get(`/v1/attributions/${String(id)}/documents`)).body;
  }

  async ofModel(modelId: string): Promise<Body> {
    return (await this.#anonymous.get(`/v1/models/${modelId}/attributions`)).body;
  }
}

/** What `salvor attribute` computes from an input. */
export function offline(input: unknown): unknown {
  const answer = attribute.run(JSON.stringify(input), NOTHING_GIVEN);
  assert(answer.ok, answer.ok ? '' : `${answer.error.path} ${answer.error.reason}`);
  return JSON.parse(answer.value.output);
}

/** What `salvor verify` says of documents. */
export function verified(documents: unknown): unknown {
  const answer = verify.run(JSON.stringify(documents), NOTHING_GIVEN);
  assert(answer.ok, answer.ok ? '' : answer.error.reason);
  return JSON.parse(answer.value.output);
}
