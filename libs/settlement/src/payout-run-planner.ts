import { Injectable } from '@nestjs/common';
import { type BoundedWeights, WeightBounds } from '#libs/attribution';
import { assert, assertDefined, encodeId } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { UsageReceipts } from '#libs/usage';
import {
  certainFromMs,
  type ContributorShare,
  type CountingRun,
  countReceipts,
  decidedShares,
  payoutTerms,
  planRun,
  type ReceiptCount,
  type RevenueShare,
  revenueShareOf,
  type RunPlan,
  waterfallSchema,
} from './core/index.js';
import { type AgreementRow, PayoutAgreementStore } from './payout-agreement.store.js';
import { type PayoutRunRow, PayoutRunStore } from './payout-run.store.js';
import { PayoutStatementStore } from './payout-statement.store.js';
import { type GrantedShare, RevenueShareService } from './revenue-share.service.js';

/** Gathers what a run pays, and by what: receipts, weights, holders, and how its parties stood before. */
@Injectable()
export class PayoutRunPlanner {
  readonly #agreements: PayoutAgreementStore;
  readonly #runs: PayoutRunStore;
  readonly #statements: PayoutStatementStore;
  readonly #shares: RevenueShareService;
  readonly #weights: WeightBounds;
  readonly #usage: UsageReceipts;

  constructor(
    agreements: PayoutAgreementStore,
    runs: PayoutRunStore,
    statements: PayoutStatementStore,
    shares: RevenueShareService,
    weights: WeightBounds,
    usage: UsageReceipts,
  ) {
    this.#agreements = agreements;
    this.#runs = runs;
    this.#statements = statements;
    this.#shares = shares;
    this.#weights = weights;
    this.#usage = usage;
  }

  /** The run before is paid. Notes which receipts the run counts; the plan itself is the caller's to keep. */
  async plan(tx: Tx, agreement: AgreementRow, run: PayoutRunRow): Promise<RunPlan> {
    const previous = await this.#runs.byOrdinal(tx, run.agreementId, run.ordinal - 1);
    assert(run.ordinal === 1 || previous?.state === 'paid', 'runs are paid in their order');
    const granted = await this.#shares.heldAt(tx, agreement.versionId, run.to);
    const sold = await this.#soldShares(tx, agreement, run, previous?.plan ?? null, granted);
    const contributors = await this.#contributors(tx, agreement, run.to);
    return planRun({
      runId: encodeId('payoutRun', run.id),
      ordinal: run.ordinal,
      from: run.from,
      to: run.to,
      terms: payoutTerms(agreement.document, contributors, sold),
      receipts: await this.#receipts(tx, agreement, run),
      holders: granted.map(({ holders }) => holders),
      distributedBefore: new Map(
        previous?.plan?.shares.map(({ share, distributedMinor }) => [share, BigInt(distributedMinor)]),
      ),
      standing: previous === undefined ? [] : await this.#statements.standingAfter(tx, previous.id),
    });
  }

  async #receipts(tx: Tx, agreement: AgreementRow, run: PayoutRunRow): Promise<ReceiptCount> {
    const counting: CountingRun = {
      runId: encodeId('payoutRun', run.id),
      from: run.from,
      effectiveFrom: agreement.effectiveFrom,
      effectiveUntil: await this.#agreements.effectiveUntil(tx, agreement),
    };
    const count = countReceipts(
      await this.#usage.cleanReceipts(agreement.meterId, run.to, tx),
      await this.#runs.counted(tx, agreement.id),
      counting,
    );
    await this.#runs.insertCounted(tx, agreement.id, run.id, count.added);
    return count;
  }

  /** Shares that an earlier run knew stay as that run had them. */
  async #soldShares(
    tx: Tx,
    { meterId, version }: AgreementRow,
    run: PayoutRunRow,
    previous: RunPlan | null,
    granted: readonly GrantedShare[],
  ): Promise<readonly RevenueShare[]> {
    const known = new Map(
      (previous === null ? [] : waterfallSchema.decode(previous.terms).steps).flatMap((step) =>
        step.kind === 'revenue-shares' ? step.shares.map((share) => [share.payee, share] as const) : [],
      ),
    );
    const earlier = await this.#runs.distributedEarlier(tx, meterId, version);
    return granted.map(
      ({ sold }) =>
        known.get(sold.grant) ?? revenueShareOf(sold, run.from.getTime(), earlier.get(sold.grant) ?? 0n),
    );
  }

  /** The agreed weights; from the close of the window on, those that stand then. */
  async #contributors(
    tx: Tx,
    { weightSetId, document }: AgreementRow,
    to: Date,
  ): Promise<readonly ContributorShare[]> {
    const agreed = await this.#weights.ofSet(tx, weightSetId);
    const shares = sharesOf(assertDefined(agreed, 'a weight set is never deleted'));
    const certainMs = certainFromMs(document);
    if (certainMs === null || to.getTime() < certainMs) return shares;
    const standing = await this.#weights.standingAt(tx, weightSetId, new Date(certainMs));
    return decidedShares(shares, sharesOf(assertDefined(standing, 'a weight set is never deleted')));
  }
}

const sharesOf = ({ shares }: BoundedWeights): readonly ContributorShare[] =>
  shares.map(({ partyId, weightPpb, lowerPpb }) => ({
    payee: encodeId('party', partyId),
    weightPpb,
    lowerPpb,
  }));
