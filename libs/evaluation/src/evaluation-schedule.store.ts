import { Injectable } from '@nestjs/common';
import { asId, type Id } from '#libs/kernel';
import { type Prisma, PrismaService, type Tx } from '#libs/platform';

export type ScheduleRow = {
  readonly id: Id<'evaluationSchedule'>;
  readonly versionId: Id<'version'>;
  readonly domain: string;
  readonly requestedById: Id<'party'>;
  readonly everyDays: number;
  readonly nextDueAt: Date;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
};

const SCHEDULES_PER_VERSION_MAX = 1_000;

/** Which versions are evaluated again and again, on what, and when next. */
@Injectable()
export class EvaluationScheduleStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** False when the version has a schedule for the domain, even one that is being written at this moment. */
  async insert(tx: Tx, schedule: ScheduleRow): Promise<boolean> {
    const { count } = await tx.evaluationSchedule.createMany({ data: [schedule], skipDuplicates: true });
    return count === 1;
  }

  async find(id: Id<'evaluationSchedule'>, tx: Tx): Promise<ScheduleRow | undefined> {
    const row = await tx.evaluationSchedule.findUnique({ where: { id } });
    return row === null ? undefined : toSchedule(row);
  }

  async ofVersion(versionId: Id<'version'>): Promise<readonly ScheduleRow[]> {
    const rows = await this.#prisma.evaluationSchedule.findMany({
      where: { versionId },
      orderBy: { id: 'desc' },
      take: SCHEDULES_PER_VERSION_MAX,
    });
    return rows.map(toSchedule);
  }

  async end(tx: Tx, id: Id<'evaluationSchedule'>, endedAt: Date): Promise<void> {
    await tx.evaluationSchedule.updateMany({ where: { id, endedAt: null }, data: { endedAt } });
  }

  /** One that is due and that no other sweep is looking at, locked. */
  async lockDue(tx: Tx, now: Date): Promise<ScheduleRow | undefined> {
    const [due] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM evaluation_schedule WHERE ended_at IS NULL AND next_due_at <= ${now}
      ORDER BY next_due_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED`;
    return due === undefined ? undefined : this.find(asId('evaluationSchedule', due.id), tx);
  }

  async setNextDue(tx: Tx, id: Id<'evaluationSchedule'>, nextDueAt: Date): Promise<void> {
    await tx.evaluationSchedule.update({ where: { id }, data: { nextDueAt } });
  }
}

const toSchedule = (row: Prisma.EvaluationScheduleGetPayload<object>): ScheduleRow => ({
  ...row,
  id: asId('evaluationSchedule', row.id),
  versionId: asId('version', row.versionId),
  requestedById: asId('party', row.requestedById),
});
