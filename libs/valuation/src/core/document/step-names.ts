import type { BridgeStepName } from '../pricing/value-bridge.js';

const STEP_NAMES: Readonly<Record<BridgeStepName, string>> = {
  'receipts-as-today': 'Receipts if all stayed as today',
  'usage-decay': 'Customers leave',
  'quality-decay': 'Quality decays',
  'rivals-and-attrition': 'Rivals and attrition take calls',
  'substitute-price': 'Substitutes get cheaper',
  fee: 'Fee on receipts',
  'cost-to-serve': 'Cost of serving the calls',
  'right-to-pause': 'Right to pause a domain at a loss',
  'platform-and-deletion': 'Platform closes, deletion ordered',
  'fixed-cost': 'Fixed cost',
  'right-to-give-up': 'Right to give the model up',
  discounting: 'Later money is worth less',
  'cost-of-an-equal-model': 'Cap: cost of an equal model',
  'median-below-mean': 'Median differs from the mean',
  'free-to-decline': 'Nobody has to take it',
  'from-appraised-value': 'Median of the base value',
  'expected-hammer': 'What bids are expected to reach',
  'comparable-sales': 'Comparable sales',
  'from-market-value': 'Median of the market value',
  'forced-sale': 'The sale cannot wait',
  'existing-grants': 'Rights that others hold',
};

/** A step of a bridge as people say it; one that is not known here keeps its own name. */
export const stepName = (step: string): string =>
  new Map<string, string>(Object.entries(STEP_NAMES)).get(step) ?? step;
