import { ok } from '#libs/kernel';
import { newId, PrismaService, UnitOfWork } from '#libs/platform';
import { RecordOutcome } from '../../libs/valuation/src/record-outcome.js';
import { uuid } from './auction-fixture.js';
import type { Stage } from './evaluation-fixture.js';
import {
  evaluatedSubject,
  frozen,
  requestOf,
  setValuationStage,
  type Subject,
  type Valuation,
  valuationNow,
  valued,
} from './valuation-fixture.js';

let stage: Stage;
let subject: Subject;
beforeAll(async () => {
  stage = await setValuationStage();
  subject = await evaluatedSubject(stage, 'Offered', ['dated']);
}, 60_000);
afterAll(() => stage.close());

const TERMS = { kind: 'revenue-share', shareBps: 1_000, termMonths: 24, capMinor: null } as const;

/** An auction as far as an outcome needs one; how it was held does not matter here. */
async function auctionOn(valuation: Valuation): Promise<ReturnType<typeof newId<'auction'>>> {
  const prisma = stage.testApp.app.get(PrismaService, { strict: false });
  const lot = await stage.seller.client.post('/v1/lots', { versionId: subject.versionId, terms: TERMS });
  const id = newId('auction');
  const digest = '0'.repeat(64);
  await prisma.auction.create({
    data: {
      id,
      valuationId: uuid('valuation', valuation.id),
      format: 'second-price',
      currency: 'EUR',
      depositMinor: 10n,
      bondMinor: 0n,
      lots: { create: { position: 0, item: 'lot', lotId: uuid('lot', String(lot.body['id'])) } },
      opensAt: new Date(0),
      closesAt: new Date(1),
      state: 'cancelled',
      announcement: '{}',
      announcementDigest: digest,
    },
  });
  return id;
}

async function record(
  valuation: Valuation,
  auctionId: Awaited<ReturnType<typeof auctionOn>>,
  priceMinor: bigint | undefined,
): Promise<void> {
  const outcomes = stage.testApp.app.get(RecordOutcome, { strict: false });
  await stage.testApp.app.get(UnitOfWork, { strict: false }).run(async (tx) => {
    await outcomes.record(tx, {
      auctionId,
      valuationId: uuid('valuation', valuation.id),
      terms: TERMS,
      currency: 'EUR' as Parameters<RecordOutcome['record']>[1]['currency'],
      closedAt: new Date(),
      priceMinor,
      reserveMinor: 100n,
      losingBidsMinor: [70n, 80n],
    });
    return ok(undefined);
  });
}

type Board = {
  readonly entries: readonly {
    readonly lot: string;
    readonly estimateMinor: string;
    readonly ratio: number | null;
  }[];
  readonly byKind: readonly {
    readonly kind: string;
    readonly offered: number;
    readonly sold: number;
    readonly calibration: { readonly calibrated: boolean };
  }[];
};

const board = async (): Promise<Board> =>
  (await stage.seller.client.get('/v1/scoreboard')).body as unknown as Board;

test('what became of a lot stands on the scoreboard beside what had been said, once, and compares with later lots', async () => {
  expect((await board()).entries).toEqual([]);
  const valuation = await valued(stage, requestOf(subject, ['dated'], { rights: [TERMS] }));
  const unsold = await auctionOn(valuation);
  await record(valuation, unsold, undefined);
  expect((await valuationNow(stage, valuation.id)).stale).toBeNull();
  const sold = await auctionOn(valuation);
  await record(valuation, sold, 90_000n);
  await record(valuation, sold, 90_000n);
  const { entries, byKind } = await board();
  const { market } = valuation.rights?.[0]?.price as unknown as { market: { p50: string } };
  expect(entries).toHaveLength(2);
  expect(entries.map(({ estimateMinor }) => estimateMinor)).toEqual([market.p50, market.p50]);
  expect(entries.map(({ ratio }) => ratio).filter((ratio) => ratio !== null)).toEqual([
    expect.closeTo(Number(market.p50) / 90_000, 6),
  ]);
  expect(byKind).toMatchObject([
    { kind: 'revenue-share', offered: 2, sold: 1, calibration: { calibrated: false } },
  ]);

  // The sale encumbers the version: the successor sees both lots, losing bids included, as of its date.
  const { stale } = await valuationNow(stage, valuation.id);
  expect(stale).toMatchObject({ cause: 'rights' });
  const successor = await frozen(stage, String(stale?.successorId));
  const { body } = await stage.seller.client.get(`/v1/valuations/${successor.id}/documents`);
  expect(body).toMatchObject({
    dossier: {
      comparables: [
        { kind: 'revenue-share', reserveMinor: '100', losingBidsMinor: ['70', '80'] },
        { kind: 'revenue-share', priceMinor: '90000', losingBidsMinor: ['70', '80'] },
      ],
    },
  });
}, 60_000);

test('a report is a page of its own, a refusal has one too, and inputs are screened', async () => {
  const valuation = await valued(stage, requestOf(subject, ['dated']));
  const report = await fetch(`${stage.testApp.url}/v1/valuations/${valuation.id}/report`);
  expect(report.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(report.headers.get('content-security-policy')).toMatch(/style-src[^;]*'unsafe-inline'/);
  const page = await report.text();
  expect(page).toContain('estimate, not an appraisal');
  expect(page).toContain(String(valuation.documentDigest));
  const unused = await evaluatedSubject(stage, 'Never used', ['dated'], false);
  const refused = await valued(stage, requestOf(unused, ['dated']));
  expect(await (await fetch(`${stage.testApp.url}/v1/valuations/${refused.id}/report`)).text()).toContain(
    'usage-too-short',
  );
  const { body } = await stage.seller.client.get(`/v1/valuations/${valuation.id}/screening`);
  expect((body['controls'] as { factor: string }[]).map(({ factor }) => factor)).toHaveLength(5);
  expect((await stage.seller.client.get(`/v1/valuations/${refused.id}/screening`)).status).toBe(404);
}, 60_000);
