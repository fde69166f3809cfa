import { randomBytes } from 'node:crypto';
import { sealing } from '#core/auction';
import { assert, assertDefined, decodeId, encodeId, ok } from '#libs/kernel';
import { newId } from '#libs/platform';
import type { OrderRow } from '../../libs/auction/src/standing-order.store.js';
import type { OrderToEnter } from '../../libs/auction/src/standing-orders.js';
import { enrol, type TestParty } from '../support/client.js';
import {
  buyerWith,
  codeOf,
  expireEverything,
  openOrderDesk,
  opening,
  partyId,
  placed,
  SCHEME,
  stateOf,
  type OrderDesk,
} from './standing-order-fixture.js';

let desk: OrderDesk;
let buyer: TestParty;
let seller: TestParty;

beforeAll(async () => {
  desk = await openOrderDesk();
}, 60_000);
afterAll(() => desk.close());
beforeEach(async () => {
  buyer = await buyerWith(desk);
  seller = await enrol(desk.operator, `Seller ${randomBytes(4).toString('hex')}`, ['seller', 'buyer']);
});
afterEach(() => expireEverything(desk));

const idsOf = (entered: readonly OrderToEnter[]): readonly string[] =>
  entered.map(({ orderId }) => encodeId('standingOrder', orderId));

