import { type Hold, type PartyAccount, type PostingRequest, type Release } from '#core/ledger';
import { asId, assert, ok } from '#libs/kernel';
import { newId } from '#libs/platform';
import { ESCROW, type LedgerFixture, openLedger, posting } from './ledger-fixture.js';

let fixture: LedgerFixture;
beforeAll(async () => {
  fixture = await openLedger();
});
afterAll(async () => {
  expect(await fixture.ledger.integrity()).toEqual({ ok: true, faults: [] });
  await fixture.close();
});

const holding = (key: string, account: PartyAccount, amountMinor: bigint): PostingRequest => ({
  ...posting(key),
  hold: { account, amountMinor },
});

/** Takes a hold; what is needed to release it. */
async function held(key: string, account: PartyAccount, amountMinor: bigint): Promise<Release> {
  const taken = await fixture.book(holding(key, account, amountMinor));
  assert(taken.ok, 'the hold is covered');
  return { account, amountMinor, holdId: taken.value.transactionId };
}

const releasing = (
  key: string,
  release: Release,
  ...transfers: Parameters<typeof posting>[1][]
): PostingRequest => ({ ...posting(key, ...transfers), release });

const problemCode = (code: string): unknown =>
  expect.objectContaining({ error: expect.objectContaining({ code }) as unknown });

/** Balance and held amount. */
async function standOf(account: Hold['account']): Promise<readonly [bigint, bigint]> {
  const row = await fixture.prisma.ledgerAccount.findFirstOrThrow({ where: account });
  return [row.balanceMinor, row.heldMinor];
}

describe('a hold', () => {
  it('keeps money in its account and away from everything else', async () => {
    const anna = await fixture.funded('Anna', 100n);
    await held('anna-hold', anna, 60n);
    expect(await standOf(anna)).toEqual([100n, 60n]);
    expect(await fixture.book(posting('anna-41', [anna, ESCROW, 41n]))).toEqual(
      problemCode('insufficient-funds'),
    );
    expect(await fixture.book(posting('anna-40', [anna, ESCROW, 40n]))).toMatchObject({ ok: true });
  });

  it('is refused when the rest does not cover it', async () => {
    const bert = await fixture.funded('Bert', 100n);
    await held('bert-hold', bert, 60n);
    expect(await fixture.book(holding('bert-more', bert, 41n))).toEqual(problemCode('insufficient-funds'));
    expect(await standOf(bert)).toEqual([100n, 60n]);
  });

  it('happens once when it is sent twice', async () => {
    const carl = await fixture.funded('Carl', 100n);
    const { holdId } = await held('carl-hold', carl, 60n);
    expect(await fixture.book(holding('carl-hold', carl, 60n))).toEqual(
      ok({ transactionId: holdId, posted: false }),
    );
    expect(await standOf(carl)).toEqual([100n, 60n]);
  });
});

it('the balances of a party tell what is held, now and as of a time', async () => {
  const otto = await fixture.funded('Otto', 100n);
  const release = await held('otto-hold', otto, 60n);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const at = new Date();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await fixture.book(releasing('otto-capture', release, [otto, ESCROW, 45n]));
  const actor = { partyId: otto.partyId, scopes: new Set<never>() };
  expect(await fixture.ledger.balancesOf(actor, { at })).toMatchObject([
    { balanceMinor: 100n, heldMinor: 60n },
  ]);
  expect(await fixture.ledger.balancesOf(actor)).toMatchObject([{ balanceMinor: 55n, heldMinor: 0n }]);
});

