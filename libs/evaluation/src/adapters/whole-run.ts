import type { VersionAdapter } from '#core/catalog';
import { assert, assertDefined } from '#libs/kernel';
import type { DomainRow } from '../core/domain-row.js';
import type { ModelAnswer } from '../core/model-answer.js';
import { askRows } from './ask-rows.js';

/**
 * Asks a model that needs no network about rows, in this process, without database or queue. Asserts on whatever
 * goes wrong, so it is for tests and tools.
 *
 * @param folder of the domain, where the files of its models lie
 */
export async function askAll(
  adapter: VersionAdapter,
  folder: string,
  rows: readonly DomainRow[],
): Promise<ReadonlyMap<string, ModelAnswer>> {
  const said = await askRows(
    adapter,
    folder,
    rows.map(({ input }) => input),
  );
  assert(said.ok, `expected answers: ${JSON.stringify(said)}`);
  return new Map(
    rows.map(({ id }, index) => [id, assertDefined(said.value[index], 'an answer to each row')]),
  );
}
