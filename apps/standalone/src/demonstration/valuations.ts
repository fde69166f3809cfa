import * as usage from '#contract/usage';
import * as valuation from '#contract/valuation';
import { type Currency, encodeId, type Id } from '#libs/kernel';
import type { z } from 'zod';
import type { Evidence, Run } from './evidence.js';
import { OFFERS } from './lots.js';
import { type DomainFigures, type MadeUpMarket, madeUpMonths, readMadeUpMarket } from './made-up-market.js';
import { progressBar } from './progress.js';
import { type Player, type Stage, stepKey, updateState, waitFor } from './stage.js';

type View = z.output<typeof valuation.valuationView>;
type Request = z.output<typeof valuation.requestValuation>;

/** A valuation that has ended, with the model that it is of. */
export type Valued = { readonly model: Subject; readonly view: View };

export type Valuations = { readonly currency: Currency; readonly valued: readonly Valued[] };

/** A version with the domains on which it was evaluated. */
type Subject = Pick<Run, 'versionId' | 'modelName'> & {
  readonly modelId: Id<'model'>;
  readonly domains: readonly string[];
};

/** Records made-up usage of every model that was evaluated, asks what each is worth, and returns when all is frozen. */
export async function valueModels(
  stage: Stage,
  seller: Player,
  { runs, models }: Evidence,
): Promise<Valuations> {
  const market = readMadeUpMarket();
  const valuationDate = dayOfDemonstration(stage);
  const subjects = subjectsOf(runs, models);
  const asked: { readonly model: Subject; readonly id: View['id'] }[] = [];
  for (const subject of subjects) {
    await recordUsage(seller, subject, market, valuationDate);
    asked.push({ model: subject, id: (await request(seller, subject, market, valuationDate)).id });
  }
  return { currency: market.currency, valued: await watch(stage, seller, asked) };
}

/** Written down once: a demonstration that is taken up on another day goes on with the same dossiers. */
function dayOfDemonstration(stage: Stage): string {
  const { valuationDate } = updateState(stage, (state) => ({
    ...state,
    valuationDate: state.valuationDate ?? new Date().toISOString().slice(0, 10),
  }));
  if (valuationDate === undefined) throw new Error('the day was just written down');
  return valuationDate;
}

function subjectsOf(runs: readonly Run[], models: Evidence['models']): readonly Subject[] {
  const subjects = new Map<string, Subject>();
  for (const { versionId, modelName, domain } of runs) {
    const modelId = models.get(versionId);
    if (modelId === undefined) continue;
    const domains = [...(subjects.get(versionId)?.domains ?? []), domain];
    subjects.set(versionId, { versionId, modelId, modelName, domains });
  }
  return [...subjects.values()];
}

async function recordUsage(
  seller: Player,
  { modelId, modelName, domains }: Subject,
  { currency, months, figuresOf }: MadeUpMarket,
  valuationDate: string,
): Promise<void> {
  const contract = { body: usage.recordUsage, view: usage.usageSeriesView };
  const series = {
    currency,
    source: 'fixture' as const,
    months: madeUpMonths(modelName, domains.map(figuresOf), valuationDate, months),
  };
  const id = encodeId('model', modelId);
  await seller.client.post(`/v1/models/${id}/usage`, contract, series, stepKey(`usage-${id}`));
}

async function request(
  seller: Player,
  { versionId, modelName, domains }: Subject,
  { currency, figuresOf }: MadeUpMarket,
  valuationDate: string,
): Promise<View> {
  const shareBps = Math.floor(10_000 / domains.length);
  const offered = OFFERS.filter(({ model }) => model === modelName).flatMap(({ lots }) =>
    lots.map(({ terms }) => terms),
  );
  // The encoded form: what is left out takes its usual value.
  const body = {
    versionId: encodeId('version', versionId),
    currency,
    valuationDate,
    seed: 'demonstration',
    domains: domains.map((name) => askedDomain(name, figuresOf(name), shareBps, valuationDate)),
    rights: [...offered, ...USUAL_RIGHTS],
  };
  const contract = { body: valuation.requestValuation, view: valuation.valuationView };
  const step = stepKey(`valuation-${encodeId('version', versionId)}`);
  return seller.client.post('/v1/valuations', contract, parseRequest(body), step);
}

const parseRequest = (body: z.input<typeof valuation.requestValuation>): Request =>
  valuation.requestValuation.parse(body);

type AskedDomain = z.input<typeof valuation.valuedDomain>;

const askedDomain = (
  name: string,
  { fieldOfUse, servePerThousandCallsMinor, substitute }: DomainFigures,
  callShareBps: number,
  valuationDate: string,
): AskedDomain => ({
  name,
  callShareBps,
  fieldOfUse,
  servePerThousandCallsMinor,
  substitutes: [
    {
      name: substitute.name,
      series: [
        {
          t: valuationDate,
          quality: substitute.quality,
          pricePerThousandCallsMinor: substitute.pricePerThousandCallsMinor,
        },
      ],
    },
  ],
});

const USUAL_RIGHTS: NonNullable<z.input<typeof valuation.requestValuation>['rights']> = [
  { kind: 'exclusive-licence', termMonths: 12 },
  { kind: 'usage-licence', termMonths: 12 },
  { kind: 'inference-access', callsPerMonth: 10_000, termMonths: 12 },
  { kind: 'revenue-share', shareBps: 1_000, termMonths: 24 },
];

async function watch(
  stage: Stage,
  seller: Player,
  asked: readonly { readonly model: Subject; readonly id: View['id'] }[],
): Promise<Valued[]> {
  const ended = new Map<string, View>();
  const bar = progressBar(`Valuing ${String(asked.length)} models`, asked.length);
  const look = async (): Promise<number> => {
    for (const { id } of asked) {
      if (ended.has(id)) continue;
      const path = `/v1/valuations/${encodeId('valuation', id)}`;
      const view = await seller.client.get(path, valuation.valuationView);
      if (view.finishedAt === null) break;
      ended.set(id, view);
    }
    return ended.size;
  };
  try {
    await waitFor(stage, look, (count) => {
      bar.update(count);
      return count === asked.length;
    });
  } finally {
    bar.stop();
  }
  return asked.flatMap(({ model, id }) => {
    const view = ended.get(id);
    return view === undefined ? [] : [{ model, view }];
  });
}
