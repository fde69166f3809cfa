import { randomBytes } from 'node:crypto';
import { sealing } from '#core/auction';
import { assertDefined, decodeId, digestOf } from '#libs/kernel';
import pg from 'pg';
import { enrol, type TestParty } from '../support/client.js';
import {
  buyerWith,
  codeOf,
  DAY_MS,
  expireEverything,
  LIMIT_MINOR,
  openOrderDesk,
  orderFor,
  partyId,
  place,
  placed,
  SCHEME,
  stateOf,
  type OrderDesk,
} from './standing-order-fixture.js';

let desk: OrderDesk;
let sql: pg.Client;
let buyer: TestParty;
let seller: TestParty;

beforeAll(async () => {
  desk = await openOrderDesk();
  sql = new pg.Client({ connectionString: desk.testApp.database.url });
  await sql.connect();
}, 60_000);
afterAll(async () => {
  await sql.end();
  await desk.close();
});
beforeEach(async () => {
  buyer = await buyerWith(desk);
  seller = await enrol(desk.operator, `Seller ${randomBytes(4).toString('hex')}`, ['seller', 'buyer']);
});
afterEach(() => expireEverything(desk));

describe('the book of standing orders', () => {
  it('is public, and tells whom limits are sealed to', async () => {
    const { status, body } = await desk.anybody.get('/v1/standing-orders/book');
    expect(status).toBe(200);
    const { book, bookDigest } = body as { book: sealing.OrderBookDocument; bookDigest: string };
    expect(book.sealing).toEqual(SCHEME);
    expect(bookDigest).toBe(digestOf(book));
  });
});

