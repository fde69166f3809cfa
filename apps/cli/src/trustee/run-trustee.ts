import { setTimeout as sleep } from 'node:timers/promises';
import { ZodError } from 'zod';
import type { Trustee } from './trustee.js';
import { visitAuction } from './visit-auction.js';
import { pauseMs, VisitSchedule } from './visit-schedule.js';

export type Pace = {
  /** The pause between two rounds. */
  readonly everyMs: number;
  /** Ends after one round. */
  readonly once: boolean;
};

/** Visits auctions until the signal asks it to end, or once. True when everything in the last round was served. */
export async function runTrustee(trustee: Trustee, { everyMs, once }: Pace): Promise<boolean> {
  const { signal, log, identity } = trustee;
  log('info', 'started', { id: identity.id, publicKey: identity.publicKey, pid: process.pid });
  const schedule = new VisitSchedule(everyMs);
  let isServed = true;
  for (let failures = 0; !signal.aborted;) {
    const round = await goRound(trustee, schedule);
    isServed = round === 'served';
    if (once) break;
    failures = round === 'failed' ? failures + 1 : 0;
    await sleep(pauseMs(everyMs, failures), undefined, { signal }).catch(() => undefined);
  }
  log('info', 'ended');
  return isServed;
}

/** `failed`: not even the list of auctions could be had. */
async function goRound(
  trustee: Trustee,
  schedule: VisitSchedule,
): Promise<'served' | 'not-served' | 'failed'> {
  const { service, identity, signal, nowMs } = trustee;
  let auctions: readonly string[];
  try {
    auctions = schedule.due(await service.auctionsFor(identity.publicKey), nowMs());
  } catch (error) {
    if (!signal.aborted) trustee.log('warn', 'round-failed', { reason: reasonOf(error) });
    return 'failed';
  }
  let isServed = true;
  for (const auctionId of auctions) {
    if (signal.aborted) return 'not-served';
    if (!(await goTo(auctionId, trustee, schedule))) isServed = false;
  }
  return isServed ? 'served' : 'not-served';
}

/** One auction that goes wrong, in whatever way, does not keep the trustee from the others. */
async function goTo(auctionId: string, trustee: Trustee, schedule: VisitSchedule): Promise<boolean> {
  const { signal, log, nowMs } = trustee;
  try {
    const outcome = await visitAuction(auctionId, trustee);
    const isServed = outcome === 'served';
    if (schedule.note(auctionId, outcome, nowMs())) {
      if (isServed) log('info', 'served', { auctionId });
      else log('warn', 'refused', { auctionId, reason: outcome });
    }
    return isServed;
  } catch (error) {
    const reason = reasonOf(error);
    if (!signal.aborted && schedule.note(auctionId, reason, nowMs()))
      log('warn', 'visit-failed', { auctionId, reason });
    return false;
  }
}

const REASON_CHARACTERS_MAX = 200;

/** An address that cannot be reached is told by the cause of fetch's error. What the service wrote is cut. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ZodError) {
    const [issue] = error.issues;
    return `the answer is not as expected: /${issue?.path.join('/') ?? ''} ${issue?.message ?? ''}`;
  }
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${cause}`.slice(0, REASON_CHARACTERS_MAX);
}
