import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { assert, assertDefined, err, ok, type Result } from '#libs/kernel';
import { type Config, InjectConfig } from '#libs/platform';
import { openSubsets, type OpenSubsets, type SubsetFailure } from './adapters/index.js';
import { DomainLibrary, HIDDEN_FILE, type Split } from './domain-library.js';
import { SUBSET_SCORE_DECIMALS } from './core/subset-score.js';
import type { MetricId, Trainer } from './core/index.js';

export type { OpenSubsets } from './adapters/index.js';

/** Which model is trained on what and scored on what: a domain's model that has a trainer, pinned by digests. */
export type TrainingSubject = {
  readonly domain: string;
  readonly definitionDigest: string;
  readonly model: string;
  readonly trainer: Trainer;
  /** Of the lines of the training rows. */
  readonly trainSha256: string;
  readonly scoredOn: {
    readonly split: Split;
    /** Of the lines of the file. */
    readonly sha256: string;
    readonly slices: readonly string[] | null;
  };
  readonly metric: MetricId;
  readonly chanceLevel: number;
  readonly decimals: number;
};

export type TrainingAsked = {
  readonly domain: string;
  readonly model: string;
  readonly split: Split;
  readonly slices: readonly string[] | undefined;
};

/** What was asked for and is not there: a field of {@link TrainingAsked}. */
export type TrainingFault = { readonly field: keyof TrainingAsked; readonly reason: string };

/** The thread may do better next time; a domain stays changed. */
export type GroundFailure = SubsetFailure | { readonly code: 'domain-changed' };

/** The models of this installation that can be trained again, on any part of their training rows. */
@Injectable()
export class TrainingGround {
  readonly #library: DomainLibrary;
  readonly #config: Config;

  constructor(library: DomainLibrary, @InjectConfig() config: Config) {
    this.#library = library;
    this.#config = config;
  }

  async find(asked: TrainingAsked): Promise<Result<TrainingSubject, TrainingFault>> {
    const domain = await this.#library.find(asked.domain);
    if (domain === undefined) return err({ field: 'domain', reason: 'there is no such domain' });
    const { definition, definitionDigest, splits } = domain;
    const trainer = definition.models.find(({ name }) => name === asked.model)?.trainer;
    if (trainer === undefined)
      return err({ field: 'model', reason: 'is no model of the domain that can be trained again' });
    if (!splits.has(asked.split)) return err({ field: 'split', reason: 'is not there in this installation' });
    const strange = asked.slices?.find((slice) => !definition.slices.some(({ key }) => key === slice));
    if (strange !== undefined)
      return err({ field: 'slices', reason: `has ${strange}, which the domain has not` });
    const sha256 = asked.split === 'public' ? definition.testFile.sha256 : definition.hiddenSplitHash;
    return ok({
      domain: asked.domain,
      definitionDigest,
      model: asked.model,
      trainer,
      trainSha256: assertDefined(definition.trainFile, 'trainers go with training rows').sha256,
      scoredOn: {
        split: asked.split,
        sha256: assertDefined(sha256, 'a split that is there has a digest'),
        slices: asked.slices ?? null,
      },
      metric: assertDefined(definition.metrics[0], 'a domain has a metric'),
      chanceLevel: definition.chanceLevel,
      decimals: SUBSET_SCORE_DECIMALS[asked.split],
    });
  }

  /** Starts the thread. A subject whose domain is another one by now is the operator's change, not a fault of ours. */
  async open(subject: TrainingSubject): Promise<Result<OpenSubsets, GroundFailure>> {
    const domain = await this.#library.find(subject.domain);
    if (domain?.definitionDigest !== subject.definitionDigest) return err({ code: 'domain-changed' });
    const { definition, folder } = domain;
    const { split, sha256, slices } = subject.scoredOn;
    return openSubsets({
      definition,
      trainer: subject.trainer,
      folder,
      test:
        split === 'public'
          ? { folder, file: definition.testFile.file, sha256 }
          : { folder: this.#hiddenFolder(subject.domain), file: HIDDEN_FILE, sha256 },
      slices: slices ?? undefined,
      decimals: subject.decimals,
    });
  }

  #hiddenFolder(domain: string): string {
    assert(this.#config.hiddenFolder !== undefined, 'no folder of hidden splits is set');
    return join(this.#config.hiddenFolder, domain);
  }
}
