import {
  keysInForce,
  type MeterTail,
  type ReceiptFault,
  type SigningKey,
  type UsageReceipt,
  verifyReceipts,
} from './core/index.js';
import type { Result } from '#libs/kernel';

/** What a thread needs to check receipts: data only, for functions do not cross over. */
export type VerificationTask = {
  readonly tail: MeterTail;
  readonly items: readonly unknown[];
  readonly keys: readonly SigningKey[];
  readonly receivedAtMs: number;
  readonly backDatingMaxMs: number;
};

export type VerificationAnswer = Result<
  { readonly receipts: readonly UsageReceipt[]; readonly tail: MeterTail },
  ReceiptFault
>;

export const verifyTask = ({
  tail,
  items,
  keys,
  receivedAtMs,
  backDatingMaxMs,
}: VerificationTask): VerificationAnswer =>
  verifyReceipts(tail, items, { keyOf: keysInForce(keys), receivedAtMs, backDatingMaxMs });
