import { Injectable } from '@nestjs/common';
import { bytesToHex } from '@noble/hashes/utils.js';
import { AttributionService, type FrozenWeights } from '#libs/attribution';
import { CatalogService } from '#libs/catalog';
import { asCurrency, encodeId, err, ok, type Result } from '#libs/kernel';
import {
  type Config,
  InjectConfig,
  newId,
  type Problem,
  problem,
  problemAt,
  SystemClock,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import { type LotRow, RightsService } from '#libs/rights';
import { type FrozenValuation, ValuationService } from '#libs/valuation';
import type { z } from 'zod';
import { type announceAuction, auctionDetail } from './auction.contract.js';
import { AuctionStore, type Cause, type NewAuction } from './auction.store.js';
import {
  type Announcement,
  announcementDigest,
  ENVELOPE_BYTES,
  ENVELOPE_VERSION,
  outageThresholdMs,
  RULES_VERSION,
  scheduleFault,
} from './core/index.js';
import { makeSealingKey, type SealingKey, wrapSealingKey } from './sealing-key.js';

type Input = z.output<typeof announceAuction>;
type AuctionDetail = z.output<typeof auctionDetail>;

/** Announces an auction: from here on nothing about it can be changed, only extended after an outage. */
@Injectable()
export class AnnounceAuction {
  readonly #store: AuctionStore;
  readonly #rights: RightsService;
  readonly #catalog: CatalogService;
  readonly #valuations: ValuationService;
  readonly #attribution: AttributionService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;
  readonly #config: Config;

  constructor(
    store: AuctionStore,
    rights: RightsService,
    catalog: CatalogService,
    valuations: ValuationService,
    attribution: AttributionService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
    @InjectConfig() config: Config,
  ) {
    this.#store = store;
    this.#rights = rights;
    this.#catalog = catalog;
    this.#valuations = valuations;
    this.#attribution = attribution;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
    this.#config = config;
  }

  /** Checked in this order: the lot and its owner, conflicts of rights, the valuation, the weights, the schedule. */
  async announce(write: WriteRequest, input: Input): Promise<Result<AuctionDetail, Problem>> {
    return this.#unitOfWork.write(write, auctionDetail, async (tx) => {
      const lot = await this.#rights.takeIntoAuction(tx, input.lotId, write.actor);
      if (!lot.ok) return lot;
      const version = await this.#catalog.ownedVersion(write.actor, lot.value.versionId, tx);
      if (!version.ok) return version;
      const valuation = await this.#valuations.frozen(tx, input.valuationId);
      if (valuation?.versionId !== lot.value.versionId)
        return err(
          problemAt('valuation-unfit', '/valuationId', 'must be a completed valuation of the lot’s version'),
        );
      const weights = await this.#attribution.currentWeights(tx, lot.value.modelId);
      if (weights === undefined)
        return err(problem('weights-missing', 'Declare who is paid, and by what weights, before selling.'));
      const now = this.#clock.now();
      const fault = scheduleFault(
        { opensAtMs: input.opensAt.getTime(), closesAtMs: input.closesAt.getTime() },
        now.getTime(),
      );
      if (fault !== undefined) return err(problemAt('schedule-invalid', `/${fault.field}`, fault.reason));
      const auction = this.#compose(input, lot.value, version.value.rootDigest, valuation, weights);
      const cause = { at: now, actorId: write.actor.partyId, reason: 'announced by the seller' };
      await this.#store.insert(tx, auction, cause);
      return ok(toDetail(auction, lot.value, cause));
    });
  }

  #compose(
    input: Input,
    lot: LotRow,
    rootDigest: string,
    valuation: FrozenValuation,
    weights: FrozenWeights,
  ): NewAuction {
    const { lotId, valuationId, format, reserveMinor, depositMinor, opensAt, closesAt } = input;
    const id = newId('auction');
    const key = makeSealingKey();
    const announcement: Announcement = {
      document: 'auction-announcement',
      auctionId: encodeId('auction', id),
      sellerId: encodeId('party', lot.sellerId),
      lot: { lotId: encodeId('lot', lotId), terms: lot.terms, termsDigest: lot.termsDigest },
      version: { versionId: encodeId('version', lot.versionId), rootDigest },
      valuation: {
        valuationId: encodeId('valuation', valuationId),
        documentDigest: valuation.documentDigest,
      },
      format,
      rulesVersion: RULES_VERSION,
      currency: valuation.currency,
      reserveMinor: reserveMinor.toString(),
      depositMinor: depositMinor.toString(),
      proceeds: {
        weightSetId: encodeId('weightSet', weights.id),
        weightsDigest: weights.digest,
        platformFeeBps: this.#config.platformFeeBps,
      },
      opensAt: opensAt.toISOString(),
      closesAt: closesAt.toISOString(),
      outage: {
        rule: 'extend-by-silence',
        silenceMs: outageThresholdMs(this.#config.auctionOutageMs, this.#config.sweepIntervalMs),
      },
      sealing: sealingOf(key),
    };
    return {
      id,
      lotId,
      valuationId,
      format,
      currency: asCurrency(valuation.currency),
      reserveMinor,
      depositMinor,
      opensAt,
      closesAt,
      state: 'announced',
      announcement,
      announcementDigest: announcementDigest(announcement),
      sealingPublicKey: key.publicKey,
      sealingSecretKey: wrapSealingKey(this.#config.secretKey, id, key.secretKey),
    };
  }
}

const sealingOf = ({ publicKey }: SealingKey): Announcement['sealing'] => ({
  scheme: 'x25519-hkdf-sha256-xchacha20poly1305',
  envelopeVersion: ENVELOPE_VERSION,
  envelopeBytes: ENVELOPE_BYTES,
  publicKey: bytesToHex(publicKey),
});

const toDetail = (
  { sealingPublicKey: _, sealingSecretKey: __, ...auction }: NewAuction,
  { sellerId }: LotRow,
  cause: Cause,
): AuctionDetail => ({
  ...auction,
  sellerId,
  transitions: [{ fromState: null, toState: auction.state, ...cause }],
  outcomeDigest: null,
});
