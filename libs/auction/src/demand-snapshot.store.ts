import { Injectable } from '@nestjs/common';
import { PrismaService, type Tx } from '#libs/platform';
import { z } from 'zod';
import type { DemandSnapshot } from './core/standing-orders/index.js';
import { demandCell } from './standing-order.contract.js';

const cells = z.array(demandCell);

/** What was published of the standing orders, a snapshot a day. */
@Injectable()
export class DemandSnapshotStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  async latest(tx: Tx = this.#prisma): Promise<DemandSnapshot | undefined> {
    const row = await tx.demandSnapshot.findFirst({ orderBy: { day: 'desc' } });
    if (row === null) return undefined;
    return {
      day: row.day.toISOString().slice(0, 10),
      cohort: row.cohort,
      cells: cells.parse(row.cells),
    };
  }

  /** Does nothing when the day has a snapshot already: the first of two workers publishes. */
  async insert(tx: Tx, snapshot: DemandSnapshot, takenAt: Date): Promise<void> {
    await tx.demandSnapshot.createMany({
      data: [
        {
          day: new Date(snapshot.day),
          cohort: snapshot.cohort,
          cells: z.encode(cells, [...snapshot.cells]),
          takenAt,
        },
      ],
      skipDuplicates: true,
    });
  }
}
