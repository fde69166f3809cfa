import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as auction from '#contract/auction';
import * as catalog from '#contract/catalog';
import * as evaluation from '#contract/evaluation';
import * as feed from '#contract/feed';
import * as settlement from '#contract/settlement';
import * as valuation from '#contract/valuation';
import type { Valuation } from '#core/valuation';
import { assertDefined, encodeId } from '#libs/kernel';
import { projectRoot } from '#libs/platform';
import { SalvorClient } from '#libs/sdk';
import type { Browser, Page } from 'playwright-core';
import { demonstrate } from '../../apps/standalone/src/demonstration/demonstrate.js';
import { embedTrustees, startTrustees } from '../../apps/standalone/src/trustees.js';
import { startBrowser } from '../support/browser.js';
import { buildPage, complaintsOf, money, openPage, partsOf, textsOf } from '../support/market-page.js';
import { lastAmounts, showAuction, shownAuction } from '../support/shown-auction.js';
import { OPERATOR_KEY, startTestApp, type TestApp } from '../support/test-app.js';

const STATE_MS = 300_000;
const WIDTH_PX = 1_200;

let testApp: TestApp;
let client: SalvorClient;
let browser: Browser;
let page: Page;
let folder: string;
let trustees: ReturnType<typeof startTrustees>;
let complaints: readonly string[];

beforeAll(async () => {
  await buildPage();
  folder = await mkdtemp(join(tmpdir(), 'salvor-page-'));
  const embedded = embedTrustees(folder);
  // The demonstration hands in three months of receipts at once.
  testApp = await startTestApp({ SALVOR_RECEIPT_BACKDATING_DAYS: '120' });
  trustees = startTrustees(embedded, testApp.url, (sentence) => process.stderr.write(`${sentence}\n`));
  client = new SalvorClient({ baseUrl: testApp.url });
  browser = await startBrowser();
  page = await openPage(browser, WIDTH_PX);
  complaints = complaintsOf(page);
}, 60_000);

afterAll(async () => {
  await browser.close();
  await trustees.stop();
  await testApp.close();
  await rm(folder, { recursive: true, force: true });
});

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

test('an empty market says what to do', async () => {
  await page.goto(testApp.url);
  await page.getByTestId('empty-market').waitFor();
  expect(await page.getByTestId('empty-market').innerText()).toMatch(/nothing here yet.*--empty.*register/is);
});

describe('while the demonstration plays', () => {
  let played: Promise<void>;

  beforeAll(() => {
    played = demonstrate({
      url: testApp.url,
      operatorKey: OPERATOR_KEY,
      installation: { folder },
      ownDatabaseUrl: testApp.database.url,
      domains: undefined,
      signal: new AbortController().signal,
    });
  });

  test(
    'the page follows by itself to the auction, and shows nothing of bids before the close',
    async () => {
      await page.getByTestId('countdown').waitFor({ timeout: STATE_MS });
      await page.locator('[data-testid=auction-state]', { hasText: 'open' }).waitFor();
      expect(await page.getByTestId('countdown').innerText()).toMatch(/^0:\d\d$/);
      expect(await page.getByTestId('sealed').innerText()).toMatch(
        /^Sealed to 2 of 3: .+ before the close\.$/,
      );
      for (const part of ['bids', 'hammer-price', 'closing-root', 'sales'])
        expect(await page.getByTestId(part).count()).toBe(0);
    },
    STATE_MS,
  );

  test(
    'the page follows to the end',
    async () => {
      await played;
      await page.getByTestId('tick').waitFor({ timeout: STATE_MS });
      await page.getByTestId('payouts').waitFor({ timeout: STATE_MS });
      await page.locator('[data-testid=freshness][data-busy=false]').waitFor({ timeout: STATE_MS });
    },
    STATE_MS,
  );
});

