import { Injectable } from '@nestjs/common';
import { asCurrency, asId, type Currency, type Id } from '#libs/kernel';
import { type Prisma, PrismaService, type Tx } from '#libs/platform';
import { type MetricId, type RunBudget, type RunState, type SliceScore } from './core/index.js';
import type { Split } from './domain-library.js';

export type DomainRecord = {
  readonly id: Id<'domain'>;
  readonly name: string;
  readonly version: number;
  readonly digest: string;
  readonly rowCount: number;
};

/** A domain that is on record, since when. */
export type StoredDomain = DomainRecord & { readonly createdAt: Date };

/** What a run is to do, as it was asked for. */
export type RunOrder = {
  readonly id: Id<'run'>;
  readonly versionId: Id<'version'>;
  readonly domainId: Id<'domain'>;
  readonly requestedById: Id<'party'>;
  readonly queuedAt: Date;
  readonly split: Split;
  readonly repeats: number;
  readonly usesCache: boolean;
  /** Of what calls cost and of the budget in money. */
  readonly currency: Currency | null;
  readonly budget: RunBudget;
  readonly due: { readonly scheduleId: Id<'evaluationSchedule'>; readonly dueAt: Date } | null;
};

export type StoredScore = {
  readonly n: number;
  readonly successes: number;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
};

export type SliceRow = {
  readonly slice: string;
  readonly sampleCount: number;
  readonly metric: MetricId | null;
  readonly score: StoredScore | null;
  /** Why there is no score although everything was answered. */
  readonly refusal: string | null;
  /** Of runs with repeats: rows answered alike every time, and rows answered right every time. */
  readonly consistency: { readonly agreeing: number; readonly alwaysCorrect: number } | null;
};

export type TransitionRow = {
  readonly from: RunState | null;
  readonly to: RunState;
  readonly at: Date;
  readonly reason: string | null;
};

export type RunRow = RunOrder & {
  readonly modelName: string;
  readonly versionLabel: string;
  readonly sellerId: Id<'party'>;
  readonly domain: string;
  readonly domainVersion: number;
  readonly state: RunState;
  readonly reason: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly slices: readonly SliceRow[];
  readonly transitions: readonly TransitionRow[];
};

/** What those who compute a run need to know of it. */
export type RunWork = Pick<
  RunOrder,
  'id' | 'versionId' | 'split' | 'repeats' | 'usesCache' | 'budget' | 'currency'
> & {
  readonly domain: string;
  readonly domainVersion: number;
  readonly state: RunState;
  readonly reason: string | null;
};

/** A change of state, and who brought it about; null for the service itself. */
export type Transition = {
  readonly from: RunState;
  readonly to: RunState;
  readonly at: Date;
  readonly actorId: Id<'party'> | null;
  readonly reason: string | null;
};

const RUNS_PER_VERSION_MAX = 1_000;

const RUN = {
  version: { include: { model: true } },
  domain: true,
  slices: { orderBy: { position: 'asc' } },
  transitions: { orderBy: { id: 'asc' } },
} satisfies Prisma.EvaluationRunInclude;

