import { assertDefined } from '#libs/kernel';
import pg from 'pg';
import { TestClient } from '../support/client.js';
import {
  buyerWith,
  DAY_MS,
  expireEverything,
  openOrderDesk,
  placed,
  type OrderDesk,
} from './standing-order-fixture.js';

let desk: OrderDesk;
let sql: pg.Client;

beforeAll(async () => {
  desk = await openOrderDesk();
  sql = new pg.Client({ connectionString: desk.testApp.database.url });
  await sql.connect();
}, 60_000);
afterAll(async () => {
  await sql.end();
  await desk.close();
});
afterEach(() => expireEverything(desk));

describe('the demand map', () => {
  const mapOf = async () => (await desk.anybody.get('/v1/demand')).body;
  const nextDay = async () => {
    desk.testApp.clock.advance(DAY_MS);
    await desk.demand.sweep();
  };
  const cells = (count: number) => [
    {
      lotKind: 'weights',
      domain: null,
      currency: 'EUR',
      revenueBand: '100-to-1k',
      decayBand: null,
      orders: count,
    },
  ];

  it('tells of a class once there are enough buyers in it, from the next day on', async () => {
    const buyers = await Promise.all(Array.from({ length: 5 }, () => buyerWith(desk)));
    for (const each of buyers.slice(0, 4)) await placed(desk, each);
    // A buyer counts once.
    await placed(desk, assertDefined(buyers[0], 'one'));
    await nextDay();
    expect(await mapOf()).toMatchObject({ cohort: 5, cells: [] });
    const last = await placed(desk, assertDefined(buyers[4], 'the last'));
    await desk.demand.sweep();
    expect(await mapOf()).toMatchObject({ cells: [] });
    await nextDay();
    const shown = await mapOf();
    expect(shown).toMatchObject({ cells: cells(5) });
    await buyers[4]?.client.delete(`/v1/standing-orders/${last}`);
    await desk.demand.sweep();
    expect(await mapOf()).toEqual(shown);
    await nextDay();
    expect(await mapOf()).toMatchObject({ cells: [] });
  });

  it('counts affiliated parties as one', async () => {
    const buyers = await Promise.all(Array.from({ length: 6 }, () => buyerWith(desk)));
    for (const [at, each] of buyers.entries()) {
      if (at < 3) await desk.operator.put(`/v1/parties/${each.id}/affiliation`, { group: 'Ring' });
      await placed(desk, each);
    }
    await nextDay();
    expect(await mapOf()).toMatchObject({ cells: [] });
    await desk.operator.put(`/v1/parties/${String(buyers[0]?.id)}/affiliation`, { group: null });
    await nextDay();
    expect(await mapOf()).toMatchObject({ cells: cells(5) });
  });

  it('is published once a day, whoever sweeps', async () => {
    desk.testApp.clock.advance(DAY_MS);
    await Promise.all([desk.demand.sweep(), desk.demand.sweep(), desk.demand.sweep()]);
    const { day } = await mapOf();
    const { rows } = await sql.query('SELECT 1 FROM demand_snapshot WHERE day = $1', [day]);
    expect(rows).toHaveLength(1);
    expect(day).toBe(new Date(desk.testApp.clock.nowMs()).toISOString().slice(0, 10));
    await expect(sql.query("UPDATE demand_snapshot SET cells = '[]'")).rejects.toThrow('append-only');
    expect((await new TestClient(desk.testApp).get('/v1/demand')).status).toBe(200);
  });
});
