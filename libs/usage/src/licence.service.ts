import { Injectable } from '@nestjs/common';
import { endsAtMs, lapsesAtMs, type LicenceStanding, licenceStanding, type Metering } from '#core/rights';
import { assert, assertDefined, err, type Id, ok, type Result } from '#libs/kernel';
import {
  type Actor,
  maySee,
  notFound,
  type Problem,
  problem,
  problemAt,
  SystemClock,
  type Tx,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import { type GrantRow, RightsService } from '#libs/rights';
import type { z } from 'zod';
import { meteringView, type requireMetering, type standingView } from './licence.contract.js';
import { LicenceStore, type MeteringRow } from './licence.store.js';
import { MeterStore } from './meter.store.js';

const PER_SWEEP_MAX = 1_000;

/** "No meter, no licence": rights that lapse when nothing is heard of their use, and come back when it is. */
@Injectable()
export class LicenceService {
  readonly #store: LicenceStore;
  readonly #meters: MeterStore;
  readonly #rights: RightsService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    store: LicenceStore,
    meters: MeterStore,
    rights: RightsService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#meters = meters;
    this.#rights = rights;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** Names the meter of a grant whose terms ask for one. The time runs from now. */
  async require(
    write: WriteRequest,
    grantId: Id<'grant'>,
    { meterId, everyDays }: z.output<typeof requireMetering>,
  ): Promise<Result<z.output<typeof meteringView>, Problem>> {
    return this.#unitOfWork.write(write, meteringView, async (tx) => {
      const grant = await this.#rights.findGrant(grantId, tx);
      if (grant === undefined || (await this.#sellerOf(grant, tx)) !== write.actor.partyId)
        return err(notFound('grant'));
      const agreed = 'meteringEveryDays' in grant.terms ? grant.terms.meteringEveryDays : undefined;
      if (agreed === undefined)
        return err(problem('metering-refused', 'The terms of the lot ask for no meter.'));
      if (everyDays < agreed)
        return err(
          problemAt('metering-refused', '/everyDays', `the terms of the lot say ${String(agreed)} days`),
        );
      const meter = await this.#meters.find(meterId, tx);
      if (meter?.versionId !== grant.versionId)
        return err(problemAt('metering-refused', '/meterId', 'is no meter of the version that was granted'));
      const metering = { grantId, meterId, everyDays, requiredAt: this.#clock.now() };
      return (await this.#store.requireMetering(tx, metering))
        ? ok(metering)
        : err(problem('metering-refused', 'The grant has its meter already.'));
    });
  }

  /** How a right stands now, for its holder and its seller. */
  async standing(
    actor: Actor,
    grantId: Id<'grant'>,
  ): Promise<Result<z.output<typeof standingView>, Problem>> {
    const grant = await this.#rights.findGrant(grantId);
    if (grant === undefined) return err(notFound('grant'));
    if (!maySee(actor, grant.holderId) && !maySee(actor, await this.#sellerOf(grant)))
      return err(notFound('grant'));
    const metering = await this.#store.metering(grantId);
    const lastReceiptAt = metering === undefined ? undefined : await this.#store.lastReceiptAt(metering);
    return ok({
      grantId,
      standing: this.#standingOf(grant, metering, lastReceiptAt),
      metering: metering === undefined ? null : withoutGrant(metering),
      lastReceiptAt: lastReceiptAt ?? null,
      lapsesAt: metering === undefined ? null : lapseOf(metering, lastReceiptAt),
      transitions: [...(await this.#store.transitions(grantId))],
    });
  }

  /**
   * Puts back in force what these payers hold and let lapse. To be called before their new receipts are stored: what
   * was heard of them until now says whether there is anything to put back.
   */
  async reinstate(
    tx: Tx,
    meterId: Id<'meter'>,
    payerIds: readonly Id<'party'>[],
    receivedAt: Date,
  ): Promise<void> {
    for (const metering of await this.#store.meteredBy(tx, meterId, payerIds)) {
      if ((await this.#noteSilence(tx, metering)) !== 'lapsed') continue;
      await this.#store.insertTransition(tx, metering.grantId, {
        to: 'in-force',
        at: receivedAt,
        reason: 'a receipt of the holder arrived',
      });
    }
  }

  /** Notes what became of the rights that nothing was heard of. */
  async sweep(): Promise<void> {
    for (const metering of await this.#store.silentSince(this.#clock.now(), PER_SWEEP_MAX)) {
      await this.#unitOfWork.run(async (tx) => ok(await this.#noteSilence(tx, metering)));
    }
  }

  /** How the right stands. That it lapsed or ended is put on record, dated when it happened, unless it is there. */
  async #noteSilence(tx: Tx, metering: MeteringRow): Promise<LicenceStanding> {
    const { grantId, everyDays } = metering;
    await this.#store.lockMetering(tx, grantId);
    const grant = assertDefined(await this.#rights.findGrant(grantId, tx), 'a metered grant is kept');
    const lastReceiptAt = await this.#store.lastReceiptAt(metering, tx);
    const standing = this.#standingOf(grant, metering, lastReceiptAt);
    const last = (await this.#store.transitions(grantId, tx)).at(-1);
    if (standing === 'in-force' || standing === last?.to) return standing;
    await this.#store.insertTransition(
      tx,
      grantId,
      standing === 'lapsed'
        ? {
            to: 'lapsed',
            at: lapseOf(metering, lastReceiptAt),
            reason: `no receipt of the holder arrived for ${String(everyDays)} days`,
          }
        : { to: 'ended', at: endOf(grant), reason: 'the term has ended' },
    );
    return standing;
  }

  #standingOf({ terms, grantedAt }: GrantRow, metering: MeteringRow | undefined, lastReceiptAt?: Date) {
    const grant = {
      terms,
      grantedAtMs: grantedAt.getTime(),
      metering: metering === undefined ? undefined : ruleOf(metering),
    };
    return licenceStanding(grant, lastReceiptAt?.getTime(), this.#clock.nowMs());
  }

  async #sellerOf({ lotId }: GrantRow, tx?: Tx): Promise<Id<'party'>> {
    const lot = await this.#rights.lot(lotId, tx);
    assert(lot.ok, 'a grant is of a lot');
    return lot.value.sellerId;
  }
}

const ruleOf = ({ everyDays, requiredAt }: MeteringRow): Metering => ({
  everyDays,
  requiredAtMs: requiredAt.getTime(),
});

const lapseOf = (metering: MeteringRow, lastReceiptAt: Date | undefined): Date =>
  new Date(lapsesAtMs(ruleOf(metering), lastReceiptAt?.getTime()));

const endOf = ({ terms, grantedAt }: GrantRow): Date => {
  const grantedAtMs = grantedAt.getTime();
  return new Date(assertDefined(endsAtMs({ terms, grantedAtMs }), 'what has ended had an end'));
};

const withoutGrant = ({ grantId: _, ...metering }: MeteringRow): Omit<MeteringRow, 'grantId'> => metering;
