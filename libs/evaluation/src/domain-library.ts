import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { assert, type Result } from '#libs/kernel';
import { type Config, InjectConfig } from '#libs/platform';
import { type DomainFolderError, shippedDomainsFolder } from './adapters/index.js';
import type { DomainDefinition } from './core/index.js';
import { type DomainRows, openRowFile, readDefinition } from './domain-rows.js';

/** Whose rows a run asks: those that everybody can read, or those of which only the digest is public. */
export type Split = 'public' | 'hidden';

export type LibraryDomain = {
  readonly definition: DomainDefinition;
  /** SHA-256 of the bytes of domain.yaml, which names the digests of the data: it pins the whole domain. */
  readonly definitionDigest: string;
  readonly folder: string;
  readonly splits: ReadonlySet<Split>;
};

export const HIDDEN_FILE = 'hidden.jsonl';

/** The domains of this installation: those that ship with the service, and the operator's own. */
@Injectable()
export class DomainLibrary implements OnApplicationShutdown {
  readonly #config: Config;
  #domains: Promise<ReadonlyMap<string, LibraryDomain>> | undefined;
  readonly #rows = new Map<string, Promise<Result<DomainRows, DomainFolderError>>>();

  constructor(@InjectConfig() config: Config) {
    this.#config = config;
  }

  all(): Promise<ReadonlyMap<string, LibraryDomain>> {
    this.#domains ??= this.#readDomains();
    return this.#domains;
  }

  async find(name: string): Promise<LibraryDomain | undefined> {
    return (await this.all()).get(name);
  }

  /** The rows of a domain, checked against its digests when they are first asked for and open from then on. */
  async rows(domain: LibraryDomain, split: Split): Promise<Result<DomainRows, DomainFolderError>> {
    const key = `${domain.definition.task} ${split}`;
    const opening = this.#rows.get(key) ?? this.#openRows(domain, split);
    this.#rows.set(key, opening);
    const rows = await opening;
    // The operator may put it right meanwhile.
    if (!rows.ok && this.#rows.get(key) === opening) this.#rows.delete(key);
    return rows;
  }

  async onApplicationShutdown(): Promise<void> {
    for (const opening of this.#rows.values()) {
      const rows = await opening;
      if (rows.ok) await rows.value.close();
    }
  }

  #openRows(
    { definition, folder }: LibraryDomain,
    split: Split,
  ): Promise<Result<DomainRows, DomainFolderError>> {
    if (split === 'hidden') {
      assert(definition.hiddenSplitHash !== undefined, `${definition.task} has no hidden split`);
      return openRowFile(this.#hiddenFile(definition.task), definition, definition.hiddenSplitHash);
    }
    const { file, sha256 } = definition.testFile;
    return openRowFile(join(folder, file), definition, sha256);
  }

  /** A definition that cannot be read is the operator's or our own defect: the service must not start on it. */
  async #readDomains(): Promise<ReadonlyMap<string, LibraryDomain>> {
    const { domainsFolder } = this.#config;
    const domains = new Map<string, LibraryDomain>();
    for (const root of [shippedDomainsFolder(), ...(domainsFolder === undefined ? [] : [domainsFolder])])
      for (const entry of await readdir(root, { withFileTypes: true })) {
        if (!entry.isDirectory()) continue;
        const folder = join(root, entry.name);
        const read = await readDefinition(folder);
        assert(read.ok, `domain ${entry.name}: ${JSON.stringify(read)}`.slice(0, 500));
        const { task } = read.value.definition;
        assert(!domains.has(task), `there are two domains named ${task}`);
        domains.set(task, { ...read.value, folder, splits: await this.#splitsOf(read.value.definition) });
      }
    return domains;
  }

  async #splitsOf({ task, hiddenSplitHash }: DomainDefinition): Promise<ReadonlySet<Split>> {
    if (hiddenSplitHash === undefined || this.#config.hiddenFolder === undefined) return new Set(['public']);
    const isThere = await stat(this.#hiddenFile(task)).then(
      (file) => file.isFile(),
      () => false,
    );
    return new Set<Split>(isThere ? ['public', 'hidden'] : ['public']);
  }

  #hiddenFile(task: string): string {
    assert(this.#config.hiddenFolder !== undefined, 'no folder of hidden splits is set');
    return join(this.#config.hiddenFolder, task, HIDDEN_FILE);
  }
}
