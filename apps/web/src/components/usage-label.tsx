import type { ShownDocument } from '../valuation-document.js';

/** Whose word the usage figures are, where it is not that of metered receipts. */
export const UsageLabel = ({ source }: { readonly source: ShownDocument['usageSource'] }) => {
  if (source === 'fixture')
    return <strong class="label">usage figures are made up for the demonstration</strong>;
  return source === 'declared' ? <strong class="label">usage figures are the seller’s word</strong> : null;
};
