import type { Auction } from './auction-view.js';
import type { Market, Run, Valuation } from './market-view.js';

export const isOpenRun = ({ state }: Pick<Run, 'state'>): boolean =>
  state === 'queued' || state === 'running';

export const isOpenValuation = ({ state }: Pick<Valuation, 'state'>): boolean =>
  state === 'queued' || state === 'running';

const isUnderWay = ({ state }: Pick<Auction, 'state'>): boolean =>
  ['announced', 'open', 'closed', 'cleared'].includes(state);

export type Stage = {
  readonly key: 'evaluated' | 'valued' | 'auctioned' | 'paid-out' | 'published';
  readonly state: 'waiting' | 'active' | 'done';
  readonly note: string;
};

/** How far the market has come on the way from a model to a published price. */
export function stagesOf(market: Market): readonly Stage[] {
  return [evaluated(market), valued(market), auctioned(market), paidOut(market), published(market)];
}

function evaluated({ contenders }: Market): Stage {
  const runs = contenders.flatMap((contender) => contender.runs);
  const completed = runs.filter(({ state }) => state === 'completed').length;
  if (!runs.some(isOpenRun))
    return stage('evaluated', completed > 0 ? 'done' : 'waiting', countOf(completed, 'run'));
  const slices = runs.flatMap((run) => run.slices);
  const answered = slices.reduce((sum, slice) => sum + slice.answered, 0);
  const samples = slices.reduce((sum, slice) => sum + slice.sampleCount, 0);
  return stage('evaluated', 'active', `${String(answered)} of ${String(samples)} answers`);
}

function valued({ contenders, priced }: Market): Stage {
  const valuations = contenders.flatMap((contender) => contender.valuations);
  if (valuations.some(isOpenValuation)) return stage('valued', 'active', 'being computed');
  if (priced !== undefined) return stage('valued', 'done', priced.valuation.currency);
  return stage('valued', 'waiting', valuations[0]?.state ?? 'no valuation yet');
}

function auctioned({ sale }: Market): Stage {
  if (sale === undefined) return stage('auctioned', 'waiting', 'none yet');
  const { state } = sale.detail;
  if (sale.book !== undefined) return stage('auctioned', 'done', sale.book.status.replace('-', ' '));
  return stage('auctioned', isUnderWay(sale.detail) ? 'active' : 'waiting', state);
}

function paidOut({ sale }: Market): Stage {
  const payees = sale?.settlement?.statement.lines.length;
  if (payees !== undefined) return stage('paid-out', 'done', countOf(payees, 'party', 'parties'));
  return stage('paid-out', sale?.detail.state === 'cleared' ? 'active' : 'waiting', 'nothing yet');
}

function published({ sale, tick }: Market): Stage {
  if (tick !== undefined) return stage('published', 'done', `tick ${tick.tick.sequence}`);
  return stage('published', sale?.detail.state === 'settled' ? 'active' : 'waiting', 'no tick yet');
}

const stage = (key: Stage['key'], state: Stage['state'], note: string): Stage => ({ key, state, note });

export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${String(count)} ${count === 1 ? one : many}`;

/** After its last step a market is watched closely a little longer: often the next one follows. */
const SETTLES_DOWN_MS = 60_000;

/** True while something is under way, or may well be about to be. */
export function isUnfinished(market: Market): boolean {
  const { contenders, valuedModels, sale, otherAuctions, tick, asOf } = market;
  if (contenders.length === 0) return true;
  const open = contenders.some(
    ({ runs, valuations }) => runs.some(isOpenRun) || valuations.some(isOpenValuation),
  );
  const isValuing = valuedModels.some(
    ({ valuation }) => valuation !== undefined && isOpenValuation(valuation),
  );
  const auctions = sale === undefined ? otherAuctions : [sale.detail, ...otherAuctions];
  if (open || isValuing || auctions.some(isUnderWay)) return true;
  if (sale !== undefined && tick?.tick.auctionId === sale.detail.announcement.auctionId) return false;
  return asOf.getTime() - lastStepMs(market) < SETTLES_DOWN_MS;
}

function lastStepMs({ contenders, sale }: Market): number {
  const steps = [
    ...contenders.map(({ version }) => version.createdAt),
    ...contenders.flatMap(({ runs, valuations }) => [...runs, ...valuations].map((job) => job.finishedAt)),
    ...(sale?.detail.transitions ?? []).map(({ at }) => at),
  ];
  return Math.max(0, ...steps.map((at) => at?.getTime() ?? 0));
}
