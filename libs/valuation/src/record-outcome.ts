import { Injectable } from '@nestjs/common';
import { CatalogService } from '#libs/catalog';
import type { LotTerms } from '#core/rights';
import { assert, type Currency, type Id } from '#libs/kernel';
import { SystemClock, type Tx } from '#libs/platform';
import { UsageService } from '#libs/usage';
import { priceOfTerms } from './core/index.js';
import { FollowEvidence } from './follow-evidence.js';
import { documentOf } from './valuation-view.js';
import { ValuationOutcomeStore } from './valuation-outcome.store.js';
import { ValuationStore } from './valuation.store.js';

/** How the auction of a lot ended. Amounts are minor units of `currency`. */
export type LotOutcome = {
  readonly auctionId: Id<'auction'>;
  readonly valuationId: Id<'valuation'>;
  readonly terms: LotTerms;
  readonly currency: Currency;
  readonly closedAt: Date;
  /** Undefined where nobody bought. */
  readonly priceMinor: bigint | undefined;
  readonly reserveMinor: bigint;
  readonly losingBidsMinor: readonly bigint[];
};

const MONTHS_OF_YEAR = 12;

/** Puts what became of a lot beside what had been said of its price: for the scoreboard, and for later valuations. */
@Injectable()
export class RecordOutcome {
  readonly #valuations: ValuationStore;
  readonly #outcomes: ValuationOutcomeStore;
  readonly #catalog: CatalogService;
  readonly #usage: UsageService;
  readonly #follow: FollowEvidence;
  readonly #clock: SystemClock;

  constructor(
    valuations: ValuationStore,
    outcomes: ValuationOutcomeStore,
    catalog: CatalogService,
    usage: UsageService,
    follow: FollowEvidence,
    clock: SystemClock,
  ) {
    this.#valuations = valuations;
    this.#outcomes = outcomes;
    this.#catalog = catalog;
    this.#usage = usage;
    this.#follow = follow;
    this.#clock = clock;
  }

  /** Once for each auction. A sale encumbers the version: its valuations are stale from then on. */
  async record(tx: Tx, { terms, closedAt, ...outcome }: LotOutcome): Promise<void> {
    const valuation = await this.#valuations.find(outcome.valuationId, tx);
    assert(valuation !== undefined, 'an auction rests on a valuation');
    const version = await this.#catalog.version(valuation.versionId, tx);
    assert(version.ok, 'a valuation is of a version');
    const document = documentOf(valuation);
    const endedOn = closedAt.toISOString().slice(0, 10);
    const months = await this.#usage.months(version.value.modelId, outcome.currency, tx);
    await this.#outcomes.insert(tx, {
      ...outcome,
      kind: terms.kind,
      endedOn,
      annualRevenueMinor: months
        .filter(({ periodStart }) => periodStart.slice(0, 7) < endedOn.slice(0, 7))
        .slice(-MONTHS_OF_YEAR)
        .reduce((sum, { revenueMinor }) => sum + revenueMinor, 0n),
      estimate: document === undefined ? undefined : priceOfTerms(document, terms)?.hammer,
      recordedAt: this.#clock.now(),
    });
    if (outcome.priceMinor !== undefined) await this.#follow.granted(tx, valuation.versionId);
  }
}
