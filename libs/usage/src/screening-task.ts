import { type Funding, type MeteredReceipt, type WashReport, washReport } from './core/index.js';

/** What a thread needs to screen a meter: data only, for functions do not cross over. */
export type ScreeningTask = {
  readonly receipts: readonly MeteredReceipt[];
  /** Who controls a party; a party that is not named controls itself. */
  readonly controllers: ReadonlyMap<string, string>;
  readonly fundings: readonly Funding[];
};

export type ScreeningAnswer = Pick<WashReport, 'flagged' | 'raw' | 'clean' | 'concentration'>;

export function screenTask({ receipts, controllers, fundings }: ScreeningTask): ScreeningAnswer {
  const controllerOf = (party: string): string => controllers.get(party) ?? party;
  const { flagged, raw, clean, concentration } = washReport(receipts, { controllerOf, fundings });
  return { flagged, raw, clean, concentration };
}
