import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { assertDefined, err, type Id, ok, type Result } from '#libs/kernel';
import {
  type Actor,
  maySee,
  newId,
  notFound,
  type Problem,
  problemAt,
  type Scope,
  SystemClock,
  type Tx,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import { affiliationView, keyView, partyView } from './access.contract.js';
import { AccessStore, type AffiliationRow, type ApiKeyRow, type PartyRow } from './access.store.js';
import { formatApiKey, hashSecret, parseApiKey } from './core/index.js';

const OPERATOR_NAME = 'Operator';

/** Parties, their keys, and who is asking. */
@Injectable()
export class AccessService {
  readonly #store: AccessStore;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(store: AccessStore, unitOfWork: UnitOfWork, clock: SystemClock) {
    this.#store = store;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** The party behind a key, or undefined: a wrong secret, a revoked and an unknown key look alike. */
  async authenticate(text: string): Promise<Actor | undefined> {
    const key = parseApiKey(text);
    if (key === undefined) return undefined;
    const credentials = await this.#store.findCredentials(key.id);
    if (credentials === undefined) return undefined;
    return timingSafeEqual(hashSecret(key.secret), credentials.secretHash) ? credentials.actor : undefined;
  }

  async registerParty(write: WriteRequest, { name }: { name: string }): Promise<Result<PartyRow, Problem>> {
    return this.#unitOfWork.write(write, partyView, async (tx) => {
      const party = { id: newId('party'), name, createdAt: this.#clock.now() };
      return (await this.#store.insertParty(tx, party))
        ? ok(party)
        : err(problemAt('name-taken', '/name', 'another party has this name'));
    });
  }

  async party(actor: Actor, id: Id<'party'>): Promise<Result<PartyRow, Problem>> {
    const party = maySee(actor, id) ? await this.#store.findParty(id) : undefined;
    return party === undefined ? err(notFound('party')) : ok(party);
  }

  /** The secret leaves the service in this answer and never again. */
  async issueKey(
    write: WriteRequest,
    partyId: Id<'party'>,
    scopes: readonly Scope[],
  ): Promise<Result<ApiKeyRow & { key: string | null }, Problem>> {
    const secret = randomBytes(32).toString('base64url');
    let inserted: Id<'apiKey'> | undefined;
    const written = await this.#unitOfWork.write(write, keyView, async (tx) => {
      if ((await this.#store.findParty(partyId, tx)) === undefined) return err(notFound('party'));
      const row = {
        id: newId('apiKey'),
        partyId,
        scopes: [...scopes],
        createdAt: this.#clock.now(),
        revokedAt: null,
      };
      await this.#store.insertKey(tx, row, hashSecret(secret));
      await this.#store.insertAudit(tx, {
        actorId: write.actor.partyId,
        action: 'issue-key',
        subjectKind: 'party',
        subjectId: partyId,
        reason: `scopes ${scopes.join(', ')}`,
      });
      inserted = row.id;
      return ok(row);
    });
    if (!written.ok) return written;
    // The answer of an earlier request names the key that was inserted then, whose secret is gone.
    const { id } = written.value;
    return ok({ ...written.value, key: id === inserted ? formatApiKey({ id, secret }) : null });
  }

  async revokeKey(write: WriteRequest, id: Id<'apiKey'>): Promise<Result<ApiKeyRow, Problem>> {
    return this.#unitOfWork.write(write, keyView, async (tx) => {
      const row = await this.#store.revokeKey(tx, id, this.#clock.now());
      if (row === undefined) return err(notFound('API key'));
      const { partyId } = write.actor;
      await this.#store.insertAudit(tx, {
        actorId: partyId,
        action: 'revoke-key',
        subjectKind: 'api-key',
        subjectId: id,
        reason: 'asked for by an operator',
      });
      return ok(row);
    });
  }

  /** Puts on record with whom a party acts together; null ends it. What was on record before stays there. */
  async recordAffiliation(
    write: WriteRequest,
    partyId: Id<'party'>,
    group: string | null,
  ): Promise<Result<AffiliationRow, Problem>> {
    return this.#unitOfWork.write(write, affiliationView, async (tx) => {
      if ((await this.#store.findParty(partyId, tx)) === undefined) return err(notFound('party'));
      const row = { partyId, group, recordedAt: this.#clock.now() };
      await this.#store.insertAffiliation(tx, row, write.actor.partyId);
      await this.#store.insertAudit(tx, {
        actorId: write.actor.partyId,
        action: 'record-affiliation',
        subjectKind: 'party',
        subjectId: partyId,
        reason: group === null ? 'acts alone' : `acts with ${group}`,
      });
      return ok(row);
    });
  }

  /** The group of each of these parties that acts together with others; who is missing acts alone. */
  affiliationsOf(partyIds: readonly Id<'party'>[], tx?: Tx): Promise<ReadonlyMap<Id<'party'>, string>> {
    return this.#store.affiliations(partyIds, tx);
  }

  async whoAmI(actor: Actor, tx?: Tx): Promise<{ partyId: Id<'party'>; name: string; scopes: Scope[] }> {
    const party = assertDefined(await this.#store.findParty(actor.partyId, tx), 'a key belongs to a party');
    return { partyId: party.id, name: party.name, scopes: [...actor.scopes] };
  }

  /** What parties are called in public records. Within a transaction pass it on: waiting in one for another connection can end in a standstill. */
  partyNames(ids: readonly Id<'party'>[], tx?: Tx): Promise<ReadonlyMap<Id<'party'>, string>> {
    return this.#store.partyNames(ids, tx);
  }

  /** Lets the configured operator key in, once; everything else is given out through it. */
  async ensureOperator(operatorKey: string): Promise<void> {
    const key = assertDefined(
      parseApiKey(operatorKey),
      'the operator key was checked with the configuration',
    );
    await this.#unitOfWork.run(async (tx) => {
      await this.#store.lockOperator(tx);
      if (await this.#store.keyExists(tx, key.id)) return ok(undefined);
      const now = this.#clock.now();
      const existing = await this.#store.findPartyByName(tx, OPERATOR_NAME);
      const partyId = existing?.id ?? newId('party');
      if (existing === undefined)
        await this.#store.insertParty(tx, { id: partyId, name: OPERATOR_NAME, createdAt: now });
      const row: ApiKeyRow = { id: key.id, partyId, scopes: ['operator'], createdAt: now, revokedAt: null };
      await this.#store.insertKey(tx, row, hashSecret(key.secret));
      return ok(undefined);
    });
  }
}
