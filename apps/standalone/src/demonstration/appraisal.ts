import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as usage from '#contract/usage';
import * as valuation from '#contract/valuation';
import { asCurrency, encodeId } from '#libs/kernel';
import { projectRoot } from '#libs/platform';
import { z } from 'zod';
import { DOMAIN, type Evidence } from './evidence.js';
import { type Player, type Stage, stepKey, waitFor } from './stage.js';

export const TERM_MONTHS = 24;

/** The made-up part of the demonstration, in one file that says so. */
const fixture = z.object({
  currency: z.string(),
  valuationDate: z.iso.date(),
  months: z.array(usage.usageMonth),
  assumptions: valuation.assumptions,
});

export type Price = {
  readonly valuationId: z.output<typeof valuation.valuationView>['id'];
  readonly currency: ReturnType<typeof asCurrency>;
  readonly p10Minor: bigint;
  readonly p50Minor: bigint;
  readonly p90Minor: bigint;
  readonly reserveAdviceMinor: bigint;
};

/** Records the usage series, asks for a valuation, and returns when it is frozen. */
export async function appraiseSubject(stage: Stage, seller: Player, { subject }: Evidence): Promise<Price> {
  const file = join(projectRoot(), 'apps', 'standalone', 'fixtures', 'usage.json');
  const { currency, valuationDate, months, assumptions } = fixture.parse(
    JSON.parse(readFileSync(file, 'utf8')),
  );
  const usageContract = { body: usage.recordUsage, view: usage.usageSeriesView };
  const series = { currency: asCurrency(currency), source: 'fixture' as const, months };
  await seller.client.post(
    `/v1/models/${encodeId('model', subject.modelId)}/usage`,
    usageContract,
    series,
    stepKey('usage'),
  );
  const contract = { body: valuation.requestValuation, view: valuation.valuationView };
  const request = {
    versionId: subject.id,
    domain: DOMAIN,
    currency: asCurrency(currency),
    valuationDate,
    seed: 'demonstration',
    assumptions,
    right: { kind: 'usage-licence' as const, termMonths: TERM_MONTHS, licensees: 1 },
  };
  const { id } = await seller.client.post('/v1/valuations', contract, request, stepKey('valuation'));
  const ask = () => seller.client.get(`/v1/valuations/${encodeId('valuation', id)}`, valuation.valuationView);
  const frozen = await waitFor(stage, ask, ({ state }) => state !== 'queued');
  const price = frozen.prices?.[0];
  if (price === undefined) throw new Error(`the valuation was ${frozen.state}: ${frozen.reason ?? ''}`);
  return {
    valuationId: id,
    currency: frozen.currency,
    p10Minor: BigInt(price.p10Minor),
    p50Minor: BigInt(price.p50Minor),
    p90Minor: BigInt(price.p90Minor),
    reserveAdviceMinor: BigInt(price.reserveAdviceMinor),
  };
}
