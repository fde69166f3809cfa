import * as attribution from '#contract/attribution';
import { assert, encodeId, type Id } from '#libs/kernel';
import { z } from 'zod';
import { enrol } from './parties.js';
import { type Player, type Stage, stepKey, waitFor } from './stage.js';

/** The model whose sources are known one by one, as it is registered. */
export const ATTRIBUTED_MODEL = 'naive-bayes, innuendo-moderation';

const DOMAIN = 'innuendo-moderation';

/**
 * The four files that the training texts of the domain came in (see its sources.json), and who is credited for each.
 * Rows keep what tells the files apart: where they were collected, and their label.
 */
const SOURCES = [
  {
    name: 'Positive_Prompts_TS',
    contributor: 'Innuendo Story Collectors',
    slice: 'stories',
    target: 'innuendo',
  },
  { name: 'Negative_Prompts_FML', contributor: 'Mishap Story Collectors', slice: 'stories', target: 'plain' },
  {
    name: 'Positive_Prompts_T',
    contributor: 'Innuendo Tweet Collectors',
    slice: 'tweets',
    target: 'innuendo',
  },
  { name: 'Negative_Prompts_T', contributor: 'Plain Tweet Collectors', slice: 'tweets', target: 'plain' },
] as const;

export type AttributedModel = {
  readonly attribution: z.output<typeof attribution.attributionView>;
  /** By which proceeds of the model are split from now on. */
  readonly weights: z.output<typeof attribution.weightSetView>;
  /** Those who are credited, in the order of the sources. */
  readonly contributors: readonly Player[];
};

/**
 * Trains the model on every coalition of its data sources, scores each on texts that none of them learned from, and
 * makes the Shapley values of the sources the weights by which the model's proceeds are split.
 */
export async function attributeModel(
  stage: Stage,
  seller: Player,
  modelId: Id<'model'>,
): Promise<AttributedModel> {
  const contributors: Player[] = [];
  for (const { contributor } of SOURCES) contributors.push(await enrol(stage, contributor, ['contributor']));
  const requested = await requestAttribution(seller, modelId, contributors);
  const path = `/v1/attributions/${encodeId('attribution', requested.id)}`;
  const ended = await waitFor(
    stage,
    () => seller.client.get(path, attribution.attributionView),
    ({ finishedAt }) => finishedAt !== null,
  );
  assert(ended.state === 'completed', `the attribution is ${ended.state}: ${ended.refusal?.reason ?? ''}`);
  const weights = await seller.client.post(
    `${path}/adoption`,
    { body: z.strictObject({}), view: attribution.weightSetView },
    {},
    stepKey(`adoption-${encodeId('model', modelId)}`),
  );
  return { attribution: ended, weights, contributors };
}

async function requestAttribution(seller: Player, modelId: Id<'model'>, contributors: readonly Player[]) {
  const players = SOURCES.flatMap(({ name, slice, target }, at) => {
    const contributor = contributors[at];
    return contributor === undefined ? [] : [{ name, partyId: contributor.id, rows: { slice, target } }];
  });
  return seller.client.post(
    `/v1/models/${encodeId('model', modelId)}/attributions`,
    { body: attribution.requestAttribution, view: attribution.attributionView },
    {
      method: 'shapley',
      players,
      training: {
        domain: DOMAIN,
        model: 'naive-bayes',
        split: 'public',
        orders: 200,
        truncation: { tolerance: 0.005, burnIn: 10 },
        budget: { retrainingsMax: 100, secondsMax: 120 },
      },
    },
    stepKey(`attribution-${encodeId('model', modelId)}`),
  );
}
