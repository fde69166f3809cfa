import { signDocument } from '#core/records';
import { digestOf } from '#libs/kernel';
import {
  answered,
  Chain,
  DAY_MS,
  deliver,
  HOUR_MS,
  importText,
  type Metering,
  openMeter,
  openMetering,
  problemIn,
  signingAs,
  uuid,
} from './usage-fixture.js';

let metering: Metering;
beforeAll(async () => {
  metering = await openMetering();
  await metering.fund(metering.payer, 1_000_000);
}, 60_000);
afterAll(() => metering.close());

describe('signing keys', () => {
  it('are for everybody to see, with their history', async () => {
    const party = await metering.signer('Rotator');
    const second = await signingAs(party, 'Rotator 2', new Date(metering.nowMs() - HOUR_MS));
    const { keys } = answered(await metering.anybody.get(`/v1/parties/${party.id}/signing-keys`), 200);
    expect(keys).toEqual([
      expect.objectContaining({ publicKey: party.publicKey, validFrom: '1970-01-01T00:00:00.000Z' }),
      expect.objectContaining({ publicKey: second.publicKey }),
    ]);
  });

  it('are refused without proof, twice, from the future, and before a standing key', async () => {
    const party = await metering.signer('Careless');
    const ask = async (publicKey: string, validFrom: string, secretKey: Uint8Array) => {
      const statement = { document: 'signing-key', party: party.id, publicKey, validFrom };
      const proof = signDocument(statement, secretKey);
      return problemIn(await party.client.post('/v1/me/signing-keys', { publicKey, validFrom, proof }));
    };
    const now = new Date(metering.nowMs()).toISOString();
    const ahead = new Date(metering.nowMs() + DAY_MS).toISOString();
    const { publicKey, secretKey } = party;
    expect(await ask(metering.payer.publicKey, now, secretKey)).toEqual({
      code: 'signing-key-refused',
      paths: ['/proof'],
    });
    expect(await ask(publicKey, now, secretKey)).toEqual({ code: 'name-taken', paths: ['/publicKey'] });
    for (const validFrom of [ahead, '1970-01-01T00:00:00.000Z'])
      expect(await ask(publicKey, validFrom, secretKey)).toEqual({
        code: 'signing-key-refused',
        paths: ['/validFrom'],
      });
  });

  it('count for receipts of their time', async () => {
    const payer = await metering.signer('Renewed');
    await metering.fund(payer, 1_000);
    const renewedAt = metering.nowMs() - HOUR_MS;
    const renewed = await signingAs(payer, 'Renewed 2', new Date(renewedAt));
    const meter = await openMeter(metering);
    const before = { at: new Date(renewedAt - 1).toISOString() };
    const stale = new Chain(meter.id, metering.seller, payer, metering.nowMs).next();
    expect(problemIn(await deliver(metering, meter, [stale]))).toEqual({
      code: 'receipt-refused',
      paths: ['/receipts/0/payerSignature'],
    });
    const receipts = [meter.chain.next(before, payer), meter.chain.next({}, renewed)];
    expect((await deliver(metering, meter, receipts)).body).toMatchObject({ accepted: 2 });
  });
});

describe('meters', () => {
  it('are opened by whoever sells the model, and are for everybody to see', async () => {
    const meter = await openMeter(metering, { name: 'Hosted' });
    const { meters } = answered(await metering.anybody.get(`/v1/models/${meter.modelId}/meters`), 200);
    const seen = answered(await metering.anybody.get(`/v1/meters/${meter.id}`), 200);
    expect(meters).toEqual([seen]);
    expect(seen).toMatchObject({
      payeeId: metering.seller.id,
      currency: 'EUR',
      nextSequence: 0,
      lastDigest: null,
      tariff: null,
    });
    const terms = { versionId: meter.versionId, currency: 'EUR', name: 'Hosted' };
    const open = `/v1/models/${meter.modelId}/meters`;
    expect(problemIn(await metering.seller.client.post(open, terms)).code).toBe('name-taken');
    expect((await metering.payer.client.post(open, { ...terms, name: 'Mine' })).status).toBe(404);
  });
});

