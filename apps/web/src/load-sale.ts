import * as auction from '#contract/auction';
import * as settlement from '#contract/settlement';
import * as valuation from '#contract/valuation';
import { encodeId } from '#libs/kernel';
import type { Answers } from './answers.js';
import { never, SELDOM_MS } from './keeping-times.js';
import { loadVersion } from './load-contenders.js';
import type { Contender, Priced, Sale, Valuation } from './market-view.js';
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

/** Outcome and settlement are asked for once the state says that they are there: until then there is nothing. */
export async function loadSale(answers: Answers, id: Sale['detail']['id']): Promise<Sale> {
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
