import { idOf, instant } from '#contract/platform';
import { z } from 'zod';

export const EVERY_DAYS_MAX = 366;

/** `everyDays` is at least what the terms of the lot say. Where they say nothing, no meter can be asked for. */
export const requireMetering = z.strictObject({
  meterId: idOf('meter'),
  everyDays: z.int().min(1).max(EVERY_DAYS_MAX),
});

export const meteringView = requireMetering.extend({ grantId: idOf('grant'), requiredAt: instant });

const standing = z.enum(['in-force', 'lapsed', 'ended']);

/** `transitions` are those that were noted so far, the oldest first, each with its reason. */
export const standingView = z.strictObject({
  grantId: idOf('grant'),
  standing,
  metering: requireMetering.extend({ requiredAt: instant }).nullable(),
  lastReceiptAt: instant.nullable(),
  lapsesAt: instant.nullable(),
  transitions: z.array(z.strictObject({ to: standing, at: instant, reason: z.string() })),
});

export const licenceParams = z.strictObject({ grantId: idOf('grant') });
