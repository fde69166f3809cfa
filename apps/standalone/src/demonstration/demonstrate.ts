import * as catalog from '#contract/catalog';
import * as feed from '#contract/feed';
import { assertDefined, type Currency, encodeId, formatMoney } from '#libs/kernel';
import { SalvorClient } from '#libs/sdk';
import type { Installation } from '../installation.js';
import { ATTRIBUTED_MODEL, type AttributedModel, attributeModel } from './attributed-model.js';
import { type Evidence, gatherEvidence, type Run } from './evidence.js';
import { OFFERS } from './lots.js';
import { type MeteredRevenue, payMeteredRevenue } from './metered-revenue.js';
import { type Cast, enrolCast } from './parties.js';
import { tell } from './progress.js';
import { type Sale, sell } from './sale.js';
import { type Stage, updateState, waitFor } from './stage.js';
import { StateFile } from './state.js';
import { type Valuations, valueModels } from './valuations.js';

export type DemonstrationRequest = {
  readonly url: string;
  readonly operatorKey: string;
  readonly installation: Pick<Installation, 'folder'>;
  /** Where the database is when it is not the embedded one. */
  readonly ownDatabaseUrl: string | undefined;
  /** All that ship when undefined. */
  readonly domains: readonly string[] | undefined;
  readonly signal: AbortSignal;
};

/**
 * Plays the whole loop on an empty market, through the HTTP API as its users would. Every write carries a key of
 * its own, so a start that was killed anywhere is taken up by the next one and repeats nothing.
 */
export async function demonstrate({
  url,
  operatorKey,
  installation,
  ownDatabaseUrl,
  domains,
  signal,
}: DemonstrationRequest): Promise<void> {
  const file = new StateFile(installation, ownDatabaseUrl);
  const operator = new SalvorClient({ baseUrl: url, apiKey: operatorKey });
  const stage: Stage = { url, operator, file, folder: installation.folder, signal };
  const begun = file.read();
  if (begun?.finished === true) return;
  if (begun === undefined && !(await isEmpty(operator))) return;
  process.stdout.write(
    begun === undefined
      ? '  A demonstration market is set up.\n\n'
      : '  The demonstration is taken up again.\n\n',
  );
  updateState(stage, (state) => state);
  const cast = await enrolCast(stage);
  const evidence = await gatherEvidence(stage, cast.seller, domains);
  tellScores(evidence);
  const valuations = await valueModels(stage, cast.seller, evidence);
  tellValues(valuations);
  const attributed = await attribute(stage, cast, evidence);
  const sales = await sell(stage, cast, valuations);
  for (const sale of sales) tellSale(sale);
  await payOutRevenue(stage, cast, sales, attributed);
  await tellTick(stage, sales.filter(isTicked).length);
  updateState(stage, (state) => ({ ...state, finished: true }));
}

/** Who earns what the model earns is computed before the model is sold: its sale is the first to be split by it. */
async function attribute(
  stage: Stage,
  { seller }: Cast,
  { runs, models }: Evidence,
): Promise<AttributedModel | undefined> {
  const run = runs.find(({ modelName }) => modelName === ATTRIBUTED_MODEL);
  const modelId = run && models.get(run.versionId);
  if (modelId === undefined) return undefined;
  const attributed = await attributeModel(stage, seller, modelId);
  tellAttribution(attributed);
  return attributed;
}

async function payOutRevenue(
  stage: Stage,
  cast: Cast,
  sales: readonly Sale[],
  attributed: AttributedModel | undefined,
): Promise<void> {
  const sale = sales.find(({ model }) => model === ATTRIBUTED_MODEL);
  if (attributed === undefined || sale === undefined) return;
  const revenue = await payMeteredRevenue(stage, cast, sale, attributed, attributed.contributors);
  tellRevenue(revenue, sale.auction.currency);
}

const isEmpty = async (operator: SalvorClient): Promise<boolean> =>
  (await operator.get('/v1/models?limit=1', catalog.modelPage)).models.length === 0;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function tellScores({ runs }: Evidence): void {
  const domains = new Map<string, Run[]>();
  for (const run of runs) domains.set(run.domain, [...(domains.get(run.domain) ?? []), run]);
  for (const [domain, entered] of domains) {
    tell(`  ${domain}`, '');
    for (const { modelName, slices } of entered) tell(`    ${modelName}`, course(slices));
  }
}

