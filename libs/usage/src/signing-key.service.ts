import { Injectable } from '@nestjs/common';
import { isDocumentSignedBy } from '#core/records';
import { encodeId, err, type Id, ok, type Result } from '#libs/kernel';
import { type Problem, problem, problemAt, SystemClock, UnitOfWork, type WriteRequest } from '#libs/platform';
import type { z } from 'zod';
import { nextKeyFault, type SigningKey, signingKeyStatement } from './core/index.js';
import { type registerSigningKey, type signingKeyList, signingKeyView } from './signing-key.contract.js';
import { type SigningKeyRow, SigningKeyStore } from './signing-key.store.js';

/** A key lasts for years: nobody needs as many, and every delivery of receipts reads them all. */
const KEYS_PER_PARTY_MAX = 100;

const REASONS = {
  'from-the-future': 'a key cannot count before it is registered',
  'not-after-the-last': 'a key must begin after every key that was registered before',
} as const;

/** The keys that parties sign usage receipts with. */
@Injectable()
export class SigningKeyService {
  readonly #store: SigningKeyStore;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(store: SigningKeyStore, unitOfWork: UnitOfWork, clock: SystemClock) {
    this.#store = store;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** Adds a key to the actor's history; the one before it counts until this one begins. */
  async register(
    write: WriteRequest,
    { publicKey, validFrom, proof }: z.output<typeof registerSigningKey>,
  ): Promise<Result<SigningKeyRow, Problem>> {
    const { partyId } = write.actor;
    const statement = signingKeyStatement(encodeId('party', partyId), publicKey, validFrom.toISOString());
    if (!isDocumentSignedBy(statement, publicKey, proof))
      return err(
        problemAt('signing-key-refused', '/proof', 'is not a signature of the statement by the key'),
      );
    return this.#unitOfWork.write(write, signingKeyView, async (tx) => {
      await this.#store.lockHistory(tx, partyId);
      const standing = await this.#store.ofParties([partyId], tx);
      if (standing.length >= KEYS_PER_PARTY_MAX)
        return err(
          problem(
            'credential-limit-reached',
            `A party has ${String(KEYS_PER_PARTY_MAX)} signing keys at most.`,
          ),
        );
      const fault = nextKeyFault(standing.map(signingKeyOf), validFrom.getTime(), this.#clock.nowMs());
      if (fault !== undefined) return err(problemAt('signing-key-refused', '/validFrom', REASONS[fault]));
      const key = { partyId, publicKey, validFrom, proof, registeredAt: this.#clock.now() };
      return (await this.#store.insert(tx, key))
        ? ok(key)
        : err(problemAt('name-taken', '/publicKey', 'the key is registered already'));
    });
  }

  async keysOf(partyId: Id<'party'>): Promise<z.output<typeof signingKeyList>> {
    return { keys: [...(await this.#store.ofParties([partyId]))] };
  }

  /** What receipts of these parties are checked with. */
  async keysForReceipts(partyIds: readonly Id<'party'>[]): Promise<readonly SigningKey[]> {
    return (await this.#store.ofParties(partyIds)).map(signingKeyOf);
  }
}

const signingKeyOf = ({ partyId, publicKey, validFrom }: SigningKeyRow): SigningKey => ({
  party: encodeId('party', partyId),
  publicKey,
  validFromMs: validFrom.getTime(),
});
