import { Injectable } from '@nestjs/common';
import { setImmediate } from 'node:timers/promises';
import { digestOf, type Id, ok } from '#libs/kernel';
import { SystemClock, UnitOfWork } from '#libs/platform';
import { DomainBaselines } from './domain-baselines.js';
import { DomainLibrary, type LibraryDomain } from './domain-library.js';
import { type EdgeField, edgeDocumentOf } from './edge-document.js';
import {
  type EdgeRow,
  EvaluationEdgeStore,
  type Standing,
  type StandingKey,
} from './evaluation-edge.store.js';
import { EvaluationStore } from './evaluation.store.js';

/** Changes whenever the same evidence would give other edges. */
const EDGE_METHOD = 'salvor-residual-edge/1';

/** Runs that finish meanwhile bring jobs of their own. */
const ATTEMPTS_MAX = 5;

/** Puts the versions of a domain beside each other: what each is still good for that others are not. */
@Injectable()
export class CompareVersions {
  readonly #store: EvaluationEdgeStore;
  readonly #runs: EvaluationStore;
  readonly #library: DomainLibrary;
  readonly #baselines: DomainBaselines;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    store: EvaluationEdgeStore,
    runs: EvaluationStore,
    library: DomainLibrary,
    baselines: DomainBaselines,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#runs = runs;
    this.#library = library;
    this.#baselines = baselines;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** Edges that were worked out from the same evidence are left alone. */
  async compare(domainId: Id<'domain'>): Promise<void> {
    const domain = await this.#domainOf(domainId);
    if (domain === undefined) return;
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1)
      if (await this.#compareOnce(domainId, domain)) return;
    throw new Error(`the evidence on ${domain.definition.task} changes faster than it can be compared`);
  }

  /** Undefined for a version of a domain that is not installed any more. */
  async #domainOf(domainId: Id<'domain'>): Promise<LibraryDomain | undefined> {
    for (const domain of (await this.#library.all()).values()) {
      const { task, version } = domain.definition;
      if ((await this.#runs.findDomain(task, version))?.id === domainId) return domain;
    }
    return undefined;
  }

  /** False when there was new evidence before the edges could be saved. */
  async #compareOnce(domainId: Id<'domain'>, domain: LibraryDomain): Promise<boolean> {
    const keys = await this.#store.standingKeys(domainId);
    const inputsDigest = digestOfKeys(domain, keys);
    const known = await this.#store.edgeDigests(domainId, EDGE_METHOD);
    if (keys.length === 0 || (known.size === 1 && known.has(inputsDigest))) return true;
    const field = await this.#fieldOf(domainId, domain, keys);
    const edges: Omit<EdgeRow, 'domainId'>[] = [];
    for (const own of field.standings) {
      const document = edgeDocumentOf(own, field);
      const { versionId, runId } = own;
      edges.push({ versionId, runId, inputsDigest, document, computedAt: this.#clock.now() });
      // Each is compared with all others: nobody else should have to wait until that is done for all.
      await setImmediate();
    }
    const saved = await this.#unitOfWork.run(async (tx) => {
      await this.#store.lockEdges(tx, domainId);
      const present = digestOfKeys(domain, await this.#store.standingKeys(domainId, tx));
      if (present !== inputsDigest) return ok(false);
      await this.#store.saveEdges(tx, domainId, EDGE_METHOD, edges);
      return ok(true);
    });
    return saved.ok && saved.value;
  }

  async #fieldOf(
    domainId: Id<'domain'>,
    domain: LibraryDomain,
    keys: readonly StandingKey[],
  ): Promise<EdgeField> {
    const standingsOf = (split: StandingKey['split']): Promise<readonly Standing[]> =>
      this.#store.standings(keys.filter((key) => key.split === split).map(({ runId }) => runId));
    return {
      definition: domain.definition,
      standings: await standingsOf('public'),
      hidden: await standingsOf('hidden'),
      baselines: await this.#baselines.of(domainId, domain),
    };
  }
}

const digestOfKeys = ({ definitionDigest }: LibraryDomain, keys: readonly StandingKey[]): string =>
  digestOf({
    method: EDGE_METHOD,
    domain: definitionDigest,
    evidence: keys.map(({ runId, inputsDigest }) => ({ runId, inputsDigest })),
  });
