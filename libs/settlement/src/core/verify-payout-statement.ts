import { z } from 'zod';
import {
  agreement,
  type Check,
  digestOf,
  fails,
  FORM,
  holds,
  type Json,
  readForm,
  type Result,
  type Verification,
  verificationOf,
} from '#libs/kernel';
import { replayStatement } from './replay-statement.js';
import type { StatementFault } from './statement-fault.js';
import { replayPayoutStatement } from './waterfall/index.js';

const KIND = 'payout-statement';

/** One lot, all sales of an auction, and the end of a sale's holdback. */
const SETTLEMENT_DOCUMENTS = ['settlement-statement', 'sales-statement', 'holdback-statement'] as const;

/** A statement with the digest under which it was published, as the service answers. */
const publishedSchema = z.strictObject({
  id: z.string().optional(),
  auctionId: z.string().optional(),
  settledAt: z.string().optional(),
  agreementId: z.string().optional(),
  runId: z.string().optional(),
  issuedAt: z.string().optional(),
  statement: z.looseObject({ document: z.string(), auctionId: z.string().optional() }),
  statementDigest: z.string().regex(/^[0-9a-f]{64}$/),
  parties: z.array(z.strictObject({ partyId: z.string(), partyName: z.string() })).optional(),
});

/** How the figures of a document by that name are computed again. */
function replayOf(name: unknown): ((statement: unknown) => Result<unknown, StatementFault>) | undefined {
  if (name === 'payout-statement') return replayPayoutStatement;
  const isSettlement = (SETTLEMENT_DOCUMENTS as readonly unknown[]).includes(name);
  return isSettlement ? replayStatement : undefined;
}

/**
 * Checks who was paid what: a statement of a settlement, or of a waterfall's payee, computed again from its own basis.
 * Given as it was published, with `statementDigest`, it is also checked to be that very statement; given alone, what it
 * is about (auction, lots, model, currency) is taken from it. Total.
 */
export function verifyPayoutStatement(bundle: Json): Verification {
  if (!isPublished(bundle)) return verificationOf(KIND, [figuresCheck(bundle)]);
  const published = readForm(publishedSchema, bundle);
  if (!published.ok) return verificationOf(KIND, [published.error]);
  // As it was given: a loose schema loses the name __proto__.
  const { statement } = bundle;
  const { statementDigest, auctionId, parties } = published.value;
  return verificationOf(KIND, [
    agreement('statement-digest', statementDigest, digestOf(statement)),
    ...(auctionId === undefined
      ? []
      : [agreement('auction', auctionId, published.value.statement.auctionId)]),
    figuresCheck(statement),
    ...(parties === undefined ? [] : [partiesCheck(parties, statement)]),
  ]);
}

const isPublished = (bundle: Json): bundle is { readonly statement: Json } =>
  typeof bundle === 'object' && bundle !== null && Object.hasOwn(bundle, 'statement');

function figuresCheck(statement: Json): Check {
  const isObject = typeof statement === 'object' && statement !== null;
  const replay = isObject && 'document' in statement ? replayOf(statement.document) : undefined;
  if (replay === undefined) return fails(FORM, '/document: is not the name of a payout statement');
  const replayed = replay(statement);
  if (replayed.ok)
    return holds('figures', 'every amount follows from what the statement says it follows from');
  const fault = replayed.error;
  return fault.code === 'malformed'
    ? fails(FORM, `${fault.path === '' ? '' : `${fault.path}: `}${fault.reason}`)
    : fails('figures', `${fault.path}: states ${fault.stated}, computed ${fault.computed}`);
}

/** Names are given for the parties of the statement, for each and for nobody else. */
function partiesCheck(parties: readonly { readonly partyId: string }[], statement: Json): Check {
  const paid = z.object({ lines: z.array(z.object({ partyId: z.string() })) }).safeParse(statement);
  const ids = (list: readonly { readonly partyId: string }[]): string[] =>
    list.map(({ partyId }) => partyId).sort();
  return agreement('parties', ids(parties), paid.success ? ids(paid.data.lines) : undefined);
}
