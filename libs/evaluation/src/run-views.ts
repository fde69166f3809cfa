import { Injectable } from '@nestjs/common';
import { assertDefined, type Id } from '#libs/kernel';
import { SystemClock, type Tx } from '#libs/platform';
import type { z } from 'zod';
import { roundHiddenScore } from './core/index.js';
import { DomainLibrary, type LibraryDomain } from './domain-library.js';
import { EvaluationChunkStore, type RunTally } from './evaluation-chunk.store.js';
import type { runProgress, runView } from './evaluation.contract.js';
import { EvaluationStore, type RunRow, type SliceRow } from './evaluation.store.js';

export type RunView = z.output<typeof runView>;
export type RunProgressView = z.output<typeof runProgress>;

/** Runs as they are told to the world. */
@Injectable()
export class RunViews {
  readonly #store: EvaluationStore;
  readonly #chunks: EvaluationChunkStore;
  readonly #library: DomainLibrary;
  readonly #clock: SystemClock;

  constructor(
    store: EvaluationStore,
    chunks: EvaluationChunkStore,
    library: DomainLibrary,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#chunks = chunks;
    this.#library = library;
    this.#clock = clock;
  }

  /** Of a run that is known to be on record. */
  async view(id: Id<'run'>, tx?: Tx): Promise<RunView> {
    const run = assertDefined(await this.#store.findRun(id, tx), 'the run is on record');
    const [view] = await this.views([run], tx);
    return assertDefined(view, 'one view for each run');
  }

  async views(runs: readonly RunRow[], tx?: Tx): Promise<RunView[]> {
    const tallies = await this.#chunks.tallies(
      runs.map(({ id }) => id),
      this.#clock.now(),
      tx,
    );
    const domains = await this.#library.all();
    return runs.map((run) => {
      const domain = domains.get(run.domain);
      // Runs outlive the domain version they ran on: then slices are shown by their keys.
      const current = domain?.definition.version === run.domainVersion ? domain : undefined;
      return toRunView(run, tallyOf(tallies, run.id), current);
    });
  }

  /** Where a run stands now; undefined when there is none. */
  async progress(id: Id<'run'>): Promise<RunProgressView | undefined> {
    const run = await this.#store.findWork(id);
    if (run === undefined) return undefined;
    const at = this.#clock.now();
    const tally = tallyOf(await this.#chunks.tallies([id], at), id);
    return { runId: id, state: run.state, reason: run.reason, at, ...progressOf(run, tally) };
  }
}

const tallyOf = (tallies: ReadonlyMap<Id<'run'>, RunTally>, id: Id<'run'>): RunTally =>
  assertDefined(tallies.get(id), 'a run has chunks');

const progressOf = (
  { currency, state }: Pick<RunRow, 'currency' | 'state'>,
  { chunks, samples, spent, answersPerSecond }: RunTally,
): RunView['progress'] => ({
  chunks,
  samples,
  answersPerSecond: state === 'running' ? Math.round(answersPerSecond * 100) / 100 : 0,
  spent: {
    calls: spent.calls,
    timeMs: spent.timeMs,
    cost: currency === null ? null : { currency, microMinor: spent.costMicroMinor },
  },
});

function toRunView(run: RunRow, tally: RunTally, domain: LibraryDomain | undefined): RunView {
  const { domainId: _domain, requestedById: _party, sellerId: _seller, currency, budget, ...told } = run;
  const { calls = null, timeMs = null, costMicroMinor } = budget;
  const cost =
    costMicroMinor === undefined || currency === null ? null : { currency, microMinor: costMicroMinor };
  return {
    ...told,
    budget: calls === null && timeMs === null && cost === null ? null : { calls, timeMs, cost },
    progress: progressOf(run, tally),
    transitions: [...run.transitions],
    slices: run.slices.map(({ slice, sampleCount, metric, refusal, consistency, score }) => {
      const definition = domain?.definition.slices.find(({ key }) => key === slice);
      return {
        slice,
        label: definition?.label ?? slice,
        metric: metric ?? definition?.metric ?? 'accuracy',
        meanDate: definition?.meanDate ?? null,
        sampleCount,
        answered: tally.answeredBySlice.get(slice) ?? 0,
        score: score === null ? null : scoreOf(run.split, score),
        refusal,
        consistency: run.split === 'hidden' ? null : consistency,
      };
    }),
  };
}

const scoreOf = (
  split: RunRow['split'],
  score: NonNullable<SliceRow['score']>,
): NonNullable<RunView['slices'][number]['score']> =>
  split === 'public' ? score : { n: score.n, successes: null, ...roundHiddenScore(score) };
