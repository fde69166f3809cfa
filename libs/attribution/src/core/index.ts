export {
  type DeclaredWeight,
  freezeWeights,
  type FrozenWeight,
  PARTIES_MAX,
  PPB,
  type WeightsFault,
} from './declared-weights.js';
export { type WeightsDocument, weightsDocument, weightsDocumentSchema } from './weights-document.js';