describe('POST /v1/meters/:meterId/receipts', () => {
  it('takes a single receipt, charges the payer and moves the chain', async () => {
    const meter = await openMeter(metering);
    const before = BigInt(await metering.balance(metering.payer));
    const receipt = meter.chain.next({ amountMinor: '250' });
    const reply = await metering.payer.client.post(`/v1/meters/${meter.id}/receipts`, receipt);
    expect(answered(reply, 200)).toEqual({
      meterId: meter.id,
      accepted: 1,
      replayed: 0,
      nextSequence: 1,
      lastDigest: digestOf(receipt.receipt),
    });
    expect(BigInt(await metering.balance(metering.payer))).toBe(before - 250n);
    const { receipts } = answered(await metering.payer.client.get(`/v1/meters/${meter.id}/receipts`), 200);
    expect(receipts).toEqual([receipt]);
  });

  it('books a batch as one posting a payer, refunds the other way', async () => {
    const meter = await openMeter(metering);
    const other = await metering.signer('Other payer');
    await metering.fund(other, 1_000);
    const before = BigInt(await metering.balance(metering.payer));
    const receipts = [
      meter.chain.next({ amountMinor: '400' }),
      meter.chain.next({ amountMinor: '300' }, other),
      meter.chain.refund(0, '150'),
      meter.chain.next({ amountMinor: '0' }),
    ];
    answered(await deliver(metering, meter, receipts), 200);
    expect(BigInt(await metering.balance(metering.payer))).toBe(before - 250n);
    expect(await metering.balance(other)).toBe('700');
    const postings = await metering.prisma.ledgerTransaction.findMany({ where: { reference: meter.id } });
    expect(postings.map(({ kind }) => kind)).toEqual(['usage-receipts', 'usage-receipts']);
  });

  it('answers what stands already as replayed, and books nothing twice', async () => {
    const meter = await openMeter(metering);
    const receipts = meter.chain.take(3);
    answered(await deliver(metering, meter, receipts.slice(0, 2)), 200);
    const before = await metering.balance(metering.payer);
    expect((await deliver(metering, meter, receipts.slice(0, 2))).body).toMatchObject({
      accepted: 0,
      replayed: 2,
      nextSequence: 2,
    });
    expect(await metering.balance(metering.payer)).toBe(before);
    expect((await deliver(metering, meter, receipts)).body).toMatchObject({ accepted: 1, replayed: 2 });
  });

  it('refuses another receipt under a number that is taken, and another signature', async () => {
    const meter = await openMeter(metering);
    const twin = new Chain(meter.id, metering.seller, metering.payer, metering.nowMs);
    const receipt = meter.chain.next();
    answered(await deliver(metering, meter, [receipt]), 200);
    const refusal = { code: 'receipt-refused', paths: ['/receipts/0/receipt/sequence'] };
    expect(problemIn(await deliver(metering, meter, [twin.next({ amountMinor: '1' })]))).toEqual(refusal);
    const forged = { ...receipt, payeeSignature: receipt.payerSignature };
    expect(problemIn(await deliver(metering, meter, [forged]))).toEqual(refusal);
  });

  it('refuses the whole batch for one signature, named among those that a thread checks', async () => {
    const meter = await openMeter(metering);
    const receipts = meter.chain.take(30);
    answered(await deliver(metering, meter, receipts.slice(0, 2)), 200);
    const forged = receipts.map((receipt, index) =>
      index === 17 ? { ...receipt, payerSignature: receipt.payeeSignature } : receipt,
    );
    expect(problemIn(await deliver(metering, meter, forged))).toEqual({
      code: 'receipt-refused',
      paths: ['/receipts/17/payerSignature'],
    });
    expect((await metering.anybody.get(`/v1/meters/${meter.id}`)).body['nextSequence']).toBe(2);
    expect((await deliver(metering, meter, receipts)).body).toMatchObject({ accepted: 28, replayed: 2 });
  });

  it('refuses a gap, a date before the window and a date in the future', async () => {
    const meter = await openMeter(metering);
    const skipped = new Chain(meter.id, metering.seller, metering.payer, metering.nowMs);
    skipped.next();
    expect(problemIn(await deliver(metering, meter, [skipped.next()]))).toEqual({
      code: 'receipt-refused',
      paths: ['/receipts/0/receipt/sequence'],
    });
    for (const days of [-7.001, 0.001]) {
      const at = new Date(metering.nowMs() + days * DAY_MS).toISOString();
      const chain = new Chain(meter.id, metering.seller, metering.payer, metering.nowMs);
      expect(problemIn(await deliver(metering, meter, [chain.next({ at })]))).toEqual({
        code: 'receipt-refused',
        paths: ['/receipts/0/receipt/at'],
      });
    }
  });

  it('refuses refunds beyond their charge, over several deliveries', async () => {
    const meter = await openMeter(metering);
    answered(await deliver(metering, meter, [meter.chain.next(), meter.chain.refund(0, '60')]), 200);
    expect(problemIn(await deliver(metering, meter, [meter.chain.refund(0, '41')]))).toEqual({
      code: 'receipt-refused',
      paths: ['/receipts/0/receipt/amountMinor'],
    });
  });

  it('refuses the batch that a payer cannot pay, and names the first receipt that is not covered', async () => {
    const meter = await openMeter(metering);
    const poor = await metering.signer('Poor');
    await metering.fund(poor, 250);
    const receipts = [1, 2, 3].map(() => meter.chain.next({}, poor));
    expect(problemIn(await deliver(metering, meter, receipts))).toEqual({
      code: 'insufficient-funds',
      paths: ['/receipts/2/receipt/amountMinor'],
    });
    expect(await metering.balance(poor)).toBe('250');
    expect(await metering.prisma.usageReceipt.count({ where: { payer: { name: 'Poor' } } })).toBe(0);
    expect((await deliver(metering, meter, receipts.slice(0, 2))).body).toMatchObject({ accepted: 2 });
  });

  it('refuses what is not on the terms of the meter, not a receipt, too many or none', async () => {
    const meter = await openMeter(metering);
    const other = new Chain(meter.id, metering.payer, metering.payer, metering.nowMs);
    expect(problemIn(await deliver(metering, meter, [other.next()])).paths).toEqual([
      '/receipts/0/receipt/payee',
    ]);
    expect(problemIn(await deliver(metering, meter, [meter.chain.next({ currency: 'USD' })])).paths).toEqual([
      '/receipts/0/receipt/currency',
    ]);
    const malformed = meter.chain.next({ amountMinor: '9223372036854775808' });
    expect(problemIn(await deliver(metering, meter, [malformed]))).toEqual({
      code: 'validation-failed',
      paths: ['/receipts/0/receipt/amountMinor'],
    });
    expect(problemIn(await deliver(metering, meter, [])).paths).toEqual(['/receipts']);
  });

  it('lets nobody else deliver, and shows others nothing but what they paid', async () => {
    const meter = await openMeter(metering);
    const stranger = await metering.signer('Stranger');
    const receipts = meter.chain.take(1);
    const path = `/v1/meters/${meter.id}/receipts`;
    expect((await stranger.client.post(path, { receipts })).status).toBe(404);
    answered(await deliver(metering, meter, receipts), 200);
    expect((await stranger.client.get(path)).body).toEqual({ receipts: [], next: null });
    expect((await stranger.client.get(`/v1/meters/${meter.id}/series`)).status).toBe(404);
  });
});

