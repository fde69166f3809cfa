import { assertDefined } from '#libs/kernel';
import {
  ALARM_LEVEL,
  type Contrast,
  DIFFERENCE_MIN,
  type DomainDefinition,
  type JudgedSlice,
  type RunEvidence,
  type Statistic,
} from './core/index.js';
import type { EvidenceDocument } from './evaluation-evidence.store.js';
import type { KnownSources } from './evidence-plan.js';

type Decay = NonNullable<EvidenceDocument['decay']>;

/** Evidence as it is kept and told. */
export function evidenceDocument(
  definition: DomainDefinition,
  { decay, trend, drift, overlap }: RunEvidence,
  sources: KnownSources | null,
  latency: EvidenceDocument['latency'],
): EvidenceDocument {
  return {
    decay: decay.ok
      ? {
          control: { ...decay.value.control },
          inTimeSlice: decay.value.inTimeSlice,
          alarmLevel: ALARM_LEVEL,
          differenceMin: DIFFERENCE_MIN,
          slices: decay.value.slices.map((slice) => toSlice(definition, slice)),
        }
      : null,
    decayRefusal: decay.ok ? null : decay.error,
    trend: trend === null ? null : { kendall: orNull(trend.kendall), slopePerYear: slopeOf(trend.theilSen) },
    drift: drift === null ? null : { of: drift.of, isPriced: false, slices: drift.slices.map(toDrift) },
    contamination: {
      overlap: overlap.ok ? { ...overlap.value, overlapping: { ...overlap.value.overlapping } } : null,
      overlapRefusal: overlap.ok ? null : overlap.error,
      knownSources: sources,
    },
    latency,
  };
}

/** Of a run that has no evidence but its score. */
export const refusedEvidence = (reason: string, latency: EvidenceDocument['latency']): EvidenceDocument => ({
  decay: null,
  decayRefusal: reason,
  trend: null,
  drift: null,
  contamination: { overlap: null, overlapRefusal: reason, knownSources: null },
  latency,
});

function toSlice(
  { slices }: DomainDefinition,
  { slice: key, frozen, control, controlRows, evidence }: JudgedSlice,
): Decay['slices'][number] {
  const { label, metric, meanDate } = assertDefined(
    slices.find((slice) => slice.key === key),
    'a slice of the domain',
  );
  const found = evidence.ok ? evidence.value : undefined;
  return {
    slice: key,
    label,
    metric,
    meanDate: meanDate ?? null,
    verdict: found?.verdict ?? 'undecided',
    refusal: evidence.ok ? refusalOf(evidence.value) : evidence.error,
    frozen,
    control,
    controlRows,
    gain: figureOf(found?.gain),
    gainInTime: figureOf(found?.gainInTime),
    excessGain: figureOf(found?.excessGain),
    frozenLoss: figureOf(found?.frozenLoss),
    controlLoss: figureOf(found?.controlLoss),
    staleness: found?.staleness === undefined ? null : { ...found.staleness },
    hardness: found?.hardness === undefined ? null : { ...found.hardness },
  };
}

function refusalOf({
  staleness,
  hardness,
}: Pick<Extract<JudgedSlice['evidence'], { ok: true }>['value'], 'staleness' | 'hardness'>): string | null {
  if (hardness === undefined) return 'There are too few clusters of a class to test the slice.';
  return staleness === undefined ? 'The control knows nothing that the model does not know.' : null;
}

const figureOf = (contrast: Contrast | undefined) =>
  contrast === undefined ? null : { value: contrast.value, lower: contrast.lower, upper: contrast.upper };

const slopeOf = (slope: NonNullable<RunEvidence['trend']>['theilSen']) =>
  slope.ok ? { value: slope.value.slope, lower: slope.value.lower, upper: slope.value.upper } : null;

const orNull = <T>(statistic: Statistic<T>): T | null => (statistic.ok ? statistic.value : null);

const toDrift = ({
  slice,
  labelShift,
  ...measures
}: NonNullable<RunEvidence['drift']>['slices'][number]): NonNullable<
  EvidenceDocument['drift']
>['slices'][number] => ({
  slice,
  kolmogorovSmirnov: orNull(measures.kolmogorovSmirnov),
  populationStabilityIndex: orNull(measures.populationStabilityIndex),
  jensenShannon: orNull(measures.jensenShannon),
  wasserstein: orNull(measures.wasserstein),
  labelShift,
});