describe('a standing order', () => {
  it('stands once it is placed, for its buyer to see', async () => {
    const reply = await place(desk, buyer, { decayBand: '2-to-5-years' });
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ state: 'standing', auctionId: null, decayBand: '2-to-5-years' });
    const id = String(reply.body['id']);
    const { body } = await buyer.client.get(`/v1/standing-orders/${id}`);
    expect(body).toMatchObject({ ...reply.body, transitions: [{ fromState: null, toState: 'standing' }] });
    const list = await buyer.client.get('/v1/standing-orders');
    expect(list.body).toEqual({ orders: [reply.body], next: null });
  });

  it('is placed once, however often the request is sent', async () => {
    const body = orderFor(desk);
    const first = await buyer.client.post('/v1/standing-orders', body, 'once');
    const again = await buyer.client.post('/v1/standing-orders', body, 'once');
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
  });

  it('is like none for everybody else', async () => {
    const id = await placed(desk, buyer);
    const replies = [
      await seller.client.get(`/v1/standing-orders/${id}`),
      await seller.client.delete(`/v1/standing-orders/${id}`),
      await desk.operator.get(`/v1/standing-orders/${id}`),
      await desk.anybody.get(`/v1/standing-orders/${id}`),
    ];
    expect(replies.map(codeOf)).toEqual([
      '404 not-found',
      '404 not-found',
      '403 scope-missing',
      '401 unauthenticated',
    ]);
    expect((await seller.client.get('/v1/standing-orders')).body).toEqual({ orders: [], next: null });
  });

  it('leaves no trace of its limit in the database', async () => {
    await placed(desk, buyer);
    const tables = await sql.query<{ name: string }>(
      "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    const contents: string[] = [];
    for (const { name } of tables.rows)
      contents.push(
        ...(await sql.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)).rows.map(
          ({ row }) => row,
        ),
      );
    const stored = contents.join('\n');
    expect(stored).toContain('placed by the buyer');
    const forms = [
      LIMIT_MINOR,
      Buffer.from(LIMIT_MINOR).toString('hex'),
      Buffer.from(LIMIT_MINOR).toString('base64'),
    ];
    expect(forms.filter((form) => stored.includes(form))).toEqual([]);
  });

  it.each<[string, () => Readonly<Record<string, unknown>>, string, string]>([
    [
      'an unknown domain',
      () => orderFor(desk, { domain: 'no such domain' }),
      '422 domain-unknown',
      '/domain',
    ],
    [
      'another book',
      () => orderFor(desk, { bookDigest: '0'.repeat(64) }),
      '422 envelope-refused',
      '/bookDigest',
    ],
    [
      'the envelope of another order',
      () => orderFor(desk, {}, 'sto_other'),
      '422 envelope-refused',
      '/envelope',
    ],
    ['a broken envelope', () => orderFor(desk, { envelope: 'AAAA' }), '422 envelope-refused', '/envelope'],
    [
      'another key',
      () => orderFor(desk, { bidderPublicKey: 'ab'.repeat(32) }),
      '422 envelope-refused',
      '/envelope',
    ],
    [
      'a time that is over',
      () => orderFor(desk, { expiresAt: '2020-01-01T00:00:00Z' }),
      '422 schedule-invalid',
      '/expiresAt',
    ],
    [
      'a time too far ahead',
      () => orderFor(desk, { expiresAt: '2999-01-01T00:00:00Z' }),
      '422 schedule-invalid',
      '/expiresAt',
    ],
    [
      'formats of two kinds',
      () => orderFor(desk, { formats: ['second-price', 'pay-as-bid'] }),
      '400 validation-failed',
      '/formats',
    ],
    ['a package format', () => orderFor(desk, { formats: ['vcg'] }), '400 validation-failed', '/formats/0'],
    [
      'a range upside down',
      () => orderFor(desk, { revenueMaxMinor: '1' }),
      '400 validation-failed',
      '/revenueMaxMinor',
    ],
    [
      'an unknown band',
      () => orderFor(desk, { decayBand: 'forever' }),
      '400 validation-failed',
      '/decayBand',
    ],
    [
      'an envelope that is no text of bytes',
      () => orderFor(desk, { envelope: 'AAAAA' }),
      '400 validation-failed',
      '/envelope',
    ],
    ['a limit in clear', () => orderFor(desk, { priceMinor: '5' }), '400 validation-failed', '/priceMinor'],
  ])('is refused with %s', async (_what, body, code, path) => {
    const reply = await buyer.client.post('/v1/standing-orders', body());
    expect(codeOf(reply)).toBe(code);
    expect(reply.body['errors']).toEqual([expect.objectContaining({ path })]);
  });

  it('is not placed by who is no buyer, and not under an id or a key that was used', async () => {
    const trustee = await enrol(desk.operator, `Trustee ${randomBytes(4).toString('hex')}`, ['seller']);
    expect(codeOf(await place(desk, trustee))).toBe('403 scope-missing');
    const body = orderFor(desk);
    expect((await buyer.client.post('/v1/standing-orders', body)).status).toBe(201);
    const other = await buyerWith(desk);
    expect(codeOf(await other.client.post('/v1/standing-orders', body))).toBe('422 envelope-refused');
  });

  it('is one of fifty of a party at most', async () => {
    for (let count = 0; count < 49; count += 1) await placed(desk, buyer);
    const last = await Promise.all([place(desk, buyer), place(desk, buyer), place(desk, buyer)]);
    expect(last.map(codeOf).sort()).toEqual([
      '201 undefined',
      '409 order-limit-reached',
      '409 order-limit-reached',
    ]);
  }, 60_000);

  it('can be withdrawn, which erases what was sealed', async () => {
    const id = await placed(desk, buyer);
    const first = await buyer.client.delete(`/v1/standing-orders/${id}`);
    expect(first.body).toMatchObject({
      state: 'withdrawn',
      transitions: [{ toState: 'standing' }, { toState: 'withdrawn', actorId: buyer.id }],
    });
    const again = await buyer.client.delete(`/v1/standing-orders/${id}`);
    expect(again.body).toEqual(first.body);
    const { rows } = await sql.query(
      'SELECT 1 FROM standing_order WHERE party_id = $1 AND envelope IS NOT NULL',
      [partyId(buyer.id)],
    );
    expect(rows).toEqual([]);
  });

  it('ends when its time is over', async () => {
    const id = await placed(desk, buyer);
    desk.testApp.clock.advance(30 * DAY_MS - 60_000);
    await desk.demand.sweep();
    expect(await stateOf(buyer, id)).toBe('standing');
    desk.testApp.clock.advance(60_000);
    await desk.demand.sweep();
    await desk.demand.sweep();
    expect((await buyer.client.get(`/v1/standing-orders/${id}`)).body).toMatchObject({
      state: 'expired',
      transitions: [{ toState: 'standing' }, { toState: 'expired', actorId: null }],
    });
    expect(codeOf(await buyer.client.delete(`/v1/standing-orders/${id}`))).toBe('409 order-not-standing');
  });

  it.each([
    ['what it asks for', 'revenue_min_minor = 0', 'is fixed'],
    ['its envelope', "envelope = 'x'", 'is fixed'],
    ['its state, back and forth', "state = 'spent', auction_id = id", 'cannot become spent from standing'],
  ])('is safe in the database from a change of %s', async (_what, change, message) => {
    const id = await placed(desk, buyer);
    const uuid = assertDefined(decodeId('standingOrder', id), 'an id');
    await expect(sql.query(`UPDATE standing_order SET ${change} WHERE id = $1`, [uuid])).rejects.toThrow(
      message,
    );
    await expect(sql.query('DELETE FROM standing_order WHERE id = $1', [uuid])).rejects.toThrow(
      'append-only',
    );
    await expect(sql.query('DELETE FROM standing_order_transition')).rejects.toThrow('append-only');
  });
});
