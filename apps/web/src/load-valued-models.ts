import * as valuation from '#contract/valuation';
import { encodeId } from '#libs/kernel';
import type { Answers } from './answers.js';
import { RARELY_MS } from './keeping-times.js';
import { type Contender, type Model, nameOf, type ValuedModel } from './market-view.js';
import { newestValuation } from './newest-valuation.js';

/** Each model with the newest valuation of any of its versions, in the order of the models. */
export const loadValuedModels = (
  answers: Answers,
  models: readonly Model[],
  listed: readonly Contender[],
): Promise<readonly ValuedModel[]> =>
  Promise.all(
    models.map(async (model) => {
      const versions = listed.filter(({ version }) => version.modelId === model.id);
      const [first] = versions;
      if (first === undefined) return loadValuedModel(answers, model);
      const valuations = versions.flatMap((contender) => contender.valuations);
      return { key: model.id, name: nameOf(first.version), valuation: newestValuation(valuations) };
    }),
  );

async function loadValuedModel(answers: Answers, { id, name }: Model): Promise<ValuedModel> {
  const path = `/v1/models/${encodeId('model', id)}/valuations`;
  const { valuations } = await answers.get(path, valuation.valuationList, () => RARELY_MS);
  return { key: id, name, valuation: newestValuation(valuations) };
}
