import { Injectable } from '@nestjs/common';
import { ThrottlerGuard } from '@nestjs/throttler';
import type { Request } from 'express';
import { sha256Hex } from '#libs/kernel';

/** Counts requests per API key, and per address for those who show none. */
@Injectable()
export class KeyThrottlerGuard extends ThrottlerGuard {
  protected override getTracker(request: Request): Promise<string> {
    const header = request.header('authorization');
    return Promise.resolve(header === undefined ? `address ${request.ip ?? ''}` : `key ${sha256Hex(header)}`);
  }

  /** One budget for all routes: a limit per route would multiply with the routes. */
  protected override generateKey(_context: unknown, tracker: string, throttler: string): string {
    return sha256Hex(`${throttler} ${tracker}`);
  }
}
