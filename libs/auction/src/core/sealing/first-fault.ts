import type { z } from 'zod';
import { pointerToken } from '#libs/kernel';
import type { AnnouncementFault } from './sealing-scheme.js';

/** The first thing that a schema found, as a place and a reason. */
export function firstFault({ issues: [issue] }: z.ZodError): AnnouncementFault {
  const path = (issue?.path ?? []).map((part) => pointerToken(String(part))).join('');
  return { path, reason: issue?.message ?? 'is not valid' };
}