describe('a hold is resolved', () => {
  it('by giving the money back', async () => {
    const dora = await fixture.funded('Dora', 100n);
    const release = await held('dora-hold', dora, 60n);
    expect(await fixture.book(releasing('dora-void', release))).toMatchObject({ ok: true });
    expect(await standOf(dora)).toEqual([100n, 0n]);
  });

  it('by taking all of it, or a part', async () => {
    const emil = await fixture.funded('Emil', 100n);
    const all = await held('emil-hold-1', emil, 60n);
    const part = await held('emil-hold-2', emil, 40n);
    await fixture.book(releasing('emil-all', all, [emil, ESCROW, 60n]));
    await fixture.book(releasing('emil-part', part, [emil, ESCROW, 15n]));
    expect(await standOf(emil)).toEqual([25n, 0n]);
  });

  it('by a transaction that holds what is left again', async () => {
    const fritz = await fixture.funded('Fritz', 100n);
    const release = await held('fritz-hold', fritz, 100n);
    const again = { account: fritz, amountMinor: 70n };
    await fixture.book({ ...releasing('fritz-30', release, [fritz, ESCROW, 30n]), hold: again });
    expect(await standOf(fritz)).toEqual([70n, 70n]);
  });

  it('never for more than was held, even where the balance would cover it', async () => {
    const gitta = await fixture.funded('Gitta', 100n);
    const release = await held('gitta-hold', gitta, 60n);
    expect(await fixture.book(releasing('gitta-61', release, [gitta, ESCROW, 61n]))).toEqual(
      problemCode('not-found'),
    );
    expect(await standOf(gitta)).toEqual([100n, 60n]);
  });

  it('only as what it is: not of another account, not of another amount, not of nothing', async () => {
    const hans = await fixture.funded('Hans', 100n);
    const ida = await fixture.funded('Ida', 100n);
    const release = await held('hans-hold', hans, 60n);
    await held('ida-hold', ida, 60n);
    const unknown = asId('transaction', newId('transaction'));
    for (const wrong of [{ account: ida }, { amountMinor: 59n }, { holdId: unknown }])
      expect(await fixture.book(releasing('hans-wrong', { ...release, ...wrong }))).toEqual(
        problemCode('not-found'),
      );
    expect(await standOf(hans)).toEqual([100n, 60n]);
    expect(await standOf(ida)).toEqual([100n, 60n]);
  });

  it('once, when it is taken and given back at the same time by many', async () => {
    const jana = await fixture.funded('Jana', 100n);
    const release = await held('jana-hold', jana, 60n);
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const key = `jana-${String(index)}`;
        return fixture.book(
          index % 2 === 0 ? releasing(key, release) : releasing(key, release, [jana, ESCROW, 60n]),
        );
      }),
    );
    const done = results.flatMap((result, index) => (result.ok ? [index] : []));
    expect(done).toHaveLength(1);
    expect(results.filter((result) => !result.ok)).toEqual(
      Array.from({ length: 19 }, () => problemCode('not-found')),
    );
    expect(await standOf(jana)).toEqual([(done[0] ?? 0) % 2 === 0 ? 100n : 40n, 0n]);
  });

  it('once, when one message to do so is delivered twice', async () => {
    const kurt = await fixture.funded('Kurt', 100n);
    const capture = releasing('kurt-capture', await held('kurt-hold', kurt, 60n), [kurt, ESCROW, 60n]);
    const [first, second] = [await fixture.book(capture), await fixture.book(capture)];
    expect([first, second].map((result) => result.ok && result.value.posted)).toEqual([true, false]);
    expect(await standOf(kurt)).toEqual([40n, 0n]);
  });

  it('with the batch or not at all', async () => {
    const lena = await fixture.funded('Lena', 100n);
    const release = await held('lena-hold', lena, 60n);
    const result = await fixture.unitOfWork.run((tx) =>
      fixture.ledger.postAll(tx, [
        releasing('lena-capture', release, [lena, ESCROW, 60n]),
        posting('lena-too-much', [lena, ESCROW, 41n]),
      ]),
    );
    expect(result).toEqual(problemCode('insufficient-funds'));
    expect(await standOf(lena)).toEqual([100n, 60n]);
  });
});

describe('raw SQL', () => {
  it('cannot resolve a hold twice, nor change or remove one', async () => {
    const maja = await fixture.funded('Maja', 100n);
    const { holdId } = await held('maja-hold', maja, 60n);
    const resolve = (): Promise<unknown> =>
      fixture.sql.query('INSERT INTO ledger_hold_resolution SELECT $1, id FROM ledger_transaction LIMIT 1', [
        holdId,
      ]);
    await fixture.sql.query('BEGIN');
    await resolve();
    await expect(resolve()).rejects.toThrow(/ledger_hold_resolution_pkey/);
    await fixture.sql.query('ROLLBACK');
    for (const table of ['ledger_hold', 'ledger_hold_resolution'])
      for (const statement of [`UPDATE ${table} SET transaction_id = NULL`, `DELETE FROM ${table}`])
        await expect(fixture.sql.query(statement)).rejects.toThrow(/is append-only/);
  });

  it('cannot hold on an account of the system', async () => {
    await fixture.funded('Nils', 5n);
    await expect(
      fixture.sql.query(`UPDATE ledger_account SET held_minor = 1 WHERE purpose = 'outside'`),
    ).rejects.toThrow(/ledger_account_held/);
  });
});
