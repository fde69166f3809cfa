import { Injectable } from '@nestjs/common';
import { err, type Id, ok, type Result } from '#libs/kernel';
import {
  type Actor,
  type Config,
  InjectConfig,
  newId,
  notFound,
  type Problem,
  problem,
  SystemClock,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import { decryptCredential, encryptCredential } from './adapters/index.js';
import { type CredentialRow, EvaluationCredentialStore } from './evaluation-credential.store.js';
import { credentialView } from './evaluation.contract.js';

const CREDENTIALS_PER_PARTY_MAX = 100;

/** The secrets under which a party's models are called. They are written and used, and never shown. */
@Injectable()
export class EvaluationCredentials {
  readonly #store: EvaluationCredentialStore;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;
  readonly #config: Config;

  constructor(
    store: EvaluationCredentialStore,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
    @InjectConfig() config: Config,
  ) {
    this.#store = store;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
    this.#config = config;
  }

  /** Keeps a secret under a name, in place of the one that was kept there. */
  async keep(
    write: WriteRequest,
    { name, secret }: { readonly name: string; readonly secret: string },
  ): Promise<Result<CredentialRow, Problem>> {
    const { partyId } = write.actor;
    return this.#unitOfWork.write(write, credentialView, async (tx) => {
      const now = this.#clock.now();
      const id = newId('credential');
      const full = (await this.#store.count(tx, partyId)) >= CREDENTIALS_PER_PARTY_MAX;
      const isNew =
        !full &&
        (await this.#store.insert(tx, {
          id,
          partyId,
          name,
          ciphertext: this.#encrypt(id, secret),
          createdAt: now,
        }));
      const kept = await this.#store.find(tx, partyId, name);
      if (kept === undefined)
        return err(
          problem('credential-limit-reached', `A party keeps ${String(CREDENTIALS_PER_PARTY_MAX)} at most.`),
        );
      if (isNew) return ok(kept);
      await this.#store.replace(tx, kept.id, this.#encrypt(kept.id, secret), now);
      return ok({ ...kept, replacedAt: now });
    });
  }

  async list(actor: Actor): Promise<readonly CredentialRow[]> {
    return this.#store.list(actor.partyId);
  }

  async remove(write: WriteRequest, name: string): Promise<Result<CredentialRow, Problem>> {
    return this.#unitOfWork.write(write, credentialView, async (tx) => {
      const kept = await this.#store.find(tx, write.actor.partyId, name);
      if (kept === undefined) return err(notFound('credential'));
      await this.#store.remove(tx, kept.id);
      return ok(kept);
    });
  }

  /** For calls on behalf of the party alone. Undefined when there is none, or none that this service can read. */
  async secretOf(partyId: Id<'party'>, name: string): Promise<string | undefined> {
    const stored = await this.#store.ciphertext(partyId, name);
    if (stored === undefined) return undefined;
    const secret = decryptCredential(this.#config.secretKey, stored.id, stored.ciphertext);
    return secret.ok ? secret.value : undefined;
  }

  #encrypt(id: Id<'credential'>, secret: string): Uint8Array<ArrayBuffer> {
    return encryptCredential(this.#config.secretKey, id, secret);
  }
}
