export {
  attribute,
  ATTRIBUTION_METHODS,
  attributionInput,
  type AttributionValues,
  faultOf,
  type InputFault,
  namedValues,
  POINTS_EXACT_MAX,
  POINTS_MAX,
  type Progress,
  readAttributionInput,
  VOTERS_MAX,
} from './computation/index.js';
export {
  type DeclaredWeight,
  freezeWeights,
  type FrozenWeight,
  PARTIES_MAX,
  PPB,
  type WeightsFault,
} from './declared-weights.js';
export * from './methods/index.js';
export {
  declarationDocument,
  type DeclarationSignature,
  signaturesFault,
  type SignaturesFault,
} from './signed-declaration.js';
export * from './sources/index.js';
export * from './training/index.js';
export { verifyAttribution } from './verify-attribution.js';
export { verifyWeights } from './verify-weights.js';
export {
  computedWeightsDocument,
  type WeightsDocument,
  weightsDocument,
  weightsDocumentSchema,
  type WeightsMethod,
} from './weights-document.js';
