import { assertDefined, encodeId, type Id } from '#libs/kernel';
import type { Reply, TestParty } from '../support/client.js';
import { type AuctionInput, type AwardInput, FILES } from './cleared-auctions.js';
import { type Market, openMarket } from './settlement-fixture.js';

/** A right whose buyer gets the files. */
export const LICENCE_TERMS = {
  kind: 'usage-licence',
  copies: 1,
  fieldOfUse: 'web/bot-detection',
  territory: 'worldwide',
  termMonths: 24,
  transferable: false,
} as const;

export const DELIVERED = { files: [...FILES] };

/** The first file with other bytes than announced. */
export const SWAPPED = {
  files: FILES.map((file, index) => (index === 0 ? { ...file, sha256: 'f'.repeat(64) } : file)),
};

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** A seller whose model has one contributor, who is paid all that the platform leaves. */
export async function openStage() {
  const market = await openMarket();
  const seller = await market.party('Seller', 'seller', 'buyer');
  const author = await market.party('Author', 'contributor');
  const modelId = await market.model(seller, 'a model');
  await market.declare(seller, modelId, [[author, 1]]);
  let buyers = 0;
  return {
    ...market,
    seller,
    author,
    modelId,
    buyer: async (amountMinor: bigint): Promise<TestParty> => {
      buyers += 1;
      const party = await market.party(`Buyer ${String(buyers)}`);
      if (amountMinor > 0n) await market.fund(party, amountMinor);
      return party;
    },
    /** A cleared auction of one licence, unless said otherwise, whose settlement has been told of it. */
    cleared: async (
      awards: readonly AwardInput[],
      over: Partial<AuctionInput> = {},
    ): Promise<Id<'auction'>> => {
      const { auctionId } = await market.auctions.clear({
        modelId,
        seller,
        lots: [LICENCE_TERMS],
        awards,
        ...over,
      });
      await market.processor.settle({ auctionId });
      return auctionId;
    },
    skip: (ms: number): void => {
      market.testApp.clock.advance(ms);
    },
  };
}

export type PublicSale = {
  readonly id: string;
  readonly state: string;
  readonly bidderId: string;
  readonly priceMinor: string;
  readonly quantity: string | null;
};

/** The sales of an auction as everybody sees them. */
export async function salesOf(market: Market, auctionId: Id<'auction'>): Promise<readonly PublicSale[]> {
  const { body } = await market.anonymous.get(`/v1/auctions/${encodeId('auction', auctionId)}/sales`);
  return body['sales'] as readonly PublicSale[];
}

export const saleOf = async (market: Market, auctionId: Id<'auction'>, index = 0): Promise<PublicSale> =>
  assertDefined((await salesOf(market, auctionId))[index], 'the auction has such a sale');

export const statesOf = async (market: Market, auctionId: Id<'auction'>): Promise<readonly string[]> =>
  (await salesOf(market, auctionId)).map(({ state }) => state);

/** What somebody does with a sale. */
export const act = (
  { client }: Pick<TestParty, 'client'>,
  saleId: string,
  what: 'payment' | 'delivery' | 'receipt' | 'ruling',
  body: object = {},
): Promise<Reply> => client.post(`/v1/sales/${saleId}/${what}`, body);

export const money = async (market: Market, party: TestParty): Promise<readonly [number, number]> => {
  const { available = '0', deposit = '0' } = await market.balances(party);
  return [Number(available), Number(deposit)];
};

export async function escrowOf(market: Market): Promise<number> {
  const { body } = await market.operator.get('/v1/ledger/trial-balance');
  const [euro] = body['currencies'] as { purposes: { purpose: string; balanceMinor: string }[] }[];
  return Number(euro?.purposes.find(({ purpose }) => purpose === 'escrow')?.balanceMinor ?? 0);
}

/** `from → to` of each change, in order. */
export async function historyOf(
  { client }: Pick<TestParty, 'client'>,
  saleId: string,
): Promise<readonly string[]> {
  const { body } = await client.get(`/v1/sales/${saleId}`);
  const transitions = body['transitions'] as { fromState: string | null; toState: string; reason: string }[];
  return transitions.map(({ fromState, toState, reason }) =>
    `${fromState ?? ''} → ${toState}: ${reason}`.trim(),
  );
}

export const settlementOf = (market: Market, auctionId: Id<'auction'>): Promise<Reply> =>
  market.anonymous.get(`/v1/auctions/${encodeId('auction', auctionId)}/settlement`);
