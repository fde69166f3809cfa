import { Injectable } from '@nestjs/common';
import type { Clock, Id, IdKind } from '#libs/kernel';
import { uuidv7 } from 'uuidv7';

/** The machine's clock, injected into the shell so that tests can turn it. */
@Injectable()
export class SystemClock implements Clock {
  nowMs(): number {
    return Date.now();
  }

  now(): Date {
    return new Date(this.nowMs());
  }
}

/** A new UUIDv7 (RFC 9562, section 5.7). Time-ordered, so that an index on it stays compact. */
export const newId = <K extends IdKind>(_kind: K): Id<K> => uuidv7() as Id<K>;
