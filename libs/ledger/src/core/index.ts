export {
  accountKey,
  type AccountRef,
  floorMinor,
  PARTY_PURPOSES,
  type PartyAccount,
  partyAccount,
  type PartyPurpose,
  SYSTEM_PURPOSES,
  type SystemAccount,
  systemAccount,
  type SystemPurpose,
} from './account.js';
export { apportion, type ApportionFault, type Apportionment, type Claim, type Share } from './apportion.js';
export { type Batch, batchOf, type Step } from './batch.js';
export {
  type Hold,
  planPosting,
  type Posting,
  type PostingFault,
  type PostingRequest,
  type Release,
  TRANSFERS_MAX,
} from './posting.js';
export type { Line, Transfer, TransferFault } from './transfer.js';
