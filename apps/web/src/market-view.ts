import type * as catalog from '#contract/catalog';
import type * as evaluation from '#contract/evaluation';
import type * as feed from '#contract/feed';
import type * as settlement from '#contract/settlement';
import type * as valuation from '#contract/valuation';
import type { z } from 'zod';
import type { Auction, AuctionDetail, Closing, SoldLot } from './auction-view.js';
import type { OpenedBook } from './opened-book.js';
import type { ShownDocument } from './valuation-document.js';

export type Model = z.output<typeof catalog.modelView>;
export type Version = z.output<typeof catalog.versionView>;
export type Run = z.output<typeof evaluation.runView>;
export type Slice = z.output<typeof evaluation.sliceView>;
export type Domain = z.output<typeof evaluation.domainView>;
export type Valuation = z.output<typeof valuation.valuationView>;
export type Right = NonNullable<Valuation['rights']>[number];
export type Scoreboard = z.output<typeof valuation.scoreboardView>;
export type ResidualEdges = z.output<typeof evaluation.residualEdges>;
export type Settlement = z.output<typeof settlement.settlementView>;
export type Tick = z.output<typeof feed.tickView>;

/** One registered version with everything that is known of it, newest first. */
export type Contender = {
  readonly version: Version;
  readonly runs: readonly Run[];
  readonly valuations: readonly Valuation[];
};

/** A valuation that was completed, with the document behind it. */
export type Priced = {
  readonly version: Version;
  readonly valuation: Valuation;
  readonly document: ShownDocument;
};

/** A model with what its newest valuation says; undefined while nobody asked for one. */
export type ValuedModel = {
  readonly key: string;
  readonly name: string;
  readonly valuation: Valuation | undefined;
};

/** An auction as far as it has come. */
export type Sale = {
  readonly detail: AuctionDetail;
  /** The signed end of the log. */
  readonly closing: Closing | undefined;
  /** What was bid; undefined until the trustees have opened it. */
  readonly book: OpenedBook | undefined;
  readonly soldLots: readonly SoldLot[];
  readonly settlement: Settlement | undefined;
};

/** Everything that the page shows, as of one moment of the service's clock. */
export type Market = {
  readonly contenders: readonly Contender[];
  /** True where more models are registered than the page shows. */
  readonly hasMoreModels: boolean;
  readonly domains: readonly Domain[];
  /** What each version still has over its substitutes, by domain. */
  readonly edges: ResidualEdges;
  readonly valuedModels: readonly ValuedModel[];
  readonly scoreboard: Scoreboard;
  readonly priced: Priced | undefined;
  readonly sale: Sale | undefined;
  /** Newest first. */
  readonly otherAuctions: readonly Auction[];
  readonly tick: Tick | undefined;
  readonly asOf: Date;
};

export const nameOf = ({ modelName, label }: Version): string =>
  modelName.includes(label) ? modelName : `${modelName} ${label}`;
