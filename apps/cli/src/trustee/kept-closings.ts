import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { sealing } from '#core/auction';
import type { Json } from '#libs/kernel';
import { writeOnce } from './write-once.js';

/** Two closings of one auction over different logs: proof for anybody that its operator signed both. */
export type EquivocationEvidence = {
  readonly document: 'auction-equivocation';
  readonly announcement: Json;
  /** The one that the trustee acted on, and the one that it refused. */
  readonly closings: readonly [Json, Json];
};

/**
 * The trustee's memory: the first closing that it acted on, of each announcement. By the announcement's digest and not
 * by the auction's id, because the digest says whose signature counts: nobody can block an auction beforehand by
 * forging an announcement of their own with its id.
 */
export class KeptClosings {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Undefined when there is none; null when what is there cannot be read. */
  of({ announcementDigest }: sealing.SealedAuction): Json | undefined {
    try {
      return JSON.parse(readFileSync(this.#file(announcementDigest), 'utf8')) as Json;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : null;
    }
  }

  /** On the disk when it returns. False when another process of this folder was faster. */
  keep({ announcementDigest }: sealing.SealedAuction, closing: sealing.SignedClosing): boolean {
    return writeOnce(this.#file(announcementDigest), `${JSON.stringify(closing)}\n`);
  }

  /** Keeps the first proof of an auction; returns where it stands. */
  keepEvidence({ auctionId }: sealing.SealedAuction, evidence: EquivocationEvidence): string {
    const file = join(this.#folder, `equivocation-${auctionId}.json`);
    writeOnce(file, `${JSON.stringify(evidence)}\n`);
    return file;
  }

  #file(announcementDigest: string): string {
    return join(this.#folder, `closing-${announcementDigest}.json`);
  }
}
