import { Injectable } from '@nestjs/common';
import {
  assert,
  assertDefined,
  canonicalJson,
  decodeId,
  digestOf,
  encodeId,
  err,
  type Id,
  ok,
  parseJson,
  type Result,
} from '#libs/kernel';
import {
  compiledFile,
  computeInThread,
  type Config,
  InjectConfig,
  type Problem,
  problemAt,
  SystemClock,
} from '#libs/platform';
import {
  type CountersignedReceipt,
  splitReplays,
  termsFault,
  type UsageReceipt,
  usageReceiptSchema,
} from './core/index.js';
import type { MeterRow } from './meter.store.js';
import type { SentList } from './receipt-list-body.js';
import { receiptProblem } from './receipt-problem.js';
import { type ReceiptRow, ReceiptStore } from './receipt.store.js';
import { SigningKeyService } from './signing-key.service.js';
import { type VerificationAnswer, type VerificationTask, verifyTask } from './verification-task.js';

const PROGRAM = compiledFile(import.meta.url, 'verify-receipts-worker.js');
const DAY_MS = 86_400_000;

/** Up to here a request is held up for less than it takes to start a thread: two signatures are some milliseconds. */
const INLINE_MAX = 16;

/** Receipts that may be added to a chain, as long as it stands where they were checked against. */
export type CheckedReceipts = {
  readonly fresh: readonly { readonly row: ReceiptRow; readonly pointer: string }[];
  readonly replayed: number;
};

/** Checks receipts against a meter as it stands, outside of any transaction: signatures take their time. */
@Injectable()
export class CheckReceipts {
  readonly #receipts: ReceiptStore;
  readonly #keys: SigningKeyService;
  readonly #clock: SystemClock;
  readonly #config: Config;

  constructor(
    receipts: ReceiptStore,
    keys: SigningKeyService,
    clock: SystemClock,
    @InjectConfig() config: Config,
  ) {
    this.#receipts = receipts;
    this.#keys = keys;
    this.#clock = clock;
    this.#config = config;
  }

  async check(
    meter: MeterRow,
    receipts: readonly CountersignedReceipt[],
    pointerOf: SentList['pointerOf'],
  ): Promise<Result<CheckedReceipts, Problem>> {
    const terms = { payee: encodeId('party', meter.payeeId), currency: meter.currency };
    const fault = termsFault(receipts, terms);
    if (fault !== undefined) return err(problemAt('receipt-refused', pointerOf(fault.path), fault.reason));
    const { fresh, replayed } = splitReplays(receipts, await this.#standing(meter, receipts));
    const receivedAt = this.#clock.now();
    const answer = await verified(
      await this.#task(
        meter,
        fresh.map(({ receipt }) => receipt),
        receivedAt,
      ),
    );
    if (!answer.ok) {
      const { code, path } = answer.error;
      // A place among the fresh receipts is told as the place in the request.
      const sent = path.replace(/^\/(\d+)/, (_, place) => `/${String(fresh[Number(place)]?.index)}`);
      return err(receiptProblem(code, pointerOf(sent)));
    }
    return ok({
      fresh: fresh.map(({ index, receipt }) => ({
        row: toRow(meter.id, receipt, receivedAt),
        pointer: pointerOf(`/${String(index)}`),
      })),
      replayed,
    });
  }

  /** What stands under the numbers that were sent. */
  async #standing(
    { id, nextSequence }: MeterRow,
    receipts: readonly CountersignedReceipt[],
  ): Promise<ReadonlyMap<number, CountersignedReceipt>> {
    const taken = receipts
      .map(({ receipt }) => receipt.sequence)
      .filter((sequence) => sequence < nextSequence);
    const rows = taken.length === 0 ? [] : await this.#receipts.standing(id, taken);
    return new Map(rows.map((row) => [row.sequence, toCountersigned(row)]));
  }

  async #task(
    { id, nextSequence, lastDigest, lastAt }: MeterRow,
    items: readonly CountersignedReceipt[],
    receivedAt: Date,
  ): Promise<VerificationTask> {
    const parties = new Set(items.flatMap(({ receipt }) => [receipt.payee, receipt.payer]));
    const partyIds = [...parties].flatMap((party): Id<'party'>[] => {
      const partyId = decodeId('party', party);
      return partyId === undefined ? [] : [partyId];
    });
    const refunded = items.flatMap(({ receipt }) => receipt.refundOf ?? []);
    return {
      tail: {
        meter: encodeId('meter', id),
        nextSequence,
        lastDigest,
        lastAtMs: lastAt?.getTime() ?? Number.NEGATIVE_INFINITY,
        refundableMinor: await this.#receipts.refundable(
          id,
          refunded.filter((sequence) => sequence < nextSequence),
        ),
      },
      items,
      keys: await this.#keys.keysForReceipts(partyIds),
      receivedAtMs: receivedAt.getTime(),
      backDatingMaxMs: this.#config.receiptBackdatingDays * DAY_MS,
    };
  }
}

async function verified(task: VerificationTask): Promise<VerificationAnswer> {
  if (task.items.length <= INLINE_MAX) return verifyTask(task);
  const answer = await computeInThread<VerificationAnswer>(PROGRAM, task);
  assert(answer.ok, `receipts could not be checked: ${answer.ok ? '' : answer.error.reason}`);
  return answer.value;
}

const toRow = (
  meterId: Id<'meter'>,
  { receipt, payeeSignature, payerSignature }: CountersignedReceipt,
  receivedAt: Date,
): ReceiptRow => ({
  digest: digestOf(receipt),
  meterId,
  sequence: receipt.sequence,
  document: canonicalJson(receipt),
  payeeSignature,
  payerSignature,
  kind: receipt.kind,
  payerId: assertDefined(decodeId('party', receipt.payer), 'the key of the payer is known'),
  at: new Date(receipt.at),
  calls: BigInt(receipt.calls),
  amountMinor: BigInt(receipt.amountMinor),
  refundOf: receipt.refundOf,
  receivedAt,
});

/** A stored receipt as it was delivered. */
export const toCountersigned = ({
  document,
  payeeSignature,
  payerSignature,
}: ReceiptRow): CountersignedReceipt => ({ receipt: readDocument(document), payeeSignature, payerSignature });

/** Receipts were checked when they were accepted. */
function readDocument(text: string): UsageReceipt {
  const json = parseJson(text);
  assert(json.ok, 'a stored receipt is JSON');
  return usageReceiptSchema.parse(json.value);
}
