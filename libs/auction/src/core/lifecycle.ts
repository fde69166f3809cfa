import { z } from 'zod';

const DAY_MS = 86_400_000;
const windowMs = z
  .int()
  .min(0)
  .max(365 * DAY_MS);

/** What is announced about the time after the close. Windows follow each other; each ends by a deadline. */
export const lifecycleSchema = z.strictObject({
  /** How long trustees may take. Who is too few by then makes the auction void. */
  openingGraceMs: windowMs.min(1_000),
  /** How long winners may take to pay what their deposit leaves open. */
  paymentWindowMs: windowMs,
  /** How long the seller may take to deliver what was paid for. */
  deliveryWindowMs: windowMs,
  /** How long a buyer may contest what was delivered. */
  inspectionWindowMs: windowMs,
  /** What is kept back of the price until the sold version has been evaluated again, and for how long. */
  holdbackBps: z.int().min(0).max(5_000),
  holdbackMs: windowMs,
});

export type Lifecycle = z.output<typeof lifecycleSchema>;