describe('when the market is complete', () => {
  test('scores are those of the runs, slice by slice', async () => {
    const { models } = await client.get('/v1/models', catalog.modelPage);
    const { domains } = await client.get('/v1/domains', evaluation.domainList);
    const entered = domains.filter(({ name }) => name === 'bot-user-agents');
    expect(await page.getByTestId('slice-table').count()).toBe(
      entered.flatMap((domain) => [...domain.models, ...domain.baselines]).length,
    );
    const subject = assertDefined(models[0], 'the demonstration registers models');
    const path = `/v1/models/${encodeId('model', subject.id)}/versions`;
    const version = assertDefined(
      (await client.get(path, catalog.versionPage)).versions[0],
      'the subject has a version',
    );
    const { runs } = await client.get(
      `/v1/versions/${encodeId('version', version.id)}/runs`,
      evaluation.runList,
    );
    const details = page.getByTestId('slice-table').first();
    await details.locator('summary').click();
    const rows = assertDefined(runs[0], 'the subject was evaluated').slices.map(
      ({ label, metric, score }) => {
        const { n, successes, value, lower, upper } = assertDefined(score, 'a completed run has scores');
        const interval = `${(100 * lower).toFixed(1)}–${percent(upper)}`;
        const name = metric === 'recall' ? label : 'False positives';
        return [name, String(n), String(successes), percent(value), interval];
      },
    );
    expect(await partsOf(details.locator('tbody'))).toEqual(rows.flat());
    await details.locator('summary').click();
  });

  test('values, rights and bridge are those of the valuation', async () => {
    const { view, document } = await valuationOnRecord();
    const amount = (amountMinor: string): string => money(amountMinor, view.currency);
    const range = ({ p10, p50, p90 }: AmountRange): string =>
      `${amount(p50)} ${amount(p10)} to ${amount(p90)}`;
    const { base, market, distress, encumbered } = document.values;
    expect(await textsOf(page.getByTestId('values').locator('tbody td.figure'))).toEqual(
      [base, market, distress, encumbered].map(range),
    );
    const rights = assertDefined(view.rights, 'a completed valuation prices rights');
    expect(await textsOf(page.getByTestId('rights').locator('tbody td.figure'))).toEqual(
      rights.flatMap(({ price }) =>
        price === null ? [] : [range(price), range(price.market), amount(price.reserve)],
      ),
    );
    const bridge = await page.getByTestId('bridge').locator('td.figure').allInnerTexts();
    expect(bridge).toEqual([...document.bridge.map(({ amountMinor }) => amountMinor), base.p50].map(amount));
  });

  test('each lot is shown with what the hammer was expected to bring, and its price where it has one', async () => {
    const { detail } = await shownAuction(page, client);
    const { view } = await valuationOnRecord();
    const isWhole = detail.format === 'first-price' || detail.format === 'second-price';
    const hammer = await page.getByTestId('hammer-price').allInnerTexts();
    const bars = page.getByTestId('lot-price').getByTestId('prices');
    const { lots } = detail.announcement;
    expect(await bars.count()).toBe(lots.length);
    for (const [at, { terms }] of lots.entries()) {
      // The valuation that was frozen with the auction: the sale itself has led to newer ones.
      const right = view.rights?.find((one) => isDeepStrictEqual({ kind: one.kind, ...one.terms }, terms));
      const { market } = assertDefined(right?.price, 'the right of the lot is priced');
      const amounts = (await partsOf(bars.nth(at))).filter((_, index) => index % 2 === 1);
      expect(amounts.slice(0, 3)).toEqual(
        [market.p10, market.p50, market.p90].map((amountMinor) => money(amountMinor, detail.currency)),
      );
      expect(amounts.slice(4)).toEqual(isWhole ? hammer.filter((text) => !text.startsWith('unsold')) : []);
    }
  });

  test('residual utility crosses zero on the days of the valuation', async () => {
    const { document } = await valuationOnRecord();
    const { total, domains } = document.curves;
    expect(await page.getByTestId('crosses-zero').allInnerTexts()).toEqual(
      [total, ...domains].map(({ crossesZeroOn }) => crossesZeroOn.p50 ?? 'a later day'),
    );
    expect(await page.getByTestId('utility').locator('svg[role=img] polygon').count()).toBe(
      1 + domains.length,
    );
  });

  test('every model has its value or the reason why it has none', async () => {
    const { models } = await client.get('/v1/models', catalog.modelPage);
    const rows = page.getByTestId('valuations').locator('tbody tr');
    expect(await rows.count()).toBe(models.length);
    const { id } = assertDefined(models[0], 'the demonstration registers models');
    const { valuations } = await client.get(
      `/v1/models/${encodeId('model', id)}/valuations`,
      valuation.valuationList,
    );
    const bases = valuations.flatMap(({ values, currency }) =>
      values === null ? [] : [money(values.base.p50, currency)],
    );
    const row = await rows.first().innerText();
    expect(bases.filter((base) => row.includes(base))).not.toEqual([]);
  });

  test('the report of a valuation is a page of its own', async () => {
    const { view } = await valuationOnRecord();
    const path = `/v1/valuations/${encodeId('valuation', view.id)}/report`;
    expect(await page.locator(`#price a[href="${path}"]`).count()).toBe(1);
    const report = await fetch(`${testApp.url}${path}`);
    expect(report.headers.get('content-type')).toContain('text/html');
    expect(await report.text()).toContain('estimate, not an appraisal');
  });

  test('the map of residual edges has a row for each tested version and a column for each domain', async () => {
    const { domains, versions } = await client.get('/v1/residual-edges', evaluation.residualEdges);
    const map = page.getByTestId('edges');
    expect(await map.locator('thead th').count()).toBe(1 + domains.length);
    expect(await map.locator('tbody tr').count()).toBe(versions.length);
    const cells = versions.flatMap((version) => version.cells);
    expect(await map.locator('td[data-shade]').count()).toBe(cells.length);
  });

  test('the price is labelled as what it is', async () => {
    const labels = await page.locator('#price .label').allInnerTexts();
    expect(labels).toEqual(['estimate, not an appraisal', 'usage figures are made up for the demonstration']);
  });

  test('every auction is shown with its format, its closing root, the bids that were opened and its sales', async () => {
    const first = await shownAuction(page, client);
    const { auctions } = await client.get('/v1/auctions', auction.auctionPage);
    const formats = new Set<string>();
    for (const { id } of auctions) {
      await showAuction(page, encodeId('auction', id));
      const { path, detail } = await shownAuction(page, client);
      formats.add(await page.getByTestId('auction-format').innerText());
      const { closing } = await client.get(`${path}/closing`, auction.closingView);
      expect(await page.getByTestId('closing-root').locator('code').getAttribute('title')).toBe(
        closing.closing.rootHash,
      );
      const outcome = await client.get(`${path}/outcome`, auction.outcomeView);
      const amounts = await page.getByTestId('bids').locator('tbody td:last-child').allInnerTexts();
      expect(amounts.sort()).toEqual(lastAmounts(detail, outcome));
      expect(await page.locator('svg.demand-chart polyline').count()).toBe(
        'supply' in detail.announcement ? 1 : 0,
      );
      expect(await page.getByTestId('outcome-link').getAttribute('href')).toBe(`${path}/outcome`);
      const { sales } = await client.get(`${path}/sales`, settlement.salePage);
      expect(await page.getByTestId('sales').locator('tbody tr').count()).toBe(sales.length);
    }
    expect(formats.size).toBe(new Set(auctions.map(({ format }) => format)).size);
    await showAuction(page, first.detail.announcement.auctionId);
  });

  test('payouts are those of the statement', async () => {
    const { path } = await shownAuction(page, client);
    const { statement, parties } = await client.get(`${path}/settlement`, settlement.settlementView);
    const nameOf = (partyId: string): string =>
      parties.find((party) => encodeId('party', party.partyId) === partyId)?.partyName ?? '';
    const lines = statement.lines.map(({ partyId, weightPpb, amountMinor }) => [
      nameOf(partyId),
      `${(weightPpb / 1e7).toFixed(2)} %`,
      money(amountMinor, statement.currency),
    ]);
    const fee = ['Platform fee', `${String(statement.fee.bps / 100)} % of the price`];
    expect(await partsOf(page.getByTestId('payouts').locator('tbody'))).toEqual(
      [...lines, [...fee, money(statement.fee.amountMinor, statement.currency)]].flat(),
    );
  });

  test('the tick is that of the auction, or the newest, and fresh', async () => {
    const { ticks } = await client.get('/v1/feed/latest', feed.tickPage);
    const { detail } = await shownAuction(page, client);
    const own = ticks.find((one) => one.tick.auctionId === detail.announcement.auctionId);
    const { tick } = assertDefined(own ?? ticks[0], 'a price was published');
    const shown = await partsOf(page.getByTestId('tick'));
    expect(shown[1]).toBe(money(tick.priceMinor, tick.currency));
    expect(shown.at(-1)).toBe(tick.instrument);
    expect(await page.getByTestId('tick-freshness').innerText()).toBe('fresh');
  });

  test('the scoreboard has a line for each valued lot whose auction has ended', async () => {
    const { entries, overall } = await client.get('/v1/scoreboard', valuation.scoreboardView);
    expect(entries.length).toBeGreaterThan(0);
    const lines = page.getByTestId('outcomes').locator('tbody tr');
    // The page asks for the scoreboard only now and then.
    await lines.nth(entries.length - 1).waitFor({ timeout: STATE_MS });
    expect(await lines.count()).toBe(entries.length);
    expect(await page.locator('#scoreboard .badge').innerText()).toBe(
      overall.calibration.calibrated ? 'calibrated' : 'not calibrated',
    );
  });

  test('the links to the API answer', async () => {
    for (const path of ['/docs', '/docs/openapi.json', '/health/ready']) {
      expect(await page.locator(`footer a[href="${path}"]`).count()).toBe(1);
      expect((await fetch(`${testApp.url}${path}`)).status).toBe(200);
    }
  });

  test('assets are kept for good, the page itself is asked for each time', async () => {
    const html = await fetch(testApp.url);
    expect(html.headers.get('cache-control')).toBe('no-cache');
    const asset = assertDefined(/\/assets\/[^"]+\.js/.exec(await html.text())?.[0], 'the page has a script');
    const script = await fetch(`${testApp.url}${asset}`);
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${testApp.url}/assets/none.js`)).headers.get('content-type')).toContain(
      'problem+json',
    );
  });

  test('it fits a narrow screen', async () => {
    const narrow = await openPage(browser, 360);
    await narrow.goto(testApp.url);
    await narrow.getByTestId('tick').waitFor();
    expect(await narrow.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await narrow.screenshot({ path: join(folder, 'narrow.png'), fullPage: true });
    await narrow.context().close();
  });

  test('a tick is called stale once its time is over', async () => {
    const later = await openPage(browser, WIDTH_PX);
    await later.route('**/v1/feed/latest', async (route) => {
      const response = await route.fetch();
      const body = (await response.json()) as Record<string, unknown>;
      await route.fulfill({ response, json: { ...body, asOf: '2099-01-01T00:00:00.000Z' } });
    });
    await later.goto(testApp.url);
    expect(await later.getByTestId('tick-freshness').innerText()).toBe('stale');
    await later.context().close();
  });

  test('a failure is explained by its title and request id', async () => {
    const failing = await openPage(browser, WIDTH_PX);
    await failing.route('**/v1/models*', (route) =>
      route.fulfill({ status: 500, contentType: 'application/problem+json', json: FAILURE }),
    );
    await failing.goto(testApp.url);
    const notice = await failing.getByTestId('trouble').innerText();
    expect(notice).toContain('The service failed');
    expect(notice).toContain('req-4711');
    await failing.context().close();
  });

  test('nothing in the browser complained', () => {
    expect(complaints).toEqual([]);
  });

  test('a picture of it can be taken', async () => {
    await page.mouse.move(0, 0);
    const path =
      process.env['UPDATE_SCREENSHOT'] === '1'
        ? join(projectRoot(), 'docs', 'images', 'market.png')
        : join(folder, 'market.png');
    expect((await page.screenshot({ path, fullPage: true })).byteLength).toBeGreaterThan(20_000);
  });
});

const FAILURE = {
  type: 'urn:salvor:problem:internal',
  title: 'The service failed',
  status: 500,
  detail: 'Something broke.',
  instance: '/v1/models',
  requestId: 'req-4711',
};

type AmountRange = { readonly p10: string; readonly p50: string; readonly p90: string };

async function valuationOnRecord() {
  const { detail } = await shownAuction(page, client);
  const path = `/v1/valuations/${encodeId('valuation', detail.valuationId)}`;
  const view = await client.get(path, valuation.valuationView);
  const { document } = await client.get(`${path}/documents`, valuation.valuationDocuments);
  return { view, document: document as unknown as Valuation };
}
