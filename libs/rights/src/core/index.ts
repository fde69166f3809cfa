export { conflictWith, type RightsConflict, type StandingRight } from './conflicts.js';
export { type LotKind, type LotTerms, lotTermsSchema } from './terms.js';
