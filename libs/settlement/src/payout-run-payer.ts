import { Injectable } from '@nestjs/common';
import { assertDefined, decodeId, err, type Id, ok } from '#libs/kernel';
import { LedgerService } from '#libs/ledger';
import { newId, type Problem, SystemClock, UnitOfWork } from '#libs/platform';
import {
  type PayeeTotals,
  type PlannedParty,
  runPostings,
  type RunPlan,
  runStatement,
  statementPostings,
  totalsOf,
} from './core/index.js';
import { type AgreementRow, PayoutAgreementStore } from './payout-agreement.store.js';
import { PayoutRunPlanner } from './payout-run-planner.js';
import { PayoutRunStore } from './payout-run.store.js';
import { type NewStatement, PayoutStatementStore } from './payout-statement.store.js';

/** So many statements are written and paid in one transaction: short enough to be repeated, long enough to be quick. */
const PARTIES_PER_BATCH = 20;

/** What a run's statements come from. */
type Payment = { readonly agreement: AgreementRow; readonly plan: RunPlan; readonly totals: PayeeTotals };

/**
 * Pays a run: freezes its plan, then writes statements and books payouts batch by batch. Each step is one transaction
 * that also says how far the run is, so a process that dies anywhere loses nothing and repeats nothing.
 */
@Injectable()
export class PayoutRunPayer {
  readonly #agreements: PayoutAgreementStore;
  readonly #runs: PayoutRunStore;
  readonly #statements: PayoutStatementStore;
  readonly #planner: PayoutRunPlanner;
  readonly #ledger: LedgerService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    agreements: PayoutAgreementStore,
    runs: PayoutRunStore,
    statements: PayoutStatementStore,
    planner: PayoutRunPlanner,
    ledger: LedgerService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#agreements = agreements;
    this.#runs = runs;
    this.#statements = statements;
    this.#planner = planner;
    this.#ledger = ledger;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** Returns when the run is paid, by this call or by others beside it. Throws the problem of a refused posting. */
  async pay(runId: Id<'payoutRun'>): Promise<void> {
    const payment = await this.#planned(runId);
    if (payment === undefined) return;
    for (;;) {
      const paid = await this.#payBatch(runId, payment);
      if (!paid.ok) throw new Error(`${paid.error.code}: ${paid.error.detail}`);
      if (paid.value) return;
    }
  }

  async fail(runId: Id<'payoutRun'>, reason: string): Promise<void> {
    await this.#unitOfWork.run(async (tx) => {
      await this.#runs.fail(tx, runId, reason, this.#clock.now());
      return ok(undefined);
    });
  }

  /** The plan, frozen by whoever came first; undefined where there is nothing left to pay. */
  async #planned(runId: Id<'payoutRun'>): Promise<Payment | undefined> {
    const planned = await this.#unitOfWork.run(async (tx) => {
      const run = await this.#runs.lock(tx, runId);
      if (run === undefined || run.state === 'paid') return ok(undefined);
      const agreement = await this.#agreements.find(run.agreementId, tx);
      const agreed = assertDefined(agreement, 'an agreement is never deleted');
      if (run.plan !== null) return ok({ agreement: agreed, plan: run.plan });
      const plan = await this.#planner.plan(tx, agreed, run);
      await this.#runs.start(tx, runId, plan, this.#clock.now());
      return ok({ agreement: agreed, plan });
    });
    if (!planned.ok || planned.value === undefined) return undefined;
    return { ...planned.value, totals: totalsOf(planned.value.plan) };
  }

  /** True when it was the last. The ledger comes last: its accounts are held shortly. */
  #payBatch(runId: Id<'payoutRun'>, payment: Payment) {
    const { agreement, plan, totals } = payment;
    return this.#unitOfWork.run<boolean, Problem>(async (tx) => {
      const { state, paidCount } = await this.#runs.lockProgress(tx, runId);
      if (state === 'paid') return ok(true);
      const batch = plan.parties
        .slice(paidCount, paidCount + PARTIES_PER_BATCH)
        .map((party) => this.#statement(runId, payment, party));
      await this.#statements.insert(tx, batch);
      const done = paidCount + batch.length;
      const isLast = done === plan.parties.length;
      if (isLast) await this.#runs.finish(tx, runId, done, this.#clock.now());
      else await this.#runs.advance(tx, runId, done, this.#clock.now());
      const { currency } = agreement;
      const booked = await this.#ledger.postAll(tx, [
        ...batch.flatMap(({ partyId, statement }) => statementPostings(runId, currency, partyId, statement)),
        ...(isLast ? runPostings(runId, currency, plan, totals) : []),
      ]);
      return booked.ok ? ok(isLast) : err(booked.error);
    });
  }

  #statement(
    runId: Id<'payoutRun'>,
    { agreement, plan, totals }: Payment,
    party: PlannedParty,
  ): NewStatement {
    return {
      id: newId('payoutStatement'),
      runId,
      partyId: assertDefined(decodeId('party', party.party), 'plans name parties by their ids'),
      statement: runStatement(agreement.document, plan, totals, party),
      issuedAt: this.#clock.now(),
    };
  }
}
