export { compiledFile } from './build/compiled-file.js';
export { projectRoot } from './build/project-root.js';
export { type Config, parseConfig } from './config/config.js';
export { ConfigurationError, InjectConfig } from './config/config.module.js';
export { type EmbeddedPostgres, EmbeddedPostgresFailure, startEmbeddedPostgres } from './embedded/index.js';
export { type Actor, maySee, type Scope, SCOPES } from './http/actor.js';
export { configureHttp, createHttpApp } from './http/create-http-app.js';
export { dto, WriteRoute } from './http/dto.js';
export { HttpConventionsModule } from './http/http-platform.module.js';
export { openApiDocument, serveOpenApi } from './http/openapi.js';
export { orProblem, ProblemException } from './http/problem-exception.js';
export {
  type FieldError,
  notFound,
  type Problem,
  problem,
  problemAt,
  type ProblemCode,
  PROBLEMS,
} from './http/problems.js';
export { PUBLIC_ROUTE, PublicRoute } from './http/public-route.js';
export { serveWeb } from './http/serve-web.js';
export { type AuthenticatedRequest, CurrentActor, Write, type WriteRequest } from './http/write-request.js';
export { applyMigrations, MigrationFailure } from './migrations/index.js';
export { Outbox } from './outbox/outbox.js';
export { pruneJob } from './outbox/prune.processor.js';
export { PlatformJobsModule, PlatformModule } from './platform.module.js';
export { isUniqueViolation, violates } from './prisma/database-error.js';
export { type Prisma } from './prisma/generated/client.js';
export { PrismaService, type Tx } from './prisma/prisma.service.js';
export { UnitOfWork } from './prisma/unit-of-work.js';
export { HandlesJob } from './queue/handles-job.js';
export {
  defineEvent,
  defineJob,
  type EventDefinition,
  type JobDefinition,
  type Lane,
  type Schedule,
  subscribe,
  type Subscription,
} from './queue/job.js';
export type { JobCatalogue } from './queue/job-registry.js';
export { Queues } from './queue/queues.js';
export { newId, SystemClock } from './time/system-clock.js';
export { computeInThread, type ThreadMessage } from './threads/compute-in-thread.js';
