/**
 * The thread in which a model runs. It is told its model once, in workerData, and then answers batches, one
 * message for each. It imports nothing of ours at run time, so that it starts fast and can be read on its own.
 * A thread bounds memory and time; it is no sandbox, hence the list of packages that may be loaded at all.
 */
import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import type { PackageEntry } from '#core/catalog';
import type { RuleList } from '../core/rule-list.js';
import type { ModelAnswer } from '../core/model-answer.js';

/** What the thread is to load: everything it needs has been read and verified by whoever starts it. */
export type ModelRecipe =
  | { readonly kind: 'npm-package'; readonly entry: PackageEntry; readonly moduleUrl: string }
  | { readonly kind: 'rule-list'; readonly ruleList: RuleList }
  | { readonly kind: 'constant'; readonly label: string };

/** Every message of the thread. The first says whether the model was loaded. */
export type WorkerReply =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'answers'; readonly answers: readonly ModelAnswer[] }
  | { readonly kind: 'failed'; readonly reason: string };

type Classify = (input: string) => string;

interface CrawlerDetectModule {
  readonly Crawler: new () => { isCrawler(userAgent: string): boolean };
}

interface IsbotModule {
  readonly isbot: (userAgent: string) => boolean;
}

const botOrBrowser = (isBot: boolean): string => (isBot ? 'bot' : 'browser');

const ENTRIES: Readonly<Record<PackageEntry, (module: unknown) => Classify>> = {
  'es6-crawler-detect': (module) => {
    const crawler = new (module as CrawlerDetectModule).Crawler();
    return (input) => botOrBrowser(crawler.isCrawler(input));
  },
  isbot: (module) => {
    const { isbot } = module as IsbotModule;
    return (input) => botOrBrowser(isbot(input));
  },
};

async function load(recipe: ModelRecipe): Promise<Classify> {
  switch (recipe.kind) {
    case 'npm-package':
      return ENTRIES[recipe.entry](await import(recipe.moduleUrl));
    case 'rule-list': {
      const { flags, matched, unmatched } = recipe.ruleList;
      const patterns = recipe.ruleList.patterns.map((pattern) => new RegExp(pattern, flags));
      return (input) => (patterns.some((pattern) => pattern.test(input)) ? matched : unmatched);
    }
    case 'constant':
      return () => recipe.label;
  }
}

function answer(classify: Classify, input: string): ModelAnswer {
  const startedAtMs = performance.now();
  const label = classify(input);
  return { label, latencyMicros: Math.round((performance.now() - startedAtMs) * 1000) };
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
  const classify = await load(workerData as ModelRecipe);
  parentPort?.on('message', (inputs: readonly string[]) => {
    void reply(() => ({ kind: 'answers', answers: inputs.map((input) => answer(classify, input)) }));
  });
  return { kind: 'loaded' };
});
