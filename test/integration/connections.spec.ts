import { enrol, TestClient, type TestParty } from '../support/client.js';
import { OPERATOR_KEY, startTestApp, type TestApp } from '../support/test-app.js';

/** More than a process has connections: a use case that waits in its transaction for another one would stand still. */
const AT_ONCE = 50;

let testApp: TestApp;
let operator: TestClient;
let seller: TestParty;

beforeAll(async () => {
  testApp = await startTestApp();
  operator = new TestClient(testApp, OPERATOR_KEY);
  seller = await enrol(operator, 'Seller', ['seller']);
}, 30_000);

afterAll(() => testApp.close());

const statusesOf = async (writes: (index: number) => Promise<{ status: number }>): Promise<Set<number>> =>
  new Set(
    (await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => writes(index)))).map(
      ({ status }) => status,
    ),
  );

test.each([
  [
    'fundings',
    () =>
      operator.post('/v1/ledger/fundings', {
        partyId: seller.id,
        currency: 'EUR',
        amountMinor: '1',
        reference: 'r',
      }),
  ],
  ['parties', (index: number) => operator.post('/v1/parties', { name: `Party ${String(index)}` })],
  [
    'models',
    (index: number) =>
      seller.client.post('/v1/models', { name: `Model ${String(index)}`, description: 'd', licence: 'MIT' }),
  ],
])(
  'fifty %s at once are all written',
  async (_what, write) => {
    expect(await statusesOf(write)).toEqual(new Set([201]));
  },
  30_000,
);
