import { verifyAttribution, verifyWeights } from '#core/attribution';
import { verifySealedOutcome } from '#core/auction';
import { verifyPriceTick } from '#core/feed';
import { verifyRecordProofBundle } from '#core/records';
import { verifyPayoutStatement } from '#core/settlement';
import { verifyValuation } from '#core/valuation';
import { err, type Json, ok, parseJson, type Verification } from '#libs/kernel';
import type { Command } from '../command.js';

/** A kind of bundle: how it is told from others, and checked. */
type Kind = {
  /** The names that its document may have. */
  readonly documents: readonly string[];
  /** Members that tell it where the document has no name, or a wrong one. */
  readonly members: readonly string[];
  readonly verify: (bundle: Json, trustedKey: string | undefined) => Verification;
};

const KINDS: readonly Kind[] = [
  {
    documents: ['sealed-auction-outcome'],
    members: ['announcement', 'closing'],
    verify: verifySealedOutcome,
  },
  {
    documents: ['settlement-statement', 'sales-statement', 'holdback-statement', 'payout-statement'],
    members: ['lines'],
    verify: verifyPayoutStatement,
  },
  { documents: [], members: ['statement'], verify: verifyPayoutStatement },
  { documents: ['record-proof'], members: ['leafIndex', 'head'], verify: verifyRecordProofBundle },
  { documents: [], members: ['proof'], verify: verifyRecordProofBundle },
  { documents: [], members: ['tick'], verify: verifyPriceTick },
  { documents: [], members: ['dossier'], verify: verifyValuation },
  { documents: [], members: ['request', 'input', 'result'], verify: verifyAttribution },
  { documents: ['attribution-weights'], members: ['rounding'], verify: verifyWeights },
];

/** Whether a published document is what it says it is. */
export const verify: Command = {
  name: 'verify',
  summary: 'checks an outcome, a proof, a statement, a price or a valuation from nothing but itself',
  help: `Usage: salvor verify [--log-key KEY] [--input FILE|-]

Input: one bundle, as the service publishes it:
  an auction's outcome         document "sealed-auction-outcome"
  a settlement, or a payout    document "settlement-statement", "sales-statement", "holdback-statement" or
                               "payout-statement", or {statement, statementDigest}
  that a log holds an entry    document "record-proof", or {proof, logPublicKey}; --log-key is the log's Ed25519 key
                               in hexadecimal, from a better source than the bundle
  a tick of the price feed     {tick, digest}
  a valuation                  {dossier, document}, and their digests
  weights                      document "attribution-weights"
  an attribution               {request, input, result}, their digests, and where models were trained {training}

Result: valid, kind, checks [{name, ok, detail}]. Envelopes are opened, auctions cleared, amounts split and models
valued again, signatures and digests checked. The first check that is not ok names what is wrong; checks that rest on
it may be left out. Exit code 1 when not valid, 2 when the input is no bundle at all.

Example:
  echo '{"tick":{"sequence":"7","instrument":"usage-licence/mdl_22222222222222222222222222222222/EUR","currency":"EUR","priceMinor":"12345","confidence":{"lowMinor":"10000","highMinor":"20000"},"source":"auction-settlement","auctionId":"auc_11111111111111111111111111111111","publishedAt":"2023-11-14T22:13:20.000Z","staleAfter":"2023-12-14T22:13:20.000Z"},"digest":"b2fcd78d0017aac4fb4cc0e56b6be921af2b131fbe472b94b58a9054e24421e3"}' | salvor verify
`,
  options: ['log-key'],
  run: (text, { options }) => {
    const bundle = parseJson(text);
    if (!bundle.ok) return err({ path: bundle.error.path, reason: bundle.error.reason });
    const kind = kindOf(bundle.value);
    if (kind === undefined)
      return err({
        path: '',
        reason: 'is no bundle of a kind that can be verified; see salvor verify --help',
      });
    const verification = kind.verify(bundle.value, options['log-key']);
    return ok({
      output: `${JSON.stringify(verification)}\n`,
      verdict: verification.valid ? 'good' : 'bad',
    });
  },
};

/** By the document's name; by its members where the name is not one. */
function kindOf(bundle: Json): Kind | undefined {
  if (typeof bundle !== 'object' || bundle === null || Array.isArray(bundle)) return undefined;
  const name = 'document' in bundle && typeof bundle.document === 'string' ? bundle.document : undefined;
  return (
    KINDS.find(({ documents }) => name !== undefined && documents.includes(name)) ??
    KINDS.find(({ members }) => members.every((member) => Object.hasOwn(bundle, member)))
  );
}
