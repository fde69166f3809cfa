import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { type Manifest, manifestOf } from '#core/catalog';
import { assertDefined, err, ok, type Result } from '#libs/kernel';
import { notFound, type Problem } from '#libs/platform';
import type { z } from 'zod';
import { measureFile, shippedDomainsFolder } from './adapters/index.js';
import { croissantCard } from './core/index.js';
import { DomainLibrary, type LibraryDomain } from './domain-library.js';
import { datasetCard } from './evaluation.contract.js';
import { EvaluationStore } from './evaluation.store.js';

type DatasetCard = z.output<typeof datasetCard>;

/** Domains as dataset catalogues read them. */
@Injectable()
export class DomainCards {
  readonly #library: DomainLibrary;
  readonly #store: EvaluationStore;
  /** Domains do not change while the service runs, so their files are measured once. */
  readonly #files = new Map<string, Promise<Manifest>>();

  constructor(library: DomainLibrary, store: EvaluationStore) {
    this.#library = library;
    this.#store = store;
  }

  /** @param url of the card itself */
  async card(name: string, url: string): Promise<Result<DatasetCard, Problem>> {
    const domain = await this.#library.find(name);
    if (domain === undefined) return err(notFound('domain'));
    const { task, version } = domain.definition;
    const record = assertDefined(
      await this.#store.findDomain(task, version),
      'domains of the library are on record',
    );
    const card = croissantCard(domain.definition, await this.#filesOf(domain), {
      url,
      filesUrl: '',
      creator: dirname(domain.folder) === shippedDomainsFolder() ? 'Salvor' : 'The operator of the service',
      datePublished: record.createdAt.toISOString().slice(0, 10),
    });
    return ok(datasetCard.parse(card));
  }

  #filesOf(domain: LibraryDomain): Promise<Manifest> {
    const { task } = domain.definition;
    const measuring = this.#files.get(task) ?? measure(domain);
    this.#files.set(task, measuring);
    // The operator may put right what is missing.
    measuring.catch(() => this.#files.delete(task));
    return measuring;
  }
}

async function measure({ definition: { testFile, trainFile }, folder }: LibraryDomain): Promise<Manifest> {
  const paths = [testFile, ...(trainFile === undefined ? [] : [trainFile])].map(({ file }) => file);
  return manifestOf(
    await Promise.all(paths.map(async (path) => ({ path, ...(await measureFile(join(folder, path))) }))),
  );
}
