import { Injectable } from '@nestjs/common';
import { err, type Json, ok, type Result } from '#libs/kernel';
import { z } from 'zod';
import { type Problem, problem } from '../http/problems.js';
import type { WriteRequest } from '../http/write-request.js';
import { Prisma } from './generated/client.js';
import { PrismaService, type Tx } from './prisma.service.js';

/** How often a transaction is tried again after a conflict that PostgreSQL asks to retry. */
const ATTEMPTS_MAX = 5;

/** Rolls the transaction back while an expected failure travels out of it as a value. */
class Rollback extends Error {
  constructor(readonly problem: unknown) {
    super('rolled back');
  }
}

/**
 * The one path on which state changes: transaction, idempotency, bounded retry. A use case loads under locks,
 * decides in its core, and saves; an expected failure rolls everything back.
 */
@Injectable()
export class UnitOfWork {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** Runs work in one transaction (READ COMMITTED). A failed Result leaves nothing behind. */
  async run<T, E>(work: (tx: Tx) => Promise<Result<T, E>>): Promise<Result<T, E>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#prisma.$transaction(
          async (tx) => {
            const result = await work(tx);
            if (!result.ok) throw new Rollback(result.error);
            return result;
          },
          { isolationLevel: 'ReadCommitted', maxWait: 10_000, timeout: 30_000 },
        );
      } catch (error) {
        if (error instanceof Rollback) return err(error.problem as E);
        if (attempt >= ATTEMPTS_MAX || !isRetryable(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 5));
      }
    }
  }

  /**
   * Runs a write that its sender may repeat. The response is stored in the same transaction as its effect, so a
   * crash leaves both or neither. The same key with another request is refused; a key in flight is a conflict.
   */
  async write<V extends z.ZodType>(
    request: WriteRequest,
    view: V,
    work: (tx: Tx) => Promise<Result<z.output<V>, Problem>>,
  ): Promise<Result<z.output<V>, Problem>> {
    return this.run(async (tx) => {
      const earlier = await claimKey(tx, request);
      if (!earlier.ok) return earlier;
      if (earlier.value !== undefined) {
        request.onReplay();
        return ok(z.decode(view, earlier.value as z.input<V>));
      }
      const result = await work(tx);
      if (!result.ok) return result;
      await tx.idempotentResponse.create({
        data: {
          partyId: request.actor.partyId,
          key: request.idempotencyKey,
          route: request.route,
          requestHash: request.requestHash,
          response: z.encode(view, result.value) as Prisma.InputJsonValue,
        },
      });
      return result;
    });
  }
}

/** The stored response under the key, undefined when the key is new, or why the key cannot be used. */
async function claimKey(tx: Tx, request: WriteRequest): Promise<Result<Json | undefined, Problem>> {
  const { actor, idempotencyKey, requestHash } = request;
  const [lock] = await tx.$queryRaw<{ locked: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`${actor.partyId} ${idempotencyKey}`}, 0)) AS locked`;
  if (lock?.locked !== true)
    return err(problem('request-in-flight', 'A request with this Idempotency-Key is running.'));
  const stored = await tx.idempotentResponse.findUnique({
    where: { partyId_key: { partyId: actor.partyId, key: idempotencyKey } },
  });
  if (stored === null) return ok(undefined);
  if (stored.requestHash !== requestHash)
    return err(problem('idempotency-key-reused', `The key was used for another request to ${stored.route}.`));
  return ok(stored.response as Json);
}

/** Serialization failures and deadlocks: PostgreSQL undid the transaction and asks to try again. */
const isRetryable = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError &&
  (error.code === 'P2034' || /40001|40P01/.test(JSON.stringify(error.meta ?? {})));
