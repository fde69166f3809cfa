import * as auction from '#contract/auction';
import * as catalog from '#contract/catalog';
import * as evaluation from '#contract/evaluation';
import * as feed from '#contract/feed';
import * as settlement from '#contract/settlement';
import * as valuation from '#contract/valuation';
import { encodeId } from '#libs/kernel';
import type { Answers } from './answers.js';
import { readAppraisal } from './appraisal-document.js';
import type { Contender, Market, Priced, Sale, Valuation, Version } from './market-view.js';
import { isOpenRun, isOpenValuation } from './progress.js';

/** More would neither fit a chart nor the request limit of one visitor. */
export const MODELS_SHOWN_MAX = 12;
const AUCTIONS_SHOWN_MAX = 8;

/** What changes seldom is asked for in every slow round, which come 15 s apart. */
const SELDOM_MS = 14_000;
/** Where the next fast round may find something new, but most often does not. */
const NOW_AND_THEN_MS = 3_900;
const always = (): number => 0;
const never = (): number => Infinity;

/** Asks for everything that the page shows, the parts of one step side by side. */
export async function loadMarket(answers: Answers): Promise<Market> {
  const [models, auctions, ticks, { domains }] = await Promise.all([
    answers.get(`/v1/models?limit=${String(MODELS_SHOWN_MAX)}`, catalog.modelPage, always),
    answers.get(`/v1/auctions?limit=${String(AUCTIONS_SHOWN_MAX)}`, auction.auctionPage, always),
    answers.get('/v1/feed/latest', feed.tickPage, always),
    answers.get('/v1/domains', evaluation.domainList, never),
  ]);
  const versions = await Promise.all(models.models.map(({ id }) => loadVersions(answers, id)));
  const contenders = await Promise.all(versions.flat().map((version) => loadContender(answers, version)));
  const shown = auctions.auctions.find(({ state }) => state !== 'cancelled') ?? auctions.auctions[0];
  const [priced, sale] = await Promise.all([
    loadPriced(answers, contenders, shown?.valuationId),
    shown === undefined ? undefined : loadSale(answers, shown.id),
  ]);
  return {
    contenders,
    hasMoreModels: models.next !== null,
    domains,
    priced,
    sale,
    otherAuctions: auctions.auctions.filter(({ id }) => id !== shown?.id),
    tick: ticks.ticks[0],
    asOf: ticks.asOf,
  };
}

async function loadVersions(answers: Answers, modelId: Version['modelId']): Promise<readonly Version[]> {
  const path = `/v1/models/${encodeId('model', modelId)}/versions`;
  const { versions } = await answers.get(path, catalog.versionPage, (page) =>
    page.versions.length === 0 ? 0 : SELDOM_MS,
  );
  return versions;
}

/** Runs are asked for again while one is under way, valuations while there is none. */
async function loadContender(answers: Answers, version: Version): Promise<Contender> {
  const path = `/v1/versions/${encodeId('version', version.id)}`;
  const [{ runs }, { valuations }] = await Promise.all([
    answers.get(`${path}/runs`, evaluation.runList, (list) =>
      list.runs.length === 0 || list.runs.some(isOpenRun) ? 0 : SELDOM_MS,
    ),
    answers.get(`${path}/valuations`, valuation.valuationList, (list) =>
      list.valuations.some(isOpenValuation) ? 0 : list.valuations.length === 0 ? NOW_AND_THEN_MS : SELDOM_MS,
    ),
  ]);
  return { version, runs, valuations };
}

/** The valuation that the auction rests on, otherwise the newest that was completed. */
async function loadPriced(
  answers: Answers,
  contenders: readonly Contender[],
  soldBy: Valuation['id'] | undefined,
): Promise<Priced | undefined> {
  const completed = contenders
    .flatMap(({ version, valuations }) => valuations.map((found) => ({ version, valuation: found })))
    .filter(({ valuation: { state } }) => state === 'completed')
    .sort((a, b) => b.valuation.queuedAt.getTime() - a.valuation.queuedAt.getTime());
  const chosen = completed.find(({ valuation: { id } }) => id === soldBy) ?? completed[0];
  if (chosen === undefined) return undefined;
  const path = `/v1/valuations/${encodeId('valuation', chosen.valuation.id)}/documents`;
  const documents = await answers.get(path, valuation.valuationDocuments, never);
  const appraisal = readAppraisal(documents.appraisal);
  return appraisal === undefined ? undefined : { ...chosen, appraisal };
}

/** Outcome and settlement are asked for once the state says that they are there: until then there is nothing. */
async function loadSale(answers: Answers, id: Sale['detail']['id']): Promise<Sale> {
  const path = `/v1/auctions/${encodeId('auction', id)}`;
  const detail = await answers.get(path, auction.auctionDetail, ({ state }) =>
    ['settled', 'unsold', 'cancelled'].includes(state) ? Infinity : 0,
  );
  const hasOutcome = detail.outcomeDigest !== null;
  const [outcome, settled] = await Promise.all([
    hasOutcome ? answers.get(`${path}/outcome`, auction.outcomeView, never) : undefined,
    detail.state === 'settled'
      ? answers.get(`${path}/settlement`, settlement.settlementView, never)
      : undefined,
  ]);
  return { detail, outcome, settlement: settled };
}
