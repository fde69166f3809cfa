import { Injectable } from '@nestjs/common';
import { AccessService } from '#libs/access';
import { endsAtMs } from '#core/rights';
import { assertDefined, encodeId, err, type Id, ok, type Result } from '#libs/kernel';
import {
  notFound,
  type Problem,
  problemAt,
  SystemClock,
  type Tx,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import { type GrantRow, RightsService } from '#libs/rights';
import type { z } from 'zod';
import {
  type HolderPoolFault,
  type HoldersOfShare,
  openHolding,
  openPool,
  type SoldShare,
  transferUnits,
  unitsHeld,
} from './core/index.js';
import { shareTransferView, type transferUnits as transferRequest } from './revenue-share.contract.js';
import { RevenueShareStore } from './revenue-share.store.js';

type ShareTransferView = z.output<typeof shareTransferView>;

/** More than a version can have: its shares together are at most ten thousand basis points. */
const GRANTS_MAX = 20_000;

/** A grant of a share of revenue, and who holds its units at a time. */
export type GrantedShare = { readonly sold: SoldShare; readonly holders: HoldersOfShare };

/** Shares of revenue after they were sold: who holds them, and who gets them next. */
@Injectable()
export class RevenueShareService {
  readonly #store: RevenueShareStore;
  readonly #rights: RightsService;
  readonly #access: AccessService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    store: RevenueShareStore,
    rights: RightsService,
    access: AccessService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#rights = rights;
    this.#access = access;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /**
   * Moves units of a grant from the actor to another party. Whoever holds them at a record date, which is the end of a
   * payout run, is given what they earned until then.
   */
  transfer(
    write: WriteRequest,
    grantId: Id<'grant'>,
    { toPartyId, units }: z.output<typeof transferRequest>,
  ): Promise<Result<ShareTransferView, Problem>> {
    return this.#unitOfWork.write(write, shareTransferView, async (tx) => {
      const fromPartyId = write.actor.partyId;
      const grant = await this.#rights.findGrant(grantId, tx);
      if (grant?.terms.kind !== 'revenue-share') return err(notFound('revenue share'));
      await this.#store.lock(tx, grant.versionId);
      const transferredAt = this.#clock.now();
      const held = unitsOf(grant, await this.#store.netUnits(grantId, transferredAt, tx));
      if ((held.get(fromPartyId) ?? 0n) === 0n) return err(notFound('revenue share'));
      const names = await this.#access.partyNames([toPartyId], tx);
      if (!names.has(toPartyId))
        return err(problemAt('validation-failed', '/toPartyId', 'there is no such party'));
      if (toPartyId === fromPartyId)
        return err(problemAt('validation-failed', '/toPartyId', 'holds the units already'));
      const pool = openPool(BigInt(bpsOf(grant)));
      const moved = transferUnits(
        pool,
        openHolding(pool, held.get(fromPartyId) ?? 0n),
        openHolding(pool, held.get(toPartyId) ?? 0n),
        BigInt(units),
      );
      if (!moved.ok) return err(problemAt('validation-failed', '/units', REASONS[moved.error]));
      await this.#store.insert(tx, { grantId, fromId: fromPartyId, toId: toPartyId, units, transferredAt });
      const unitsLeft = Number(unitsHeld(moved.value.seller));
      return ok({ grantId, fromPartyId, toPartyId, units, unitsLeft, transferredAt });
    });
  }

  /** What was granted of a version's revenue until a time, in the order of the grants, and who held it then. */
  async heldAt(tx: Tx, versionId: Id<'version'>, at: Date): Promise<readonly GrantedShare[]> {
    await this.#store.lock(tx, versionId);
    const grants = await this.#rights.grantsOfVersion(versionId, GRANTS_MAX, tx);
    const shares: GrantedShare[] = [];
    for (const grant of grants) {
      if (grant.terms.kind !== 'revenue-share' || grant.grantedAt > at) continue;
      const [share, grantedAtMs] = [encodeId('grant', grant.id), grant.grantedAt.getTime()];
      const units = unitsOf(grant, await this.#store.netUnits(grant.id, at, tx));
      shares.push({
        sold: {
          grant: share,
          bps: bpsOf(grant),
          lotBps: grant.terms.shareBps,
          lotCapMinor: grant.terms.capMinor === null ? null : BigInt(grant.terms.capMinor),
          fromMs: grantedAtMs,
          untilMs: assertDefined(endsAtMs({ terms: grant.terms, grantedAtMs }), 'a revenue share has a term'),
        },
        holders: {
          share,
          supply: BigInt(bpsOf(grant)),
          units: new Map([...units].map(([party, held]) => [encodeId('party', party), held])),
        },
      });
    }
    return shares;
  }
}

/** The basis points that were granted: so many of the lot's, or all of them. */
function bpsOf({ terms, quantity }: GrantRow): number {
  const all = terms.kind === 'revenue-share' ? terms.shareBps : 0;
  return quantity === null ? all : Number(quantity);
}

/** Whoever holds units: the first holder had all of them. */
function unitsOf(grant: GrantRow, net: ReadonlyMap<Id<'party'>, bigint>): ReadonlyMap<Id<'party'>, bigint> {
  const units = new Map(net);
  units.set(grant.holderId, (units.get(grant.holderId) ?? 0n) + BigInt(bpsOf(grant)));
  return new Map([...units].filter(([, held]) => held > 0n));
}

const REASONS: Readonly<Record<HolderPoolFault, string>> = {
  'amount-negative': 'must be positive',
  'no-record-date': 'must wait for a record date',
  'units-not-positive': 'must be positive',
  'units-not-held': 'is more than is held',
};
