import { Injectable } from '@nestjs/common';
import { AttributionService } from '#libs/attribution';
import { EvaluationService } from '#libs/evaluation';
import { assert, assertDefined, decodeId, encodeId, type Id, ok, type Result } from '#libs/kernel';
import { LedgerService } from '#libs/ledger';
import { newId, type Problem, SystemClock, type Tx, UnitOfWork } from '#libs/platform';
import {
  decideHoldback,
  type DomainChange,
  domainChanges,
  holdbackPosting,
  holdbackStatementOf,
  type ScoredRun,
  splitProceeds,
} from './core/index.js';
import { moneyOf } from './sale-steps.js';
import { type SaleRow, SaleStore } from './sale.store.js';
import { type SettlementRow, SettlementStore } from './settlement.store.js';

/** Divides what was held back of a sale, by how its version did when it was evaluated again. */
@Injectable()
export class ReleaseHoldback {
  readonly #sales: SaleStore;
  readonly #settlements: SettlementStore;
  readonly #evaluation: EvaluationService;
  readonly #attribution: AttributionService;
  readonly #ledger: LedgerService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    sales: SaleStore,
    settlements: SettlementStore,
    evaluation: EvaluationService,
    attribution: AttributionService,
    ledger: LedgerService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#sales = sales;
    this.#settlements = settlements;
    this.#evaluation = evaluation;
    this.#attribution = attribution;
    this.#ledger = ledger;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** Does nothing before the sale's time, or before its auction is settled, or a second time. */
  async release({ id, auctionId, soldAt }: SaleRow): Promise<void> {
    const settled = await this.#settlements.find(auctionId);
    if (settled === undefined) return;
    const changes = domainChanges(await this.#scoredRuns(settled), soldAt.getTime());
    const released = await this.#unitOfWork.run<undefined, Problem>(async (tx) => {
      const sale = await this.#sales.lock(tx, id);
      const isDue = sale.releaseAt !== null && sale.releaseAt <= this.#clock.now();
      return sale.state === 'accepted' && isDue ? this.#divide(tx, sale, settled, changes) : ok(undefined);
    });
    assert(released.ok, `the holdback of sale ${id} stands in escrow`);
  }

  async #divide(
    tx: Tx,
    sale: SaleRow,
    { statement: settled, auctionId, weightSetId, currency }: SettlementRow,
    changes: readonly DomainChange[],
  ): Promise<Result<undefined, Problem>> {
    const decision = decideHoldback(sale.heldMinor, changes);
    const weights = await this.#attribution.frozenWeights(tx, weightSetId);
    const proceeds = splitProceeds({
      grossMinor: decision.releaseMinor,
      feeBps: settled.fee.bps,
      shares: weights.shares,
    });
    assert(proceeds.ok, 'the fee and frozen weights were checked when they were written');
    const about = {
      auctionId,
      modelId: assertDefined(decodeId('model', settled.modelId), 'a statement names the model'),
      versionId: versionOf(settled),
      currency,
      weights,
    };
    const at = this.#clock.now();
    await this.#settlements.insert(tx, {
      id: newId('settlement'),
      auctionId,
      saleId: sale.id,
      weightSetId,
      currency,
      grossMinor: decision.releaseMinor,
      statement: holdbackStatementOf(about, sale.id, decision, proceeds.value),
      settledAt: at,
    });
    const reason =
      decision.refundMinor === 0n ? 'the holdback ended' : 'the version scores less than when it was sold';
    await this.#sales.move(tx, sale, 'released', { at, actorId: null, reason });
    const postings = holdbackPosting(moneyOf(sale), decision.refundMinor, proceeds.value);
    const booked = await this.#ledger.postAll(tx, postings);
    return booked.ok ? ok(undefined) : booked;
  }

  /** Rates of the public rows where more is better; false alarms are not. */
  async #scoredRuns({ statement }: SettlementRow): Promise<readonly ScoredRun[]> {
    const runs = await this.#evaluation.runsOfVersion(versionOf(statement));
    assert(runs.ok, 'a version that was sold exists');
    return runs.value.flatMap(({ id, domain, state, split, finishedAt, slices }): ScoredRun[] => {
      if (state !== 'completed' || split !== 'public' || finishedAt === null) return [];
      const scores = slices.flatMap(({ metric, score }) =>
        score === null || metric === 'false_positive_rate' ? [] : [{ n: score.n, value: score.value }],
      );
      return [{ runId: encodeId('run', id), domain, finishedAtMs: finishedAt.getTime(), scores }];
    });
  }
}

const versionOf = ({ versionId }: { readonly versionId: string }): Id<'version'> =>
  assertDefined(decodeId('version', versionId), 'a statement names the version');
