import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '#libs/kernel';

const SOURCES_FILE = 'sources.json';

const sources = z.object({ sources: z.array(z.object({ package: z.string() })) });

/** Names of the packages that the rows of a domain come from; undefined where the folder does not say. */
export async function domainSources(folder: string): Promise<readonly string[] | undefined> {
  const text = await readFile(join(folder, SOURCES_FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const json = parseJson(text);
  const parsed = sources.safeParse(json.ok ? json.value : undefined);
  return parsed.success ? parsed.data.sources.map((source) => source.package) : undefined;
}
