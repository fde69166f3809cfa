import type { Domain, Slice } from './market-view.js';

type MetricName = { readonly name: string; readonly meaning: string };

const NAMES: Readonly<Record<Slice['metric'], MetricName>> = {
  recall: { name: 'Recall', meaning: 'share of the positives that a model finds' },
  accuracy: { name: 'Accuracy', meaning: 'share of right answers' },
  balanced_accuracy: { name: 'Balanced accuracy', meaning: 'mean share of right answers over the labels' },
  auroc: { name: 'AUROC', meaning: 'chance that a positive gets a higher score than a negative' },
  false_positive_rate: {
    name: 'False positives',
    meaning: 'share of the negatives that a model takes for positives',
  },
};

/** What the dated slices of a domain are scored by. */
export const headlineMetric = ({ slices }: Pick<Domain, 'slices'>): MetricName =>
  NAMES[slices.find(({ meanDate }) => meanDate !== null)?.metric ?? 'accuracy'];