describe('an auction that opens', () => {
  it('takes the orders that wait for it, each with an envelope that its log can hold', async () => {
    const id = await placed(desk, buyer);
    const auction = opening(desk, seller);
    const [entered, ...others] = await desk.convert(auction);
    assert(entered !== undefined, 'there is one');
    expect(others).toEqual([]);
    expect(entered).toMatchObject({
      partyId: partyId(buyer.id),
      order: { bookDigest: desk.book.bookDigest, orderId: id },
    });
    expect((await buyer.client.get(`/v1/standing-orders/${id}`)).body).toMatchObject({
      state: 'matched',
      auctionId: encodeId('auction', auction.auctionId),
    });
    expect(codeOf(await buyer.client.delete(`/v1/standing-orders/${id}`))).toBe('409 order-not-standing');
    const announced = sealing.readSealedAuction({
      auctionId: 'auc_1',
      closesAt: '2026-03-01T12:00:00Z',
      sealing: {
        ...SCHEME,
        trustees: [...SCHEME.trustees],
        orderBookId: desk.book.bookId,
        orderBookDigest: desk.book.bookDigest,
      },
    });
    assert(announced.ok, 'the announcement admits the book');
    const { bidderPublicKey, envelope, digest, order } = entered;
    const owner = { bidderId: 'bdr_1', bidderPublicKey, sequence: 1, order };
    expect(sealing.checkEnvelope(announced.value, owner, envelope)).toMatchObject({
      ok: true,
      value: { digest },
    });
  });

  it('gets the same answer when it asks again', async () => {
    await placed(desk, buyer);
    const auction = opening(desk, seller);
    const first = await desk.convert(auction);
    expect(first).toHaveLength(1);
    await placed(desk, await buyerWith(desk));
    expect(await desk.convert(auction)).toEqual(first);
  });

  it('takes one order of a party, the first placed', async () => {
    const first = await placed(desk, buyer);
    const second = await placed(desk, buyer);
    expect(idsOf(await desk.convert(opening(desk, seller)))).toEqual([first]);
    expect(await stateOf(buyer, second)).toBe('standing');
  });

  it('leaves standing what does not match', async () => {
    const id = await placed(desk, buyer, { revenueMinMinor: '100001' });
    expect(await desk.convert(opening(desk, seller))).toEqual([]);
    expect(await desk.convert(opening(desk, seller, { bookDigest: undefined }))).toEqual([]);
    expect(await stateOf(buyer, id)).toBe('standing');
  });

  const affiliate = async (group: string, ...parties: readonly TestParty[]): Promise<void> => {
    for (const { id } of parties) await desk.operator.put(`/v1/parties/${id}/affiliation`, { group });
  };

  it('leaves standing the orders of seller and participants, and of who acts together with them', async () => {
    const [sellers, participant, participants, stranger] = [
      await buyerWith(desk),
      await buyerWith(desk),
      await buyerWith(desk),
      await buyerWith(desk),
    ];
    await affiliate('Firm', seller, sellers);
    await affiliate('Fund', participant, participants);
    await affiliate('Other', stranger);
    for (const party of [seller, sellers, participant, participants, stranger]) await placed(desk, party);
    const auction = opening(desk, seller, { participantIds: [partyId(participant.id)] });
    expect((await desk.convert(auction)).map((entered) => entered.partyId)).toEqual([partyId(stranger.id)]);
  });

  it('takes one order of parties that act together', async () => {
    const other = await buyerWith(desk);
    await affiliate('Ring of two', buyer, other);
    const first = await placed(desk, other);
    await placed(desk, buyer);
    expect(idsOf(await desk.convert(opening(desk, seller)))).toEqual([first]);
  });

  it('leaves standing the order of who cannot put up the deposit, and takes the next one', async () => {
    const poor = await buyerWith(desk, '4999');
    const left = await placed(desk, poor);
    const taken = await placed(desk, buyer);
    expect(idsOf(await desk.convert(opening(desk, seller)))).toEqual([taken]);
    expect(await stateOf(poor, left)).toBe('standing');
  });

  it('looks at the orders page by page, the first placed first', async () => {
    const buyers = await Promise.all(Array.from({ length: 5 }, () => buyerWith(desk)));
    const inOrder: string[] = [];
    for (const each of buyers) inOrder.push(await placed(desk, each));
    const seen = await desk.unitOfWork.run(async (tx) => {
      const pages: (readonly OrderRow[])[] = [];
      do
        pages.push(
          await desk.store.candidates(
            tx,
            { ...opening(desk, seller), bookDigest: desk.book.bookDigest },
            pages.at(-1)?.at(-1),
            2,
          ),
        );
      while (pages.at(-1)?.length === 2);
      return ok(pages);
    });
    assert(seen.ok, 'reading is not refused');
    expect(seen.value.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(seen.value.flat().map(({ id }) => encodeId('standingOrder', id))).toEqual(inOrder);
  });

  it('asks for no funds where there is no deposit', async () => {
    const poor = await buyerWith(desk, '0');
    const id = await placed(desk, poor);
    expect(idsOf(await desk.convert(opening(desk, seller, { depositMinor: 0n })))).toEqual([id]);
  });

  it('shares the orders with another that opens at the same time: each goes to one', async () => {
    const buyers = await Promise.all(Array.from({ length: 6 }, () => buyerWith(desk)));
    const placedIds = await Promise.all(buyers.map((each) => placed(desk, each)));
    const taken = await Promise.all(Array.from({ length: 4 }, () => desk.convert(opening(desk, seller))));
    const ids = taken.flatMap(idsOf);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual([...placedIds].sort());
  });

  it('passes over an order that is being withdrawn at the moment', async () => {
    const id = assertDefined(decodeId('standingOrder', await placed(desk, buyer)), 'an id');
    await desk.unitOfWork.run(async (tx) => {
      await desk.store.lock(tx, id);
      expect(await desk.convert(opening(desk, seller))).toEqual([]);
      return ok(undefined);
    });
    expect(idsOf(await desk.convert(opening(desk, seller)))).toHaveLength(1);
  });

  it('spends what it took when it closes, and gives it back when it is cancelled before', async () => {
    const id = await placed(desk, buyer);
    const cancelled = opening(desk, seller);
    await desk.convert(cancelled);
    await desk.inTransaction((tx) => desk.orders.releaseFor(tx, cancelled.auctionId));
    expect((await buyer.client.get(`/v1/standing-orders/${id}`)).body).toMatchObject({
      state: 'standing',
      auctionId: null,
    });
    const closed = opening(desk, seller);
    await desk.convert(closed);
    for (let delivery = 0; delivery < 2; delivery += 1)
      await desk.inTransaction((tx) => desk.orders.spendFor(tx, closed.auctionId));
    const { body } = await buyer.client.get(`/v1/standing-orders/${id}`);
    expect(body).toMatchObject({ state: 'spent', auctionId: encodeId('auction', closed.auctionId) });
    expect((body['transitions'] as { toState: string }[]).map(({ toState }) => toState)).toEqual([
      'standing',
      'matched',
      'standing',
      'matched',
      'spent',
    ]);
    expect(await desk.convert(opening(desk, seller))).toEqual([]);
  });

  it('takes back nothing of an auction that it is not', async () => {
    const id = await placed(desk, buyer);
    await desk.convert(opening(desk, seller));
    await desk.inTransaction((tx) => desk.orders.spendFor(tx, newId('auction')));
    expect(await stateOf(buyer, id)).toBe('matched');
  });
});
