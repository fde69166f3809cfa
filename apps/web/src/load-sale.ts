import * as auction from '#contract/auction';
import * as settlement from '#contract/settlement';
import * as valuation from '#contract/valuation';
import { encodeId } from '#libs/kernel';
import type { Answers } from './answers.js';
import { never, NOW_AND_THEN_MS, SELDOM_MS } from './keeping-times.js';
import { loadVersion } from './load-contenders.js';
import type { SoldLot } from './auction-view.js';
import type { Contender, Priced, Sale, Valuation } from './market-view.js';
import { openedBook } from './opened-book.js';
import { isOver, isGranted } from './sold-lot.js';
import { readDocument } from './valuation-document.js';

/** The valuation that the auction rests on, otherwise the newest that was completed. */
export async function loadPriced(
  answers: Answers,
  contenders: readonly Contender[],
  soldBy: Valuation['id'] | undefined,
): Promise<Priced | undefined> {
  const found = soldBy === undefined ? newest(contenders) : await loadValuation(answers, soldBy);
  if (found?.state !== 'completed') return undefined;
  const path = `/v1/valuations/${encodeId('valuation', found.id)}/documents`;
  const [version, documents] = await Promise.all([
    loadVersion(answers, found.versionId),
    answers.get(path, valuation.valuationDocuments, never),
  ]);
  const document = readDocument(documents.document);
  return document === undefined ? undefined : { version, valuation: found, document };
}

const newest = (contenders: readonly Contender[]): Valuation | undefined =>
  contenders
    .flatMap(({ valuations }) => valuations)
    .filter(({ state }) => state === 'completed')
    .sort((a, b) => b.queuedAt.getTime() - a.queuedAt.getTime())[0];

/** What it says never changes, but it may become stale. */
const loadValuation = (answers: Answers, id: Valuation['id']): Promise<Valuation> =>
  answers.get(`/v1/valuations/${encodeId('valuation', id)}`, valuation.valuationView, () => SELDOM_MS);

/** States after which nothing happens to an auction any more. */
const ENDED: readonly Sale['detail']['state'][] = ['settled', 'unsold', 'cancelled', 'void', 'defaulted'];

/** What follows the close is asked for once the state says that it is there: until then there is nothing. */
export async function loadSale(answers: Answers, id: Sale['detail']['id']): Promise<Sale> {
  const path = `/v1/auctions/${encodeId('auction', id)}`;
  const detail = await answers.get(path, auction.auctionDetail, ({ state }) =>
    ENDED.includes(state) ? Infinity : 0,
  );
  const { state, announcement, outcomeDigest } = detail;
  const isClosed = !['announced', 'open', 'cancelled'].includes(state);
  const isAwarded = ['cleared', 'settled', 'defaulted'].includes(state);
  const [closing, outcome, sales] = await Promise.all([
    isClosed ? answers.get(`${path}/closing`, auction.closingView, never) : undefined,
    outcomeDigest === null ? undefined : answers.get(`${path}/outcome`, auction.outcomeView, never),
    isAwarded ? answers.get(`${path}/sales`, settlement.salePage, keepSales) : undefined,
  ]);
  const soldLots = sales?.sales ?? [];
  const isSharedOut = state === 'settled' && soldLots.some(isGranted);
  return {
    detail,
    closing: closing?.closing.closing,
    book: outcome === undefined ? undefined : openedBook(announcement, outcome),
    soldLots,
    settlement: isSharedOut
      ? await answers.get(`${path}/settlement`, settlement.settlementView, never)
      : undefined,
  };
}

const keepSales = ({ sales }: { readonly sales: readonly SoldLot[] }): number =>
  sales.length > 0 && sales.every(isOver) ? Infinity : NOW_AND_THEN_MS;
