export { conflictWith, type RightsConflict, type StandingRight } from './conflicts.js';
export {
  endsAtMs,
  lapsesAtMs,
  type LicenceStanding,
  licenceStanding,
  type LicensedGrant,
  type Metering,
} from './licence-standing.js';
export { type LotKind, type LotTerms, lotTermsSchema } from './terms.js';
