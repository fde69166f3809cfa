import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, type Json } from '#libs/kernel';
import type { Stage } from './stage.js';

/** Keeps a document that anybody can verify beside the data of the market; answers where. */
export function keepFile({ folder }: Pick<Stage, 'folder'>, name: string, document: Json): string {
  const bundles = join(folder, 'bundles');
  mkdirSync(bundles, { recursive: true });
  const file = join(bundles, `${name}.json`);
  writeFileSync(file, `${canonicalJson(document)}\n`);
  return file;
}
