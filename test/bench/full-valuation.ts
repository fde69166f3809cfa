import { readFileSync } from 'node:fs';
import { median } from 'simple-statistics';
import { readDossier, type ReadDossier, valueDossier } from '#core/valuation';
import { assert, parseJson } from '#libs/kernel';
import { EXAMPLE_DOSSIER } from '../../libs/valuation/src/core/pricing/dossier/example-dossier.js';
import { timed } from './processor-time.js';
import { say, tell } from './report.js';

const DOSSIERS = {
  'one domain, the least a dossier must hold': JSON.stringify(EXAMPLE_DOSSIER),
  'two domains with everything a dossier can hold': readFileSync(
    'docs/examples/valuation-dossier.json',
    'utf8',
  ),
};

const ROUNDS = 5;

/** From a dossier to four values, curves, sensitivities and the price of one right of each kind, on one thread. */
export function fullValuation(): void {
  for (const [name, text] of Object.entries(DOSSIERS)) {
    const read = readText(text);
    const { pathCount, rights } = read.dossier;
    say(`\nValuation: ${name}; ${String(pathCount)} paths, ${String(rights.length)} rights`);
    const [firstMs = Number.NaN, ...laterMs] = Array.from({ length: 1 + ROUNDS }, () => valuationMs(read));
    tell('processor time, the first time', seconds(firstMs), '< 2 s');
    tell(`processor time, median of ${String(ROUNDS)} more`, seconds(median(laterMs)), '< 2 s');
  }
}

function readText(text: string): ReadDossier {
  const json = parseJson(text);
  assert(json.ok, 'the dossier is JSON');
  const read = readDossier(json.value);
  assert(read.ok, 'the dossier is well formed');
  return read.value;
}

function valuationMs(read: ReadDossier): number {
  const [valued, ms] = timed(() => valueDossier(read));
  assert(valued.ok, 'the dossier carries a value');
  assert(
    valued.value.rights.every((right) => !('refused' in right)),
    'every right has a price',
  );
  return ms;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
