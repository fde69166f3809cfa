export {
  type PricingDossier,
  type PricingDossierDocument,
  pricingDossierJsonSchema,
} from './dossier/dossier-schema.js';
export { type ReadDossier, readDossier } from './dossier/read-dossier.js';
export type { PricingRefusal, PricingRefusalCode } from './refusal.js';
export { type PricedRight, type Valuation, VALUATION_METHOD } from './valuation.js';
export { valueDossier } from './value-dossier.js';