describe('two deliveries at the same moment', () => {
  it('are accepted once when they are the same', async () => {
    const meter = await openMeter(metering);
    const receipts = meter.chain.take(5);
    const before = BigInt(await metering.balance(metering.payer));
    const replies = await Promise.all([1, 2, 3].map(() => deliver(metering, meter, receipts)));
    const accepted = replies.map((reply) => Number(answered(reply, 200)['accepted']));
    expect(accepted.sort()).toEqual([0, 0, 5]);
    expect(BigInt(await metering.balance(metering.payer))).toBe(before - 500n);
  });

  it('are accepted once when they are rivals for the same numbers', async () => {
    const meter = await openMeter(metering);
    const rival = new Chain(meter.id, metering.seller, metering.payer, metering.nowMs);
    const replies = await Promise.all([
      deliver(metering, meter, meter.chain.take(20, { amountMinor: '1' })),
      deliver(metering, meter, rival.take(20, { amountMinor: '2' })),
    ]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 422]);
    const rows = await metering.prisma.usageReceipt.findMany({ where: { meterId: uuid('meter', meter.id) } });
    expect(rows).toHaveLength(20);
    expect(new Set(rows.map(({ amountMinor }) => amountMinor)).size).toBe(1);
  });

  it('are both accepted when one follows the other', async () => {
    const meter = await openMeter(metering);
    const [first, second] = [meter.chain.take(3), meter.chain.take(3)];
    const replies = await Promise.all([
      deliver(metering, meter, first),
      deliver(metering, meter, [...first, ...second]),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect((await metering.anybody.get(`/v1/meters/${meter.id}`)).body['nextSequence']).toBe(6);
  });
});

describe('imported lists', () => {
  const COLUMNS = [
    ...['meter', 'sequence', 'previousDigest', 'kind', 'payer', 'payee', 'at', 'calls', 'amountMinor'],
    ...['currency', 'refundOf', 'payeeSignature', 'payerSignature'],
  ];

  const csvOf = (receipts: readonly ReturnType<Chain['next']>[]): string =>
    [
      COLUMNS,
      ...receipts.map(({ receipt, ...signatures }) => {
        const fields: Readonly<Record<string, string | number | null>> = { ...receipt, ...signatures };
        return COLUMNS.map((name) => String(fields[name] ?? ''));
      }),
    ]
      .map((record) => `${record.map((field) => `"${field}"`).join(',')}\r\n`)
      .join('');

  it.each([
    ['text/csv', csvOf],
    [
      'application/x-ndjson',
      (receipts: readonly ReturnType<Chain['next']>[]) =>
        receipts.map((receipt) => `${JSON.stringify(receipt)}\n`).join(''),
    ],
  ])('are read from %s as they are from JSON', async (type, textOf) => {
    const meter = await openMeter(metering);
    const receipts = [...meter.chain.take(3), meter.chain.refund(1, '40')];
    const reply = await importText(metering, meter, type, textOf(receipts));
    expect(answered(reply, 200)).toMatchObject({ accepted: 4 });
    const { receipts: stored } = answered(
      await metering.seller.client.get(`/v1/meters/${meter.id}/receipts`),
      200,
    );
    expect(stored).toEqual(receipts);
  });

  it('name the record that is at fault', async () => {
    const meter = await openMeter(metering);
    const [first, second] = [meter.chain.next(), meter.chain.next()];
    const broken = csvOf([first, { ...second, payerSignature: 'x' }]);
    expect(problemIn(await importText(metering, meter, 'text/csv', broken))).toEqual({
      code: 'validation-failed',
      paths: ['/receipts/1/payerSignature'],
    });
    const lines = `${JSON.stringify(first)}\n{"a":1,"a":2}\n`;
    expect(problemIn(await importText(metering, meter, 'application/x-ndjson', lines))).toEqual({
      code: 'validation-failed',
      paths: ['/receipts/1'],
    });
    expect((await importText(metering, meter, 'text/plain', 'x')).status).toBe(400);
  });
});
