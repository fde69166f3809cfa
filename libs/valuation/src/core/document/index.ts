export type { RefusalAbout, Staleness, ValuationAbout } from './about.js';
export { type LinearScale, linearScale } from './charts/linear-scale.js';
export { refusalHtml, type ShownRefusal } from './refusal-html.js';
export { rightName, termsText } from './right-text.js';
export { stepName } from './step-names.js';
export { valuationHtml } from './valuation-html.js';
