import { Injectable } from '@nestjs/common';
import { asId, type Id } from '#libs/kernel';
import { PrismaService } from '#libs/platform';
import type { SimilarityCounts } from './core/index.js';

/** Answers of a version beside those of another to the same rows. */
export type SimilarityRow = SimilarityCounts & {
  readonly domain: string;
  readonly domainVersion: number;
  readonly runId: Id<'run'>;
  readonly other: {
    readonly versionId: Id<'version'>;
    readonly modelName: string;
    readonly versionLabel: string;
    readonly runId: Id<'run'>;
  };
};

/** Of one domain: the versions that were evaluated last. */
const OTHERS_PER_DOMAIN_MAX = 200;

/** Counts what versions answer alike. */
@Injectable()
export class AnswerSimilarityStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** The last completed public run of a version on each domain beside the last one of every other version there. */
  async similarTo(versionId: Id<'version'>): Promise<readonly SimilarityRow[]> {
    const rows = await this.#prisma.$queryRaw<CountRow[]>`
      WITH newest AS (
        SELECT DISTINCT ON (version_id, domain_id) id, version_id, domain_id FROM evaluation_run
        WHERE state = 'completed' AND split = 'public' AND domain_id IN (
          SELECT domain_id FROM evaluation_run WHERE version_id = ${versionId}::uuid)
        ORDER BY version_id, domain_id, finished_at DESC, id DESC
      ), pairs AS (
        SELECT own.domain_id, own.id AS own, other.id AS other, other.version_id,
          row_number() OVER (PARTITION BY own.domain_id ORDER BY other.id DESC) AS place
        FROM newest own JOIN newest other USING (domain_id)
        WHERE own.version_id = ${versionId}::uuid AND other.version_id <> own.version_id
      ), cells AS (
        SELECT p.other, a.label AS own_label, b.label AS other_label, a.is_correct AND b.is_correct AS both_right,
          NOT a.is_correct AND NOT b.is_correct AS both_wrong, count(*) AS rows
        FROM pairs p JOIN evaluation_answer a ON a.run_id = p.own AND a.repeat = 0
          JOIN evaluation_answer b ON b.run_id = p.other AND b.sample_id = a.sample_id AND b.repeat = 0
        WHERE p.place <= ${OTHERS_PER_DOMAIN_MAX} GROUP BY 1, 2, 3, 4, 5
      ), counts AS (
        SELECT other, sum(rows) AS rows, sum(rows) FILTER (WHERE own_label = other_label) AS same,
          sum(rows) FILTER (WHERE NOT both_right) AS either_wrong,
          sum(rows) FILTER (WHERE both_wrong AND own_label = other_label) AS same_wrong
        FROM cells GROUP BY other
      ), chance AS (
        SELECT own.other, sum(own.rows * their.rows) AS agreeing
        FROM (SELECT other, own_label AS label, sum(rows) AS rows FROM cells GROUP BY 1, 2) own
          JOIN (SELECT other, other_label AS label, sum(rows) AS rows FROM cells GROUP BY 1, 2) their
            USING (other, label)
        GROUP BY own.other
      )
      SELECT d.name AS domain, d.version AS domain_version, p.own, p.other, p.version_id, m.name AS model_name,
        v.label AS version_label, c.rows::int, coalesce(c.same, 0)::int AS same,
        coalesce(c.either_wrong, 0)::int AS either_wrong, coalesce(c.same_wrong, 0)::int AS same_wrong,
        coalesce(chance.agreeing / (c.rows * c.rows), 0)::float8 AS chance
      FROM pairs p JOIN counts c USING (other) LEFT JOIN chance USING (other)
        JOIN domain d ON d.id = p.domain_id JOIN model_version v ON v.id = p.version_id
        JOIN model m ON m.id = v.model_id
      ORDER BY d.name, d.version, p.other`;
    return rows.map(toSimilarity);
  }
}

type CountRow = {
  readonly domain: string;
  readonly domain_version: number;
  readonly own: string;
  readonly other: string;
  readonly version_id: string;
  readonly model_name: string;
  readonly version_label: string;
  readonly rows: number;
  readonly same: number;
  readonly either_wrong: number;
  readonly same_wrong: number;
  readonly chance: number;
};

const toSimilarity = (row: CountRow): SimilarityRow => ({
  domain: row.domain,
  domainVersion: row.domain_version,
  runId: asId('run', row.own),
  other: {
    versionId: asId('version', row.version_id),
    modelName: row.model_name,
    versionLabel: row.version_label,
    runId: asId('run', row.other),
  },
  rows: row.rows,
  sameLabel: row.same,
  chanceAgreement: row.chance,
  eitherWrong: row.either_wrong,
  sameWrong: row.same_wrong,
});
