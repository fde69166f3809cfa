export type {
  AmountShape,
  Family,
  FamilyFit,
  FamilyKind,
  FamilyOptions,
  FamilyRefusal,
  FamilySeries,
  FittedParameter,
  QualityShape,
} from './family.js';
export { AMOUNT_SHAPES, QUALITY_SHAPES } from './family-registry.js';
export { sampleParameters } from './sample-parameters.js';
export { shrunkDispersion } from './shrunk-dispersion.js';
export { pointsToWeigh, weighFamilies, type WeighedFamily } from './weigh-families.js';
