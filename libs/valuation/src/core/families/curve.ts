import type { AmountShape, QualityShape } from './family.js';
import type { RowModel } from '../fitting/expression-evaluator.js';
import type { ParameterScale } from './parameter-scale.js';

export interface CurveParameter {
  readonly name: string;
  readonly scale: ParameterScale;
}

/** A series in outline, from which starting values are guessed: skill (quality) or amounts, without noise. */
export interface SeriesOutline {
  /** Typical value of the first third of the points, and of the last. */
  readonly first: number;
  readonly last: number;
  /** Time from the first to the last point. */
  readonly span: number;
}

/** A family whose course is a function of time and parameters. */
export interface Curve<Name extends QualityShape | AmountShape = QualityShape | AmountShape> {
  readonly name: Name;
  readonly parameters: readonly CurveParameter[];
  /**
   * Skill u (quality) or log amount, and derivatives by the working parameters, at times since the first point;
   * `gap` is the typical time between points.
   */
  readonly modelAt: (times: readonly number[], gap: number) => RowModel;
  /** Natural parameters from which a search may begin, some of them far apart. */
  readonly starts: (outline: SeriesOutline) => readonly (readonly number[])[];
}
