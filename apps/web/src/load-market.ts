import * as auction from '#contract/auction';
import * as catalog from '#contract/catalog';
import * as evaluation from '#contract/evaluation';
import * as feed from '#contract/feed';
import * as valuation from '#contract/valuation';
import { encodeId } from '#libs/kernel';
import type { Answers } from './answers.js';
import { chooseAuction } from './choose-auction.js';
import { always, never, SELDOM_MS } from './keeping-times.js';
import { CONTENDERS_MAX, loadContender, loadRivals } from './load-contenders.js';
import { loadPriced, loadSale } from './load-sale.js';
import { loadValuedModels } from './load-valued-models.js';
import type { Auction } from './auction-view.js';
import type { Market, Model, Version } from './market-view.js';

/** More models than these are left to the API. */
export const MODELS_SHOWN_MAX = 50;
const AUCTIONS_SHOWN_MAX = 8;

/** Asks for everything that the page shows, the parts of one step side by side. */
export async function loadMarket(answers: Answers, picked: Auction['id'] | undefined): Promise<Market> {
  const [{ models, next }, { auctions }, { ticks, asOf }, { domains }, edges, scoreboard] = await Promise.all(
    [
      answers.get(`/v1/models?limit=${String(MODELS_SHOWN_MAX)}`, catalog.modelPage, always),
      answers.get(`/v1/auctions?limit=${String(AUCTIONS_SHOWN_MAX)}`, auction.auctionPage, always),
      answers.get('/v1/feed/latest', feed.tickPage, always),
      answers.get('/v1/domains', evaluation.domainList, never),
      answers.get('/v1/residual-edges', evaluation.residualEdges, () => SELDOM_MS),
      answers.get('/v1/scoreboard', valuation.scoreboardView, () => SELDOM_MS),
    ],
  );
  const listed = await loadListed(answers, models.slice(0, CONTENDERS_MAX));
  const shown = chooseAuction(auctions, listed, picked);
  const [priced, sale, valuedModels] = await Promise.all([
    loadPriced(answers, listed, shown?.valuationId),
    shown === undefined ? undefined : loadSale(answers, shown.id),
    loadValuedModels(answers, models, listed),
  ]);
  const rivals = await loadRivals(answers, listed, priced, edges);
  return {
    contenders: [...listed, ...rivals],
    hasMoreModels: next !== null,
    domains,
    edges,
    valuedModels,
    scoreboard,
    priced,
    sale,
    otherAuctions: auctions.filter(({ id }) => id !== shown?.id),
    tick: ticks.find(({ tick }) => tick.auctionId === sale?.detail.announcement.auctionId) ?? ticks[0],
    asOf,
  };
}

async function loadListed(answers: Answers, models: readonly Model[]) {
  const versions = await Promise.all(models.map(({ id }) => loadVersions(answers, id)));
  return Promise.all(versions.flat().map((version) => loadContender(answers, version)));
}

async function loadVersions(answers: Answers, modelId: Version['modelId']): Promise<readonly Version[]> {
  const path = `/v1/models/${encodeId('model', modelId)}/versions`;
  const { versions } = await answers.get(path, catalog.versionPage, (page) =>
    page.versions.length === 0 ? 0 : SELDOM_MS,
  );
  return versions;
}
