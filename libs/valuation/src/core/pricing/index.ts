export {
  composeDossier,
  type MonthOnRecord,
  type StatedTerms,
  type VersionRecords,
} from './dossier/compose-dossier.js';
export type { Comparable } from './dossier/comparable-schema.js';
export type { DossierInvalid } from './dossier/dossier-invalid.js';
export {
  type PricingDossier,
  type PricingDossierDocument,
  pricingDossierJsonSchema,
} from './dossier/dossier-schema.js';
export { type ReadDossier, readDossier } from './dossier/read-dossier.js';
export type { PricingRefusal, PricingRefusalCode } from './refusal.js';
export { type PricedRight, type Valuation, VALUATION_METHOD } from './valuation.js';
export { type PriceOfTerms, priceOfTerms, type PriceRange } from './price-of-terms.js';
export { valueDossier } from './value-dossier.js';
export { verifyValuation } from './verify-valuation.js';
