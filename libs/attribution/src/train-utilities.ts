import { Injectable } from '@nestjs/common';
import { type OpenSubsets, TrainingGround, type TrainingSubject } from '#libs/evaluation';
import { assert, assertDefined, canonicalJson, err, type Id, ok, type Result } from '#libs/kernel';
import { SystemClock } from '#libs/platform';
import {
  type AttributionRefusal,
  type AttributionRequest,
  coalitionKey,
  coalitionsToTrain,
  rowsOfClusters,
  trainedInput,
  type TrainingDocument,
} from './core/index.js';
import { UtilityStore } from './utility.store.js';

export type TrainingTask = {
  readonly attributionId: Id<'attribution'>;
  readonly request: AttributionRequest;
  readonly training: TrainingDocument;
};

/** Told how many ten-thousandths of the work are done at most. */
type Progress = (doneBps: number) => Promise<void>;

/** Why no further coalition is trained: there is none, or the budget is spent. */
type Trained = {
  readonly utilities: ReadonlyMap<string, number>;
  readonly orders: number;
  readonly isWhole: boolean;
};

/** The thread ended before its work: the queue tries again, and what was trained stays. */
class TrainingInterrupted extends Error {
  override readonly name = 'TrainingInterrupted';
}

/** Trains a model on coalition after coalition of data sources, until all that are asked for are known. */
@Injectable()
export class TrainUtilities {
  readonly #store: UtilityStore;
  readonly #ground: TrainingGround;
  readonly #clock: SystemClock;

  constructor(store: UtilityStore, ground: TrainingGround, clock: SystemClock) {
    this.#store = store;
    this.#ground = ground;
    this.#clock = clock;
  }

  /** RFC 8785 text of the input that trained utilities make. What was trained before a crash is not trained again. */
  async input(task: TrainingTask, progress: Progress): Promise<Result<string, AttributionRefusal>> {
    // The subject is a document that the evaluation made: its form is the evaluation's.
    const opened = await this.#ground.open(task.training.subject as TrainingSubject);
    if (!opened.ok && opened.error.code === 'domain-changed')
      return err({ code: 'training-failed', reason: 'the domain was changed since' });
    if (!opened.ok) throw new TrainingInterrupted(JSON.stringify(opened.error));
    try {
      const selectors = task.request.players.map(({ rows }) => rows);
      const clusters = rowsOfClusters(task.training, selectors, opened.value.rows);
      if (!clusters.ok) return err({ code: 'training-failed', ...clusters.error });
      return inputOf(task, await this.#train(task, opened.value, clusters.value, progress));
    } finally {
      await opened.value.close();
    }
  }

  async #train(
    { attributionId, request, training }: TrainingTask,
    ground: OpenSubsets,
    clusters: readonly Int32Array[],
    progress: Progress,
  ): Promise<Trained> {
    const known = await this.#store.ofAttribution(attributionId);
    const utilities = new Map(known.map(({ coalition, utility }) => [coalition, utility]));
    let spentMs = known.reduce((sum, { tookMs }) => sum + tookMs, 0);
    const walk = coalitionsToTrain(request, training);
    let step = walk.next();
    while (step.done !== true) {
      const { members, orders } = step.value;
      const coalition = coalitionKey(members);
      let utility = utilities.get(coalition);
      if (utility === undefined) {
        if (isSpent(training, utilities.size, spentMs)) return { utilities, orders, isWhole: false };
        const scored = await ground.score(rowsOf(members, clusters));
        if (!scored.ok) throw new TrainingInterrupted(JSON.stringify(scored.error));
        const { score, tookMs } = scored.value;
        await this.#store.add(attributionId, {
          coalition,
          utility: score,
          tookMs,
          trainedAt: this.#clock.now(),
        });
        utilities.set(coalition, score);
        spentMs += tookMs;
        utility = score;
        await progress(doneBps(training, utilities.size, orders));
      }
      step = walk.next(utility);
    }
    const { coalitions } = training;
    return { utilities, orders: coalitions.kind === 'walk' ? coalitions.orders : 0, isWhole: true };
  }
}

function inputOf(
  { request, training }: TrainingTask,
  { utilities, orders, isWhole }: Trained,
): Result<string, AttributionRefusal> {
  // One order says nothing of its error; a table with holes says nothing at all.
  if (!isWhole && (training.coalitions.kind === 'all' || orders < 2))
    return err({ code: 'budget-spent', reason: 'the budget was spent before there was anything to tell' });
  return ok(canonicalJson(trainedInput(request, training, utilities, orders)));
}

/** The budget of trainings binds walks alone: a table of all coalitions has its size. */
const isSpent = ({ budget, coalitions }: TrainingDocument, trainings: number, spentMs: number): boolean =>
  spentMs >= budget.secondsMax * 1_000 || (coalitions.kind === 'walk' && trainings >= budget.retrainingsMax);

/** Of all coalitions, or of the trainings or orders of a walk, whichever ends it first. The last word is the end's. */
function doneBps(
  { coalitions, clusters, budget }: TrainingDocument,
  trainings: number,
  orders: number,
): number {
  const done =
    coalitions.kind === 'all'
      ? trainings / 2 ** clusters.length
      : Math.max(trainings / budget.retrainingsMax, orders / coalitions.orders);
  return Math.min(9_900, Math.floor(done * 9_900));
}

function rowsOf(members: Uint8Array, clusters: readonly Int32Array[]): Int32Array {
  assert(members.length === clusters.length, 'clusters are the players');
  const rows = new Set<number>();
  for (const [cluster, isIn] of members.entries())
    if (isIn === 1) for (const row of assertDefined(clusters[cluster], 'a cluster has rows')) rows.add(row);
  return Int32Array.from(rows).sort();
}
