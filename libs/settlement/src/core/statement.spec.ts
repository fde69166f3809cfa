import * as fc from 'fast-check';
import { PPB } from '#core/attribution';
import { asCurrency, asId, assert, canonicalJson, type Json } from '#libs/kernel';
import { splitProceeds } from './proceeds.js';
import { replayStatement } from './replay-statement.js';
import {
  decideHoldback,
  type HoldbackStatement,
  holdbackStatementOf,
  proceedsOfSales,
  type SalesStatement,
  salesStatementOf,
} from './statement.js';

const uuid = (index: number): string => `019a0000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;

const subject = {
  auctionId: asId('auction', uuid(1)),
  modelId: asId('model', uuid(3)),
  versionId: asId('version', uuid(4)),
  currency: asCurrency('EUR'),
  weights: { id: asId('weightSet', uuid(5)), version: 2, digest: 'ab'.repeat(32) },
};

const sharesOf = (ppb: readonly number[]) =>
  ppb.map((weightPpb, index) => ({ partyId: asId('party', uuid(100 + index)), weightPpb }));

/** Of sales at these prices, with a part of each held back. */
function statementOfSales(
  prices: readonly bigint[],
  holdbackBps: number,
  feeBps: number,
  ...ppb: readonly number[]
): SalesStatement {
  const sales = prices.map((priceMinor, index) => ({
    id: asId('sale', uuid(200 + index)),
    lotIds: [asId('lot', uuid(2))],
    quantity: prices.length === 1 ? null : 5n,
    priceMinor,
  }));
  const { grossMinor } = proceedsOfSales(sales, holdbackBps);
  const proceeds = splitProceeds({ grossMinor, feeBps, shares: sharesOf(ppb) });
  assert(proceeds.ok, 'expected proceeds');
  return salesStatementOf(subject, sales, holdbackBps, proceeds.value);
}

const statement = (grossMinor: bigint, feeBps: number, ...ppb: readonly number[]): SalesStatement =>
  statementOfSales([grossMinor], 0, feeBps, ...ppb);

/** Of a holdback of 1,000 whose version had 80 % at the sale and has this score now. */
function holdbackStatement(nowBps: number): HoldbackStatement {
  const changes = [{ domain: 'web', runAtSale: 'run_1', runNow: 'run_2', atSaleBps: 8_000, nowBps }];
  const decision = decideHoldback(1_000n, changes);
  const proceeds = splitProceeds({
    grossMinor: decision.releaseMinor,
    feeBps: 500,
    shares: sharesOf([600_000_000, 400_000_000]),
  });
  assert(proceeds.ok, 'expected proceeds');
  return holdbackStatementOf(subject, asId('sale', uuid(200)), decision, proceeds.value);
}

/** As it was published when an auction sold one lot and paid all of it out at once. */
const ONE_LOT = {
  document: 'settlement-statement',
  auctionId: `auc_${uuid(1).replaceAll('-', '')}`,
  lotId: `lot_${uuid(2).replaceAll('-', '')}`,
  modelId: `mdl_${uuid(3).replaceAll('-', '')}`,
  versionId: `ver_${uuid(4).replaceAll('-', '')}`,
  currency: 'EUR',
  grossMinor: '1000',
  fee: { rule: 'floor(grossMinor * bps / 10000)', bps: 500, exact: '1000 * 500 / 10000', amountMinor: '50' },
  netMinor: '950',
  weights: { weightSetId: `wts_${uuid(5).replaceAll('-', '')}`, version: 2, digest: 'ab'.repeat(32) },
  split: { rule: 'largest-remainder, ties by SHA-256 of partyId' },
  lines: [
    {
      partyId: `pty_${uuid(100).replaceAll('-', '')}`,
      weightPpb: 1_000_000_000,
      exact: '950 * 1000000000 / 1000000000',
      amountMinor: '950',
    },
  ],
} as const;

const THIRDS = [333_333_334, 333_333_333, 333_333_333];

const anyStatement = fc
  .tuple(
    fc.oneof(fc.bigInt({ min: 0n, max: 200n }), fc.bigInt({ min: 0n, max: 10n ** 15n })),
    fc.integer({ min: 0, max: 10_000 }),
    fc.uniqueArray(fc.integer({ min: 1, max: PPB - 1 }), { maxLength: 8 }),
  )
  .map(([gross, feeBps, cuts]) => {
    const edges = [0, ...cuts.sort((a, b) => a - b), PPB];
    return statement(gross, feeBps, ...edges.slice(1).map((edge, index) => edge - (edges[index] ?? 0)));
  });

/** A copy in which one place holds something else. */
function altered(original: object, path: readonly (string | number)[], value: Json): Json {
  const copy = structuredClone(original) as unknown as Record<string | number, unknown>;
  let parent = copy;
  for (const part of path.slice(0, -1)) parent = parent[part] as Record<string | number, unknown>;
  const last = path.at(-1);
  assert(last !== undefined, 'a path names a place');
  parent[last] = value;
  return copy as unknown as Json;
}

type Place = { readonly path: readonly (string | number)[]; readonly value: string | number };

/** Every place at which a figure stands. */
const figuresIn = (original: SalesStatement): readonly Place[] => [
  { path: ['grossMinor'], value: original.grossMinor },
  { path: ['netMinor'], value: original.netMinor },
  { path: ['fee', 'bps'], value: original.fee.bps },
  { path: ['fee', 'exact'], value: original.fee.exact },
  { path: ['fee', 'amountMinor'], value: original.fee.amountMinor },
  ...original.lines.flatMap((line, index) =>
    (['weightPpb', 'exact', 'amountMinor'] as const).map((field) => ({
      path: ['lines', index, field],
      value: line[field],
    })),
  ),
];

const bumped = (value: string | number, by: number): string | number => {
  if (typeof value === 'number') return value + by;
  return /^\d+$/.test(value) ? (BigInt(value) + BigInt(by)).toString() : `${value}${String(Math.abs(by))}`;
};

describe('salesStatementOf', () => {
  it('tells every line with the fraction behind it', () => {
    expect(statement(1_000n, 500, ...THIRDS)).toEqual({
      document: 'sales-statement',
      auctionId: `auc_${uuid(1).replaceAll('-', '')}`,
      modelId: `mdl_${uuid(3).replaceAll('-', '')}`,
      versionId: `ver_${uuid(4).replaceAll('-', '')}`,
      currency: 'EUR',
      holdback: { rule: 'floor(priceMinor * bps / 10000)', bps: 0 },
      sales: [
        {
          saleId: `sal_${uuid(200).replaceAll('-', '')}`,
          lotIds: [`lot_${uuid(2).replaceAll('-', '')}`],
          quantity: null,
          priceMinor: '1000',
          heldMinor: '0',
        },
      ],
      heldMinor: '0',
      grossMinor: '1000',
      fee: {
        rule: 'floor(grossMinor * bps / 10000)',
        bps: 500,
        exact: '1000 * 500 / 10000',
        amountMinor: '50',
      },
      netMinor: '950',
      weights: { weightSetId: `wts_${uuid(5).replaceAll('-', '')}`, version: 2, digest: 'ab'.repeat(32) },
      split: { rule: 'largest-remainder, ties by SHA-256 of partyId' },
      lines: [
        {
          partyId: `pty_${uuid(100).replaceAll('-', '')}`,
          weightPpb: 333_333_334,
          exact: '950 * 333333334 / 1000000000',
          amountMinor: '317',
        },
        {
          partyId: `pty_${uuid(101).replaceAll('-', '')}`,
          weightPpb: 333_333_333,
          exact: '950 * 333333333 / 1000000000',
          amountMinor: '317',
        },
        {
          partyId: `pty_${uuid(102).replaceAll('-', '')}`,
          weightPpb: 333_333_333,
          exact: '950 * 333333333 / 1000000000',
          amountMinor: '316',
        },
      ],
    });
  });
});

describe('a statement of several sales', () => {
  it('pays out what their prices leave when a part of each is held back', () => {
    const several = statementOfSales([999n, 1_001n], 1_000, 0, PPB);
    expect(several.sales.map(({ heldMinor }) => heldMinor)).toEqual(['99', '100']);
    expect(several).toMatchObject({ heldMinor: '199', grossMinor: '1801', netMinor: '1801' });
    expect(replayStatement(several).ok).toBe(true);
  });

  it.each([['sales', 0, 'priceMinor'], ['sales', 1, 'heldMinor'], ['heldMinor'], ['holdback', 'bps']])(
    'is found when another amount stands at %s %s %s',
    (...path) => {
      const several = statementOfSales([99_900n, 100_100n], 1_000, 500, ...THIRDS);
      const place = path as readonly (string | number)[];
      expect(replayStatement(altered(several, place, path[1] === 'bps' ? 1_001 : '1')).ok).toBe(false);
    },
  );
});

describe('a statement of a holdback', () => {
  it('says what the buyer gets back, and pays out the rest', () => {
    expect(holdbackStatement(6_000)).toMatchObject({
      document: 'holdback-statement',
      heldMinor: '1000',
      release: { toleranceBps: 200, scoreAtSaleBps: 8_000, scoreNowBps: 6_000, refundMinor: '250' },
      grossMinor: '750',
      fee: { amountMinor: '37' },
      netMinor: '713',
    });
  });

  it('is computed again from the scores', () => {
    for (const nowBps of [0, 6_000, 7_800, 10_000])
      expect(replayStatement(holdbackStatement(nowBps)).ok).toBe(true);
  });

  it('is found when it states another refund than the scores give', () => {
    const original = holdbackStatement(6_000);
    expect(replayStatement(altered(original, ['release', 'refundMinor'], '0'))).toEqual({
      ok: false,
      error: { code: 'figure-differs', path: '/release/refundMinor', stated: '0', computed: '250' },
    });
    expect(replayStatement(altered(original, ['changes', 0, 'nowBps'], 8_000)).ok).toBe(false);
    expect(replayStatement(altered(original, ['changes'], [])).ok).toBe(false);
  });
});

describe('a statement of one lot', () => {
  it('is computed again as it always was', () => {
    expect(replayStatement(ONE_LOT)).toEqual({ ok: true, value: ONE_LOT });
    expect(replayStatement({ ...ONE_LOT, netMinor: '949' }).ok).toBe(false);
  });
});

describe('replayStatement', () => {
  it('comes to the same figures, from the published text alone', () => {
    fc.assert(
      fc.property(anyStatement, (original) => {
        expect(replayStatement(JSON.parse(canonicalJson(original)))).toEqual({ ok: true, value: original });
      }),
    );
  });

  it('finds any one figure that was altered', () => {
    const anyAlteration = anyStatement.chain((original) =>
      fc.record({
        original: fc.constant(original),
        place: fc.constantFrom(...figuresIn(original)),
        by: fc
          .oneof(fc.constantFrom(-1, 1), fc.integer({ min: -1_000, max: 1_000 }))
          .filter((by) => by !== 0),
      }),
    );
    fc.assert(
      fc.property(anyAlteration, ({ original, place, by }) => {
        expect(replayStatement(altered(original, place.path, bumped(place.value, by))).ok).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds units that were moved from one line to another', () => {
    const moved = anyStatement
      .filter(({ lines }) => lines.length > 1 && lines.some(({ amountMinor }) => amountMinor !== '0'))
      .map((original) => {
        const from = original.lines.findIndex(({ amountMinor }) => amountMinor !== '0');
        const to = from === 0 ? 1 : 0;
        const copy = structuredClone(original);
        for (const [index, by] of [
          [from, -1n],
          [to, 1n],
        ] as const) {
          const line = copy.lines[index];
          assert(line !== undefined, 'both lines are there');
          line.amountMinor = (BigInt(line.amountMinor) + by).toString();
        }
        return copy;
      });
    fc.assert(
      fc.property(moved, (copy) => {
        expect(replayStatement(copy).ok).toBe(false);
      }),
    );
  });

  it('finds weights that were swapped, consistently with their fractions', () => {
    const original = statement(1_000n, 500, 700_000_000, 300_000_000);
    const [first, second] = original.lines;
    assert(first !== undefined && second !== undefined, 'there are two lines');
    const swapped = [
      { ...first, weightPpb: second.weightPpb, exact: second.exact },
      { ...second, weightPpb: first.weightPpb, exact: first.exact },
    ];
    expect(replayStatement({ ...original, lines: swapped })).toEqual({
      ok: false,
      error: { code: 'figure-differs', path: '/lines/0/amountMinor', stated: '665', computed: '285' },
    });
  });

  it('finds a line that was dropped or repeated', () => {
    const original = statement(1_000n, 500, ...THIRDS);
    expect(replayStatement({ ...original, lines: original.lines.slice(1) })).toMatchObject({ ok: false });
    expect(
      replayStatement({ ...original, lines: [...original.lines, ...original.lines.slice(0, 1)] }),
    ).toMatchObject({ ok: false });
  });

  it('names the place, what is stated there, and what it should be', () => {
    const original = statement(1_000n, 500, ...THIRDS);
    expect(replayStatement(altered(original, ['fee', 'amountMinor'], '49'))).toEqual({
      ok: false,
      error: { code: 'figure-differs', path: '/fee/amountMinor', stated: '49', computed: '50' },
    });
  });

  it.each([
    ['nothing', null, ''],
    ['another document', { document: 'auction-outcome' }, '/document'],
    ['an unknown field', { ...statement(1n, 0, PPB), note: 'trust me' }, ''],
    [
      'another fee rule',
      altered(statement(1n, 0, PPB), ['fee', 'rule'], 'ceil(grossMinor * bps / 10000)'),
      '/fee/rule',
    ],
    ['a negative price', altered(statement(1n, 0, PPB), ['grossMinor'], '-1'), '/grossMinor'],
    ['no party', altered(statement(1n, 0, PPB), ['lines', 0, 'partyId'], 'somebody'), '/lines/0/partyId'],
  ])('refuses %s', (_what, input, path) => {
    expect(replayStatement(input)).toMatchObject({ ok: false, error: { code: 'malformed', path } });
  });
});
