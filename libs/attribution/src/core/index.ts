export {
  type DeclaredWeight,
  freezeWeights,
  type FrozenWeight,
  PARTIES_MAX,
  PPB,
  type WeightsFault,
} from './declared-weights.js';
export * from './methods/index.js';
export { type WeightsDocument, weightsDocument, weightsDocumentSchema } from './weights-document.js';
