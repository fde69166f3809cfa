import { join } from 'node:path';
import { projectRoot } from '#libs/platform';

/** Where the domains that ship with the product lie, one folder a domain, named like its task. */
export const shippedDomainsFolder = (): string => join(projectRoot(), 'domains');