/** Domains, runs and their slices. */
@Injectable()
export class EvaluationStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** Several processes may start at once: one inserts, the others find it there. */
  async insertDomain(tx: Tx, domain: DomainRecord & { readonly definition: string }): Promise<void> {
    await tx.domain.createMany({ data: [domain], skipDuplicates: true });
  }

  async findDomain(name: string, version: number, tx: Tx = this.#prisma): Promise<StoredDomain | undefined> {
    const row = await tx.domain.findUnique({ where: { name_version: { name, version } } });
    return row === null ? undefined : { ...row, id: asId('domain', row.id) };
  }

  async insertRun(
    tx: Tx,
    { budget, due, ...run }: RunOrder,
    slices: readonly { readonly slice: string; readonly sampleCount: number }[],
  ): Promise<void> {
    await tx.evaluationRun.create({ data: { ...run, ...due, ...budgetColumns(budget), state: 'queued' } });
    await tx.evaluationSlice.createMany({
      data: slices.map((slice, position) => ({ ...slice, runId: run.id, position })),
    });
    await tx.evaluationTransition.create({
      data: { runId: run.id, toState: 'queued', at: run.queuedAt, actorId: run.requestedById },
    });
  }

  async findRun(id: Id<'run'>, tx: Tx = this.#prisma): Promise<RunRow | undefined> {
    const row = await tx.evaluationRun.findUnique({ where: { id }, include: RUN });
    return row === null ? undefined : toRun(row);
  }

  async findWork(id: Id<'run'>): Promise<RunWork | undefined> {
    const row = await this.#prisma.evaluationRun.findUnique({ where: { id }, include: { domain: true } });
    if (row === null) return undefined;
    const { split, repeats, usesCache, state, reason, domain } = row;
    return {
      id,
      versionId: asId('version', row.versionId),
      split: split as Split,
      repeats,
      usesCache,
      currency: row.currency === null ? null : asCurrency(row.currency),
      budget: budgetOf(row),
      domain: domain.name,
      domainVersion: domain.version,
      state: state as RunState,
      reason,
    };
  }

  /** Newest first: all of them, whatever became of them. */
  async runsOfVersion(versionId: Id<'version'>): Promise<readonly RunRow[]> {
    const rows = await this.#prisma.evaluationRun.findMany({
      where: { versionId },
      orderBy: { id: 'desc' },
      take: RUNS_PER_VERSION_MAX,
      include: RUN,
    });
    return rows.map(toRun);
  }

  /** Of the public rows: scores from hidden ones are not for computing with. */
  async lastCompletedRun(versionId: Id<'version'>, domainId: Id<'domain'>): Promise<RunRow | undefined> {
    const row = await this.#prisma.evaluationRun.findFirst({
      where: { versionId, domainId, state: 'completed', split: 'public' },
      orderBy: { finishedAt: 'desc' },
      include: RUN,
    });
    return row === null ? undefined : toRun(row);
  }

  /** How often a party has asked for a version's score on hidden rows of a domain, whatever came out of it. */
  async hiddenRunCount(
    tx: Tx,
    asked: {
      readonly requestedById: Id<'party'>;
      readonly versionId: Id<'version'>;
      readonly domainId: Id<'domain'>;
    },
  ): Promise<number> {
    return tx.evaluationRun.count({ where: { ...asked, split: 'hidden' } });
  }

  /** Serialises what counts the hidden runs of a version before it adds one. */
  async lockHiddenRuns(tx: Tx, versionId: Id<'version'>): Promise<void> {
    await tx.$executeRaw`
      SELECT pg_advisory_xact_lock(hashtextextended(${`salvor hidden runs ${versionId}`}, 0))`;
  }

  /** Takes the run's row lock, so that changes of its state and the ends of its chunks come one after the other. */
  async lockRun(tx: Tx, id: Id<'run'>): Promise<RunState | undefined> {
    const [row] = await tx.$queryRaw<{ state: RunState }[]>`
      SELECT state FROM evaluation_run WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
    return row?.state;
  }

  /** Under the run's lock. */
  async changeState(tx: Tx, id: Id<'run'>, { from, to, at, actorId, reason }: Transition): Promise<void> {
    const isOpen = to === 'queued' || to === 'running';
    await tx.evaluationRun.update({
      where: { id },
      data: {
        state: to,
        reason: isOpen ? null : reason,
        finishedAt: isOpen ? null : at,
        ...(from === 'queued' && to === 'running' ? { startedAt: at } : {}),
      },
    });
    await tx.evaluationTransition.create({
      data: { runId: id, fromState: from, toState: to, at, actorId, reason },
    });
  }

  async setBudget(tx: Tx, id: Id<'run'>, budget: RunBudget, currency: Currency | null): Promise<void> {
    await tx.evaluationRun.update({ where: { id }, data: { ...budgetColumns(budget), currency } });
  }

  /** Of these runs, those for which nothing is computed any more. */
  async endedRuns(ids: readonly Id<'run'>[]): Promise<readonly Id<'run'>[]> {
    const rows = await this.#prisma.evaluationRun.findMany({
      where: { id: { in: [...ids] }, state: { notIn: ['queued', 'running'] } },
      select: { id: true },
    });
    return rows.map(({ id }) => asId('run', id));
  }

  async saveScore(
    tx: Tx,
    runId: Id<'run'>,
    slice: string,
    result: {
      readonly metric: MetricId;
      readonly score: SliceScore | undefined;
      readonly refusal: string | undefined;
      readonly consistency: { readonly agreeing: number; readonly alwaysCorrect: number } | undefined;
      readonly scoredAt: Date;
    },
  ): Promise<void> {
    const { metric, score, refusal, consistency, scoredAt } = result;
    const numbers =
      score === undefined
        ? {}
        : {
            n: score.n,
            successes: score.correct,
            value: score.value,
            lower: score.lower,
            upper: score.upper,
          };
    await tx.evaluationSlice.updateMany({
      where: { runId, slice, scoredAt: null },
      data: { scoredAt, metric, refusal: refusal ?? null, ...numbers, ...consistency },
    });
  }

  async unscoredSlices(runId: Id<'run'>): Promise<readonly string[]> {
    const rows = await this.#prisma.evaluationSlice.findMany({
      where: { runId, scoredAt: null },
      orderBy: { position: 'asc' },
      select: { slice: true },
    });
    return rows.map(({ slice }) => slice);
  }
}

const budgetColumns = ({ calls, costMicroMinor, timeMs }: RunBudget) => ({
  budgetCalls: calls === undefined ? null : BigInt(calls),
  budgetCostMicroMinor: costMicroMinor ?? null,
  budgetTimeMs: timeMs === undefined ? null : BigInt(timeMs),
});

const budgetOf = (row: {
  readonly budgetCalls: bigint | null;
  readonly budgetCostMicroMinor: bigint | null;
  readonly budgetTimeMs: bigint | null;
}): RunBudget => ({
  calls: numberOf(row.budgetCalls),
  costMicroMinor: row.budgetCostMicroMinor ?? undefined,
  timeMs: numberOf(row.budgetTimeMs),
});

const numberOf = (value: bigint | null): number | undefined => (value === null ? undefined : Number(value));

function toRun(row: Prisma.EvaluationRunGetPayload<{ include: typeof RUN }>): RunRow {
  const { scheduleId, dueAt } = row;
  return {
    id: asId('run', row.id),
    versionId: asId('version', row.versionId),
    domainId: asId('domain', row.domainId),
    requestedById: asId('party', row.requestedById),
    modelName: row.version.model.name,
    versionLabel: row.version.label,
    sellerId: asId('party', row.version.model.sellerId),
    domain: row.domain.name,
    domainVersion: row.domain.version,
    split: row.split as Split,
    state: row.state as RunState,
    reason: row.reason,
    queuedAt: row.queuedAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    repeats: row.repeats,
    usesCache: row.usesCache,
    currency: row.currency === null ? null : asCurrency(row.currency),
    budget: budgetOf(row),
    due:
      scheduleId === null || dueAt === null
        ? null
        : { scheduleId: asId('evaluationSchedule', scheduleId), dueAt },
    slices: row.slices.map(toSlice),
    transitions: row.transitions.map(({ fromState, toState, at, reason }) => ({
      from: fromState as RunState | null,
      to: toState as RunState,
      at,
      reason,
    })),
  };
}

function toSlice(row: Prisma.EvaluationSliceGetPayload<object>): SliceRow {
  const { n, successes, value, lower, upper, agreeing, alwaysCorrect } = row;
  return {
    slice: row.slice,
    sampleCount: row.sampleCount,
    metric: row.metric as MetricId | null,
    score:
      n === null || successes === null || value === null || lower === null || upper === null
        ? null
        : { n, successes, value, lower, upper },
    refusal: row.refusal,
    consistency: agreeing === null || alwaysCorrect === null ? null : { agreeing, alwaysCorrect },
  };
}
