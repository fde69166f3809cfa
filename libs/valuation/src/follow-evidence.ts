import { Injectable } from '@nestjs/common';
import { canonicalJson, type Id, type Json, ok } from '#libs/kernel';
import { newId, Outbox, SystemClock, type Tx, UnitOfWork } from '#libs/platform';
import { z } from 'zod';
import type { PricingDossierDocument } from './core/index.js';
import { GatherDossier } from './gather-dossier.js';
import { readJson } from './valuation-view.js';
import { requestValuation } from './valuation.contract.js';
import { valueJob } from './valuation.jobs.js';
import { type StalenessCause, type Subject, type ValuationRow, ValuationStore } from './valuation.store.js';

/**
 * When something changes that a valuation rests on, the newest valuation of the version in each currency is marked
 * stale, and one like it is queued as its successor, as of today. Older ones stay as they are: they are history. What
 * counts is what stands on record, not the news of it: those may come late, twice, or before the valuation has begun.
 */
@Injectable()
export class FollowEvidence {
  readonly #store: ValuationStore;
  readonly #gather: GatherDossier;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;

  constructor(
    store: ValuationStore,
    gather: GatherDossier,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#gather = gather;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** Looks whether the records still say what the newest valuations were made from. */
  async check(of: Subject): Promise<void> {
    const causes = new Map<string, StalenessCause>();
    for (const valuation of await this.#store.current(of)) {
      const cause = await this.#causeOf(valuation);
      if (cause !== undefined) causes.set(valuation.id, cause);
    }
    if (causes.size === 0) return;
    await this.#unitOfWork.run(async (tx) => {
      for (const valuation of await this.#store.current(of, tx)) {
        const cause = causes.get(valuation.id);
        if (cause !== undefined) await this.#succeed(tx, valuation, cause);
      }
      return ok(undefined);
    });
  }

  /** A right in the version is being granted, in this transaction. */
  async granted(tx: Tx, versionId: Id<'version'>): Promise<void> {
    for (const valuation of await this.#store.current({ versionId }, tx))
      await this.#succeed(tx, valuation, 'rights');
  }

  /** Undefined where nothing has changed, and where nobody can tell: asked for in the words of an earlier method. */
  async #causeOf(valuation: ValuationRow): Promise<StalenessCause | undefined> {
    if (valuation.dossier === null || !requestValuation.safeParse(valuation.request).success)
      return undefined;
    const then = readJson(valuation.dossier) as unknown as PricingDossierDocument;
    const { dossier: now, runIds } = await this.#gather.gather(valuation, this.#successionDate(valuation));
    if (runIds.some((runId) => !valuation.runIds.includes(runId))) return 'scores';
    if (differ(now.domains.map(usageOf), then.domains.map(usageOf))) return 'usage';
    return differ(now.grants, then.grants) ? 'rights' : undefined;
  }

  #successionDate({ valuationDate }: ValuationRow): string {
    const today = this.#clock.now().toISOString().slice(0, 10);
    return valuationDate > today ? valuationDate : today;
  }

  async #succeed(tx: Tx, valuation: ValuationRow, cause: StalenessCause): Promise<void> {
    const asked = requestValuation.safeParse(valuation.request);
    if (!asked.success) return;
    const now = this.#clock.now();
    const successorId = newId('valuation');
    const valuationDate = this.#successionDate(valuation);
    // The same seed: what differs is the evidence, not the luck.
    const request = z.encode(requestValuation, { ...asked.data, valuationDate });
    const { versionId, requestedById, currency, domains } = valuation;
    await this.#store.insert(tx, {
      id: successorId,
      versionId,
      requestedById,
      currency,
      domains,
      valuationDate,
      request,
      queuedAt: now,
    });
    await this.#store.markStale(tx, valuation.id, { cause, since: now, successorId });
    await this.#outbox.enqueue(tx, valueJob, [{ valuationId: successorId }]);
  }
}

const usageOf = ({ usage }: PricingDossierDocument['domains'][number]): Json => usage;

const differ = (now: Json | undefined, then: Json | undefined): boolean =>
  canonicalJson(now ?? null) !== canonicalJson(then ?? null);
