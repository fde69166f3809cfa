import * as catalog from '#contract/catalog';
import * as evaluation from '#contract/evaluation';
import * as valuation from '#contract/valuation';
import { encodeId } from '#libs/kernel';
import type { Answers } from './answers.js';
import { never, NOW_AND_THEN_MS, SELDOM_MS } from './keeping-times.js';
import type { Contender, Priced, ResidualEdges, Version } from './market-view.js';
import { isOpenRun, isOpenValuation } from './progress.js';

/** More would neither fit a chart nor the request limit of one visitor. */
export const CONTENDERS_MAX = 12;

/** Runs and valuations are asked for again soon while there are none, or one is under way. */
export async function loadContender(answers: Answers, version: Version): Promise<Contender> {
  const path = `/v1/versions/${encodeId('version', version.id)}`;
  const keepMs = (isMoving: boolean): number => (isMoving ? NOW_AND_THEN_MS : SELDOM_MS);
  const [{ runs }, { valuations }] = await Promise.all([
    answers.get(`${path}/runs`, evaluation.runList, (list) =>
      keepMs(list.runs.length === 0 || list.runs.some(isOpenRun)),
    ),
    answers.get(`${path}/valuations`, valuation.valuationList, (list) =>
      keepMs(list.valuations.length === 0 || list.valuations.some(isOpenValuation)),
    ),
  ]);
  return { version, runs, valuations };
}

/** Those beside which the valued version was tested, where they are not listed anyway; itself first. */
export async function loadRivals(
  answers: Answers,
  listed: readonly Contender[],
  priced: Priced | undefined,
  edges: ResidualEdges,
): Promise<readonly Contender[]> {
  if (priced === undefined) return [];
  const known = new Set(listed.map(({ version }) => version.id));
  const [domain] = priced.valuation.domains;
  const tested = edges.versions.filter(({ cells }) => cells.some((cell) => cell.domain === domain));
  const missing = [priced.version.id, ...tested.map(({ id }) => id)].filter((id) => !known.has(id));
  return Promise.all([...new Set(missing)].slice(0, CONTENDERS_MAX).map((id) => loadById(answers, id)));
}

export const loadVersion = (answers: Answers, id: Version['id']): Promise<Version> =>
  answers.get(`/v1/versions/${encodeId('version', id)}`, catalog.versionView, never);

const loadById = async (answers: Answers, id: Version['id']): Promise<Contender> =>
  loadContender(answers, await loadVersion(answers, id));
