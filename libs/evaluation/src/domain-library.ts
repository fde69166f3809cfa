import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { assert } from '#libs/kernel';
import { type Domain, readDomainFolder, shippedDomainsFolder } from './adapters/index.js';

export type LibraryDomain = Domain & { readonly folder: string };

/** The domains that ship with the service, read once and checked against their digests. */
@Injectable()
export class DomainLibrary {
  #domains: Promise<ReadonlyMap<string, LibraryDomain>> | undefined;

  all(): Promise<ReadonlyMap<string, LibraryDomain>> {
    this.#domains ??= readDomains(shippedDomainsFolder());
    return this.#domains;
  }

  async find(name: string): Promise<LibraryDomain | undefined> {
    return (await this.all()).get(name);
  }
}

/** A domain that does not match its digests is our own defect: the service must not start on it. */
async function readDomains(root: string): Promise<ReadonlyMap<string, LibraryDomain>> {
  const domains = new Map<string, LibraryDomain>();
  for (const entry of await readdir(root, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const folder = join(root, entry.name);
    const domain = await readDomainFolder(folder);
    assert(domain.ok, `domain ${entry.name}: ${JSON.stringify(domain)}`.slice(0, 500));
    domains.set(domain.value.definition.task, { ...domain.value, folder });
  }
  return domains;
}
