import {
  type AccountRef,
  batchOf,
  floorMinor,
  partyAccount,
  planPosting,
  type PostingRequest,
  systemAccount,
} from '#core/ledger';
import { asCurrency, assert, assertDefined, type Id } from '#libs/kernel';
import { newId } from '#libs/platform';
import pg from 'pg';
import { arrayText, type BenchTransfer, type Call, type Contender } from './contender.js';

const EUR = asCurrency('EUR');
const OUTSIDE = systemAccount(EUR, 'outside');
const FUNDS_MINOR = 10n ** 12n;
const AMOUNT_MINOR = 5n;

/** Our ledger with that many funded parties. The hot account is the first party's, or the world outside. */
export async function openOurs(
  pool: pg.Pool,
  accounts: number,
): Promise<{ readonly exact: Contender; readonly shared: Contender; readonly oneTransaction: Contender }> {
  const parties = Array.from({ length: accounts }, () => newId('party'));
  await pool.query('INSERT INTO party (id, name) SELECT id, id::text FROM unnest($1::uuid[]) id', [parties]);
  const refs = parties.map((id) => partyAccount(id, EUR, 'available'));
  await pool.query(
    postingCall(refs.map((to) => requestOf([{ from: OUTSIDE, to, amountMinor: FUNDS_MINOR }]))),
  );
  const transfersOf = (hot: AccountRef) => (batch: readonly BenchTransfer[]) =>
    batch.map(({ from, to }) => ({
      from: from === 'hot' ? hot : at(refs, from),
      to: at(refs, to),
      amountMinor: AMOUNT_MINOR,
    }));
  const [first, shared] = [transfersOf(at(refs, 0)), transfersOf(OUTSIDE)];
  return {
    exact: {
      name: 'ours',
      call: (batch) => postingCall(first(batch).map((transfer) => requestOf([transfer]))),
    },
    shared: {
      name: 'ours',
      call: (batch) => postingCall(shared(batch).map((transfer) => requestOf([transfer]))),
    },
    oneTransaction: { name: 'ours', call: (batch) => postingCall([requestOf(shared(batch))]) },
  };
}

const at = (refs: readonly AccountRef[], index: number): AccountRef =>
  assertDefined(refs[index], 'there are that many accounts');

let drawn = 0;

function requestOf(transfers: PostingRequest['transfers']): PostingRequest {
  drawn += 1;
  return { key: `bench-${String(drawn)}`, kind: 'bench', reference: 'bench', transfers };
}

/** What the service sends, without the object mapper that it sends it through. */
export function postingCall(requests: readonly PostingRequest[]): Call {
  const postings = requests.map((request) => {
    const posting = planPosting(request);
    assert(posting.ok, 'the bench posts nothing malformed');
    return posting.value;
  });
  const { accounts, steps, released } = batchOf(postings);
  const ids: readonly Id<'transaction'>[] = postings.map(() => newId('transaction'));
  return {
    name: 'ours',
    text: `SELECT ledger_post($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::uuid[],
      $8::uuid[], $9::bpchar[], $10::text[], $11::bigint[], $12::int[], $13::int[], $14::bigint[], $15::bigint[])`,
    values: [
      ids,
      postings.map(({ key }) => key),
      postings.map(({ requestHash }) => requestHash),
      postings.map(({ kind }) => kind),
      postings.map(({ reference }) => reference),
      released,
      accounts.map(() => newId('account')),
      accounts.map(({ partyId }) => partyId),
      accounts.map(({ currency }) => currency),
      accounts.map(({ purpose }) => purpose),
      accounts.map((account) => floorMinor(account)?.toString() ?? null),
      steps.map(({ transaction }) => transaction),
      steps.map(({ account }) => account),
      steps.map(({ amountMinor }) => amountMinor.toString()),
      steps.map(({ heldMinor }) => heldMinor.toString()),
    ].map(arrayText),
  };
}