/** How the headline score goes from the first slice to the last, and how many false alarms there are. */
function course(slices: Run['slices']): string {
  const scored = slices.flatMap(({ metric, label, score }) =>
    score === null ? [] : [{ metric, label, value: score.value }],
  );
  const headline = scored.filter(({ metric }) => metric !== 'false_positive_rate');
  const falseAlarms = scored.find(({ metric }) => metric === 'false_positive_rate');
  const [first, last] = [headline[0], headline.at(-1)];
  if (first === undefined || last === undefined) return 'the rows carry no score';
  const name = first.metric.replaceAll('_', ' ');
  const scores = first === last ? percent(first.value) : `${percent(first.value)} → ${percent(last.value)}`;
  return [`${name} ${scores}`, falseAlarms && `false alarms ${percent(falseAlarms.value)}`]
    .filter((part) => part !== undefined)
    .join(', ');
}

function tellValues({ currency, valued }: Valuations): void {
  const money = (amount: string): string => formatMoney({ amountMinor: BigInt(amount), currency });
  const range = ({ p10, p50, p90 }: Range): string =>
    `P10 ${money(p10)}   P50 ${money(p50)}   P90 ${money(p90)}`;
  for (const { model, view } of valued)
    tell(
      `    ${model.modelName}`,
      view.values === null ? `no value: ${view.refusal?.code ?? view.state}` : range(view.values.base),
    );
  const price = valued.find(({ model }) => model.modelName === OFFERS[0].model)?.view.rights?.[0]?.price;
  if (price !== undefined && price !== null) tell(`Price of ${OFFERS[0].what}`, range(price));
}

type Range = { readonly p10: string; readonly p50: string; readonly p90: string };

function tellSale({ model, what, auction, bundle, settlement }: Sale): void {
  tell(
    settlement === undefined ? `Not sold, ${what}` : `Sold, ${what}`,
    summaryOf(model, auction, settlement),
  );
  tell('  decided again from its bundle', bundle);
  if (settlement === undefined) return;
  const { statement, parties } = settlement;
  const money = (amount: string): string =>
    formatMoney({ amountMinor: BigInt(amount), currency: auction.currency });
  const nameOf = (partyId: string): string =>
    parties.find((party) => encodeId('party', party.partyId) === partyId)?.partyName ?? partyId;
  tell('  kept by the platform', money(statement.fee.amountMinor));
  for (const line of statement.lines) tell(`  paid to ${nameOf(line.partyId)}`, money(line.amountMinor));
}

function summaryOf(
  model: string,
  { format, currency }: Sale['auction'],
  settlement: Sale['settlement'],
): string {
  const how = format.replaceAll('-', ' ');
  if (settlement === undefined) return `${model}, ${how}, no bid reached the reserve`;
  const grossMinor = BigInt(settlement.statement.grossMinor);
  return `${formatMoney({ amountMinor: grossMinor, currency })}, ${model}, ${how}`;
}

function tellAttribution({ weights, contributors }: AttributedModel): void {
  tell('Attribution computed from data sources', ATTRIBUTED_MODEL);
  for (const { partyId, weightPpb } of weights.shares)
    tell(`  ${contributors.find(({ id }) => id === partyId)?.name ?? ''}`, percent(weightPpb / 1e9));
}

function tellRevenue({ runs, verified }: MeteredRevenue, currency: Currency): void {
  for (const [at, lines] of runs.entries()) {
    tell(`Metered revenue paid out, month ${String(at + 1)}`, ATTRIBUTED_MODEL);
    for (const { name, paidMinor } of lines)
      tell(`  paid to ${name}`, formatMoney({ amountMinor: paidMinor, currency }));
  }
  tell('Statements computed again offline', String(verified));
}

/** Units and packages have no price that one lot would have, and no tick. */
const isTicked = ({ settlement, auction }: Sale): boolean =>
  settlement !== undefined && (auction.format === 'second-price' || auction.format === 'first-price');

async function tellTick(stage: Stage, sold: number): Promise<void> {
  const look = () => stage.operator.get('/v1/feed/ticks', feed.tickPage);
  const { ticks } = await waitFor(stage, look, (page) => page.ticks.length >= sold);
  const { tick } = assertDefined(ticks.at(-1), 'something was sold');
  tell('Price tick published', `number ${tick.sequence}, ${tick.instrument.split('/')[0] ?? ''}`);
}
