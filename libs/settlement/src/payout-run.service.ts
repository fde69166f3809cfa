import { Injectable } from '@nestjs/common';
import { err, type Id, ok, type Result } from '#libs/kernel';
import {
  type Actor,
  newId,
  notFound,
  Outbox,
  type Problem,
  problem,
  problemAt,
  SystemClock,
  type Tx,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import type { z } from 'zod';
import { PayoutAgreementService } from './payout-agreement.service.js';
import { type AgreementRow, PayoutAgreementStore } from './payout-agreement.store.js';
import {
  payoutRunView,
  type requestRun,
  type runReceiptPage,
  type runReceiptQuery,
} from './payout-run.contract.js';
import { payoutRunJob } from './payout-run.jobs.js';
import { type NewPayoutRun, type PayoutRunRow, PayoutRunStore } from './payout-run.store.js';

import { PayoutStatementStore } from './payout-statement.store.js';

export type PayoutRunView = z.output<typeof payoutRunView>;

/** Runs of an agreement: asked for one after the other, and looked at. */
@Injectable()
export class PayoutRunService {
  readonly #agreements: PayoutAgreementService;
  readonly #agreementStore: PayoutAgreementStore;
  readonly #runs: PayoutRunStore;
  readonly #statements: PayoutStatementStore;
  readonly #outbox: Outbox;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    agreements: PayoutAgreementService,
    agreementStore: PayoutAgreementStore,
    runs: PayoutRunStore,
    statements: PayoutStatementStore,
    outbox: Outbox,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#agreements = agreements;
    this.#agreementStore = agreementStore;
    this.#runs = runs;
    this.#statements = statements;
    this.#outbox = outbox;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** Queues a run until a time. Asked for the same time again, it answers with the run that there is. */
  request(
    write: WriteRequest,
    agreementId: Id<'agreement'>,
    { to }: z.output<typeof requestRun>,
  ): Promise<Result<PayoutRunView, Problem>> {
    return this.#unitOfWork.write(write, payoutRunView, async (tx) => {
      const agreement = await this.#agreements.ownAgreement(write.actor, agreementId, tx);
      if (!agreement.ok) return agreement;
      await this.#agreementStore.lock(tx, agreementId);
      const standing = await this.#runs.byEnd(tx, agreementId, to);
      if (standing !== undefined) return ok(toView(standing));
      const next = await this.#next(tx, agreement.value, to);
      if (!next.ok) return next;
      await this.#runs.insert(tx, next.value);
      await this.#outbox.enqueue(tx, payoutRunJob, [{ runId: next.value.id }]);
      return ok(toView({ ...next.value, ...QUEUED }));
    });
  }

  /** Oldest first. */
  async list(actor: Actor, agreementId: Id<'agreement'>): Promise<Result<PayoutRunView[], Problem>> {
    const agreement = await this.#agreements.ownAgreement(actor, agreementId);
    return agreement.ok ? ok((await this.#runs.list(agreementId)).map(toView)) : agreement;
  }

  /** The receipts that a run's statements rest on: for its seller, and for whoever has one of them. */
  async receipts(
    actor: Actor,
    runId: Id<'payoutRun'>,
    { after, limit }: z.output<typeof runReceiptQuery>,
  ): Promise<Result<z.output<typeof runReceiptPage>, Problem>> {
    const run = await this.#runs.find(runId);
    if (run === undefined) return err(notFound('payout run'));
    const isTheirs =
      (await this.#statements.isForParty(runId, actor.partyId)) ||
      (await this.#agreements.ownAgreement(actor, run.agreementId)).ok;
    if (!isTheirs) return err(notFound('payout run'));
    const receipts = await this.#runs.countedUntil(run, after ?? -1, limit);
    return ok({
      receipts: [...receipts],
      next: receipts.length < limit ? null : (receipts.at(-1)?.sequence ?? null),
    });
  }

  async #next(tx: Tx, agreement: AgreementRow, to: Date): Promise<Result<NewPayoutRun, Problem>> {
    const queuedAt = this.#clock.now();
    if (to > queuedAt) return err(problemAt('validation-failed', '/to', 'lies in the future'));
    const last = await this.#runs.last(tx, agreement.id);
    const from = last?.to ?? agreement.effectiveFrom;
    if (to <= from)
      return err(
        problemAt('validation-failed', '/to', `is not after ${from.toISOString()}, where this run begins`),
      );
    if (last !== undefined && last.state !== 'paid')
      return err(problem('payout-run-unfinished', `Run ${String(last.ordinal)} is ${last.state}.`));
    const ordinal = (last?.ordinal ?? 0) + 1;
    return ok({ id: newId('payoutRun'), agreementId: agreement.id, ordinal, from, to, queuedAt });
  }
}

const QUEUED = {
  state: 'queued',
  plan: null,
  partyCount: null,
  paidCount: 0,
  failure: null,
  finishedAt: null,
} as const;

const toView = ({ plan, ...run }: PayoutRunRow): PayoutRunView => ({
  ...run,
  receiptsDigest: plan?.receiptsDigest ?? null,
  excluded: plan === null ? null : [...plan.excluded],
});
