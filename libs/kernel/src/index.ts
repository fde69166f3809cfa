export { assert, assertDefined, AssertionFailure, unreachable } from './assert.js';
export { canonicalJson, type Json, type JsonTextError, parseJson } from './canonical-json.js';
export type { Clock } from './clock.js';
export { digestOf, sha256Hex } from './digest.js';
export { pointerToken } from './duplicate-name.js';
export { type Difference, firstDifference } from './first-difference.js';
export { asId, decodeId, encodeId, ID_PREFIXES, type Id, type IdKind } from './id.js';
export {
  AMOUNT_MINOR_MAX,
  asCurrency,
  type Currency,
  formatMoney,
  isCurrency,
  minorDigits,
  type Money,
} from './money.js';
export { quantise, type Rounding } from './quantise.js';
export { type Random, seededRandom } from './random.js';
export { err, ok, type Result } from './result.js';
export {
  agreement,
  type Check,
  fails,
  FORM,
  holds,
  readForm,
  type Verification,
  verificationOf,
} from './verification.js';
