import { Injectable } from '@nestjs/common';
import { CatalogService } from '#libs/catalog';
import { EvaluationService } from '#libs/evaluation';
import { assertDefined, canonicalJson, type Json, ok, sha256Hex } from '#libs/kernel';
import { HandlesJob, Outbox, Queues, SystemClock, UnitOfWork } from '#libs/platform';
import { type RecordedMonth, UsageService } from '#libs/usage';
import type { z } from 'zod';
import { appraiseInThread } from './appraise-thread.js';
import type { Dossier } from './core/index.js';
import { requestValuation } from './valuation.contract.js';
import { appraiseJob, sweepValuationsJob } from './valuation.jobs.js';
import { type Frozen, type ValuationRow, ValuationStore } from './valuation.store.js';

const LOST_AFTER_MS = 120_000;
const PER_SWEEP_MAX = 1_000;

@Injectable()
export class ValuationProcessor {
  readonly #store: ValuationStore;
  readonly #catalog: CatalogService;
  readonly #evaluation: EvaluationService;
  readonly #usage: UsageService;
  readonly #queues: Queues;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;

  constructor(
    store: ValuationStore,
    catalog: CatalogService,
    evaluation: EvaluationService,
    usage: UsageService,
    queues: Queues,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#catalog = catalog;
    this.#evaluation = evaluation;
    this.#usage = usage;
    this.#queues = queues;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** Gathers the dossier, appraises it, freezes both. */
  @HandlesJob(appraiseJob)
  async appraise({ valuationId }: z.output<typeof appraiseJob.payload>): Promise<void> {
    const valuation = await this.#store.find(valuationId);
    if (valuation?.state !== 'queued') return;
    const dossier = await this.#dossierOf(valuation);
    const dossierText = canonicalJson(dossier);
    const appraisal = await appraiseInThread(dossier);
    const documents = {
      dossier: dossierText,
      dossierDigest: sha256Hex(dossierText),
      finishedAt: this.#clock.now(),
    };
    await this.#freeze(
      valuation,
      appraisal.ok
        ? { ...documents, ...completed(appraisal.value) }
        : { ...documents, ...refused(appraisal.error) },
    );
  }

  @HandlesJob(sweepValuationsJob)
  async sweep(): Promise<void> {
    const { waiting, active } = await this.#queues.lane('evaluation').depth();
    if (waiting + active > 0) return;
    const lost = await this.#store.queuedBefore(new Date(this.#clock.nowMs() - LOST_AFTER_MS), PER_SWEEP_MAX);
    if (lost.length === 0) return;
    await this.#unitOfWork.run(async (tx) => {
      await this.#outbox.enqueue(
        tx,
        appraiseJob,
        lost.map((valuationId) => ({ valuationId })),
      );
      return ok(undefined);
    });
  }

  async #dossierOf({ request, versionId, domain }: ValuationRow): Promise<Dossier> {
    const input = requestValuation.parse(request);
    const version = await this.#catalog.version(versionId);
    const evidence = await this.#evaluation.evidence(versionId, domain);
    if (!version.ok || !evidence.ok) throw new Error('the evidence of a queued valuation cannot vanish');
    const months = await this.#usage.months(version.value.modelId, input.currency);
    const { callShareBps, savingPerCorrectCallMicroMinor, ...assumptions } = input.assumptions;
    return {
      dossierVersion: 1,
      manifestDigest: version.value.rootDigest,
      currency: input.currency,
      valuationDate: input.valuationDate,
      seed: assertDefined(input.seed, 'a queued request has its seed'),
      domains: [
        {
          name: domain,
          callShareBps,
          savingPerCorrectCallMicroMinor,
          scores: mutable(evidence.value.series),
        },
      ],
      usage: { source: weakestSource(months), months: knownMonths(months, input.valuationDate) },
      assumptions,
      rights: [input.right],
    };
  }

  async #freeze({ id }: ValuationRow, result: Frozen): Promise<void> {
    await this.#unitOfWork.run(async (tx) => {
      await this.#store.freeze(tx, id, result);
      return ok(undefined);
    });
  }
}

function completed(appraisal: Json): Pick<Frozen, 'state' | 'reason' | 'appraisal' | 'appraisalDigest'> {
  const text = canonicalJson(appraisal);
  return { state: 'completed', reason: null, appraisal: text, appraisalDigest: sha256Hex(text) };
}

/** A refusal is an answer; a thread that died is a failure. Both stay on record. */
function refused(error: {
  readonly code: string;
  readonly reason: string;
}): Pick<Frozen, 'state' | 'reason' | 'appraisal' | 'appraisalDigest'> {
  const state = error.code === 'appraisal-failed' ? 'failed' : 'refused';
  return { state, reason: `${error.code}: ${error.reason}`, appraisal: null, appraisalDigest: null };
}

/** A series is as good as its worst month. */
function weakestSource(months: readonly RecordedMonth[]): RecordedMonth['source'] {
  const sources = new Set(months.map(({ source }) => source));
  if (sources.has('fixture')) return 'fixture';
  return sources.has('receipts') && !sources.has('declared') ? 'receipts' : 'declared';
}

/** Only months that were over at the valuation date. */
const knownMonths = (months: readonly RecordedMonth[], valuationDate: string): Dossier['usage']['months'] =>
  months
    .filter(({ periodStart }) => periodStart.slice(0, 7) < valuationDate.slice(0, 7))
    .map(({ periodStart, calls, revenueMinor }) => ({
      periodStart,
      calls: calls.toString(),
      revenueMinor: revenueMinor.toString(),
    }));

const mutable = ({
  points,
  ...series
}: {
  readonly originDate: string;
  readonly chanceLevel: number;
  readonly points: readonly {
    readonly t: number;
    readonly successes: number;
    readonly trials: number;
    readonly label: string;
  }[];
}): Dossier['domains'][number]['scores'] => ({ ...series, points: [...points] });
