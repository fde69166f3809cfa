import { Injectable } from '@nestjs/common';
import { encodeId } from '#libs/kernel';
import { compiledFile, computeInThread } from '#libs/platform';
import type { z } from 'zod';
import { forecastStandardDeviation, type RecordedOutcome } from './core/index.js';
import { type ValuedOutcome, ValuationOutcomeStore } from './valuation-outcome.store.js';
import type { scoreboardView } from './valuation-scoreboard.contract.js';

const PROGRAM = compiledFile(import.meta.url, 'scoreboard-worker.js');

type Board = z.output<typeof scoreboardView>;

/** How the engine's own frozen valuations did against what became of the lots. */
@Injectable()
export class ValuationScoreboard {
  readonly #outcomes: ValuationOutcomeStore;
  /** Outcomes are only ever added: as many of them are the same ones. */
  #known: { readonly count: number; readonly board: Promise<Board> } | undefined;

  constructor(outcomes: ValuationOutcomeStore) {
    this.#outcomes = outcomes;
  }

  async board(): Promise<Board> {
    const count = await this.#outcomes.count();
    if (this.#known?.count !== count) {
      const board = this.#compute();
      this.#known = { count, board };
      board.catch(() => {
        this.#known = undefined;
      });
    }
    return this.#known.board;
  }

  async #compute(): Promise<Board> {
    const records = (await this.#outcomes.all()).flatMap(toRecord);
    const board = await computeInThread<Board>(PROGRAM, records);
    if (!board.ok) throw new Error(`the scoreboard could not be computed: ${board.error.reason}`);
    return board.value;
  }
}

/** A lot whose right had not been priced has nothing to be compared with. */
function toRecord({ estimate, priceMinor, reserveMinor, ...row }: ValuedOutcome): readonly RecordedOutcome[] {
  if (estimate === undefined) return [];
  return [
    {
      lot: encodeId('auction', row.auctionId),
      valuationDigest: row.documentDigest,
      kind: row.kind,
      currency: row.currency,
      valuedOn: row.valuedOn,
      closedOn: row.endedOn,
      p10Minor: estimate.p10Minor,
      estimateMinor: estimate.p50Minor,
      p90Minor: estimate.p90Minor,
      forecastStandardDeviation: forecastStandardDeviation(
        Number(estimate.p10Minor),
        Number(estimate.p90Minor),
      ),
      outcome:
        priceMinor === undefined
          ? { state: 'unsold', reserveMinor: reserveMinor > 0n ? reserveMinor : 1n }
          : { state: 'sold', priceMinor },
      losingBidsMinor: row.losingBidsMinor,
    },
  ];
}
