import { Injectable, Logger } from '@nestjs/common';
import { type Id, ok } from '#libs/kernel';
import { SystemClock, UnitOfWork } from '#libs/platform';
import { askRows, gatherInThread } from './adapters/index.js';
import { DomainLibrary, type LibraryDomain } from './domain-library.js';
import { type BaselineScore, EvaluationEdgeStore } from './evaluation-edge.store.js';
import { evidenceRows } from './evidence-rows.js';

/** Changes whenever the same baseline would get another score. */
export const BASELINE_METHOD = 'salvor-baseline/1';

/** What the baselines of domains score: asked once, and kept. */
@Injectable()
export class DomainBaselines {
  readonly #logger = new Logger(DomainBaselines.name);
  readonly #store: EvaluationEdgeStore;
  readonly #library: DomainLibrary;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    store: EvaluationEdgeStore,
    library: DomainLibrary,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#library = library;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** In the order of their names. One that cannot be asked is left out. */
  async of(domainId: Id<'domain'>, domain: LibraryDomain): Promise<readonly BaselineScore[]> {
    const known = await this.#store.baselines(domainId, BASELINE_METHOD);
    if (known.length > 0 || domain.definition.baselines.length === 0) return known;
    const scores = await this.#ask(domain);
    await this.#unitOfWork.run(async (tx) => {
      await this.#store.lockEdges(tx, domainId);
      await this.#store.saveBaselines(tx, domainId, BASELINE_METHOD, scores, this.#clock.now());
      return ok(undefined);
    });
    return this.#store.baselines(domainId, BASELINE_METHOD);
  }

  async #ask(domain: LibraryDomain): Promise<readonly BaselineScore[]> {
    const { definition, folder } = domain;
    const opened = await this.#library.rows(domain, 'public');
    if (!opened.ok) throw new Error(`the rows of ${definition.task} are not sound: ${opened.error.code}`);
    const rows = await evidenceRows(opened.value, definition);
    const inputs = rows.map(({ input }) => input);
    const scores: BaselineScore[] = [];
    for (const { name, adapter } of definition.baselines) {
      const answers = await askRows(adapter, folder, inputs);
      const found = answers.ok
        ? await gatherInThread({ definition, rows, answers: answers.value, plan: undefined })
        : answers;
      if (found.ok && found.value.overall.ok) scores.push({ name, score: found.value.overall.value });
      else this.#logger.warn(`baseline ${name} of ${definition.task} has no score`);
    }
    return scores;
  }
}
