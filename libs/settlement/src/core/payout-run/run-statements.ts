import { assert } from '#libs/kernel';
import { type PayeeTotals, type PayoutStatement, stateFrom } from '../waterfall/index.js';
import type { PayoutAgreement } from './agreement-document.js';
import type { PlannedParty, RunPlan } from './run-plan.js';

type Terms = Pick<
  PayoutAgreement,
  'agreementId' | 'version' | 'currency' | 'minimumMinor' | 'receivableLimitMinor'
>;

/** The statement of one party; `totals` are those of the plan. */
export function runStatement(
  { agreementId, version, currency, minimumMinor, receivableLimitMinor }: Terms,
  plan: RunPlan,
  totals: PayeeTotals,
  { party, opening, holdings }: PlannedParty,
): PayoutStatement {
  const stated = stateFrom(
    {
      document: 'payout-statement',
      party,
      currency,
      agreement: { id: agreementId, version, terms: plan.terms },
      from: plan.from,
      to: plan.to,
      receipts: plan.receipts,
      refunds: [],
      opening,
      minimumMinor,
      run: {
        id: plan.runId,
        ordinal: plan.ordinal,
        receiptsDigest: plan.receiptsDigest,
        refunded: plan.refunded,
        holdings: [...holdings],
        receivableLimitMinor,
      },
    },
    totals,
  );
  assert(stated.ok, 'a plan reverses nothing line by line, and that is all that can fail');
  return stated.value;
}
