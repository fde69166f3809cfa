import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { domainSources } from './domain-sources.js';
import { shippedDomainsFolder } from './shipped-domains.js';

describe('domainSources', () => {
  it('names the packages that the rows of a domain come from', async () => {
    expect(await domainSources(join(shippedDomainsFolder(), 'sentiment-sites'))).toEqual(['sentiment']);
  });

  it('knows nothing of domains that do not say, or not so that it can be read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'salvor-sources-'));
    try {
      expect(await domainSources(folder)).toBeUndefined();
      await writeFile(join(folder, 'sources.json'), '{"sources": 1}');
      expect(await domainSources(folder)).toBeUndefined();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
