import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '#libs/platform';
import { createKey, hasKey, readKey } from '../../cli/src/trustee/key-file.js';
import { type EmbeddedTrustee, startTrusteeProcess } from './trustee-process.js';

const COUNT = 3;
/** How many of them have to act for a bid to be opened. */
const THRESHOLD = 2;

/**
 * The trustees that an installation brings along, with keys of their own; the first time, makes them. They are told to
 * the service by its settings, so this comes before its start. None when the settings name other trustees.
 */
export function embedTrustees(installationFolder: string): readonly EmbeddedTrustee[] {
  if (process.env['SALVOR_TRUSTEES'] !== undefined) return [];
  const trustees = Array.from({ length: COUNT }, (_, at) =>
    openTrustee(installationFolder, `trustee-${String(at + 1)}`),
  );
  process.env['SALVOR_TRUSTEES'] = trustees.map(({ id, publicKey }) => `${id}:${publicKey}`).join(',');
  process.env['SALVOR_TRUSTEE_THRESHOLD'] ??= String(THRESHOLD);
  return trustees;
}

function openTrustee(installationFolder: string, id: string): EmbeddedTrustee {
  const folder = join(installationFolder, 'trustees', id);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const key = hasKey(folder) ? readKey(folder) : createKey(folder, id);
  if (!key.ok) throw new ConfigurationError(key.error);
  return { id, folder, publicKey: key.value.publicKey };
}

/** Runs each trustee as a process of its own. `onEnd` gets a sentence when one ended unasked; it is started again. */
export function startTrustees(
  trustees: readonly EmbeddedTrustee[],
  serviceUrl: string,
  onEnd: (sentence: string) => void,
): { readonly stop: () => Promise<void> } {
  const processes = trustees.map((trustee) => startTrusteeProcess(trustee, serviceUrl, onEnd));
  return {
    stop: async () => {
      await Promise.all(processes.map(({ stop }) => stop()));
    },
  };
}
