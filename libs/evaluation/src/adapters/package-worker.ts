/**
 * The thread in which a model runs. It is told its model once, in workerData, and then answers batches, one
 * message for each. Of ours it imports only what itself imports nothing, so that it starts fast.
 * A thread bounds memory and time; it is no sandbox, hence the list of packages that may be loaded at all.
 */
import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import type { PackageEntry } from '#core/catalog';
import type { RuleList } from '../core/rule-list.js';
import { linearClassifier } from '../core/linear-answer.js';
import type { LinearModel } from '../core/linear-model.js';
import type { ModelAnswer } from '../core/model-answer.js';
import { type Classify, PACKAGE_ENTRIES } from './package-entries.js';

/** What the thread is to load: everything it needs has been read and verified by whoever starts it. */
export type ModelRecipe =
  | { readonly kind: 'npm-package'; readonly entry: PackageEntry; readonly moduleUrl: string }
  | { readonly kind: 'rule-list'; readonly ruleList: RuleList }
  | { readonly kind: 'linear-model'; readonly model: LinearModel }
  | { readonly kind: 'constant'; readonly label: string };

/** Every message of the thread. The first says whether the model was loaded. */
export type WorkerReply =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'answers'; readonly answers: readonly ModelAnswer[] }
  | { readonly kind: 'failed'; readonly reason: string };

type Ask = (input: string) => Pick<ModelAnswer, 'label' | 'score'>;

const labelOnly =
  (classify: Classify): Ask =>
  (input) => ({ label: classify(input) });

async function load(recipe: ModelRecipe): Promise<Ask> {
  switch (recipe.kind) {
    case 'npm-package':
      return labelOnly(PACKAGE_ENTRIES[recipe.entry](await import(recipe.moduleUrl)));
    case 'rule-list': {
      const { flags, matched, unmatched } = recipe.ruleList;
      const patterns = recipe.ruleList.patterns.map((pattern) => new RegExp(pattern, flags));
      return labelOnly((input) => (patterns.some((pattern) => pattern.test(input)) ? matched : unmatched));
    }
    case 'linear-model':
      return linearClassifier(recipe.model);
    case 'constant':
      return () => ({ label: recipe.label });
  }
}

function answer(ask: Ask, input: string): ModelAnswer {
  const startedAtMs = performance.now();
  const said = ask(input);
  return { ...said, latencyMicros: Math.round((performance.now() - startedAtMs) * 1000) };
}

/** Runs one step and posts its outcome; whatever the model throws becomes a message. */
async function reply(step: () => WorkerReply | Promise<WorkerReply>): Promise<void> {
  try {
    parentPort?.postMessage(await step());
  } catch (error) {
    parentPort?.postMessage({ kind: 'failed', reason: String(error) } satisfies WorkerReply);
  }
}

await reply(async () => {
  const ask = await load(workerData as ModelRecipe);
  parentPort?.on('message', (inputs: readonly string[]) => {
    void reply(() => ({ kind: 'answers', answers: inputs.map((input) => answer(ask, input)) }));
  });
  return { kind: 'loaded' };
});
