import { assert } from '#libs/kernel';
import type { TestParty } from '../support/client.js';
import { type Announced, bid, created, enrolBuyer, type Market } from './auction-fixture.js';

/** Buyers who bid these prices. */
export async function buyersAt(
  market: Market,
  auction: Announced,
  ...prices: readonly number[]
): Promise<readonly TestParty[]> {
  const buyers: TestParty[] = [];
  for (const price of prices) {
    const buyer = await enrolBuyer(market);
    created(await bid(auction, buyer, price));
    buyers.push(buyer);
  }
  return buyers;
}

/** The outcome as anybody gets it. */
export async function outcomeOf(market: Market, { id }: Announced): Promise<Record<string, unknown>> {
  const { status, body } = await market.anybody.get(`/v1/auctions/${id}/outcome`);
  assert(status === 200, `expected an outcome: ${JSON.stringify(body)}`);
  return body;
}

export const lotStateOf = async (market: Market, { lotId }: Announced): Promise<unknown> =>
  (await market.anybody.get(`/v1/lots/${lotId}`)).body['state'];
