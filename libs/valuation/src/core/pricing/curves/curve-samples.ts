import { SAMPLE_YEARS } from '../time-grid.js';
import type { DomainPath } from '../flows/domain-path.js';
import type { PricingModel } from '../flows/pricing-model.js';

/** Values of one quantity over paths and times: that of path p at sample s stands at [s × paths + p]. */
export type Bundle = Float64Array;

/** What one domain did on the paths whose courses are shown. */
export interface DomainSamples {
  readonly quality: Bundle;
  /** Calls a month as customers leave, before rivals and quality take any. */
  readonly calls: Bundle;
  /** Calls a month that still come. */
  readonly demand: Bundle;
  /** Cost of the right answers of one call elsewhere, in minor units. */
  readonly substituteCost: Bundle;
  /** What one call still saves, less its cost to serve. */
  readonly savingPerCall: Bundle;
}

/** The courses behind curves and clocks. */
export interface CurveSamples {
  readonly pathCount: number;
  readonly domains: readonly DomainSamples[];
}

/** Enough for the deciles that are shown. */
export const CURVE_PATHS = 2_000;

export function emptySamples(domainCount: number, pathCount: number): CurveSamples {
  const bundle = (): Bundle => new Float64Array(SAMPLE_YEARS.length * pathCount);
  return {
    pathCount,
    domains: Array.from({ length: domainCount }, () => ({
      quality: bundle(),
      calls: bundle(),
      demand: bundle(),
      substituteCost: bundle(),
      savingPerCall: bundle(),
    })),
  };
}

/** Keeps path `index`; those beyond the samples' number are not kept. */
export function keepPath(
  samples: CurveSamples,
  model: PricingModel,
  domains: readonly DomainPath[],
  index: number,
): void {
  if (index >= samples.pathCount) return;
  for (const [which, path] of domains.entries()) {
    const out = samples.domains[which];
    const serve = model.domains[which]?.servePerCall;
    if (out === undefined || serve === undefined) continue;
    for (let sample = 0; sample < SAMPLE_YEARS.length; sample++) {
      const at = sample * samples.pathCount + index;
      const saving = path.savingPerCall[sample] ?? 0;
      out.quality[at] = path.quality[sample] ?? 0;
      out.calls[at] = (path.forecastCalls[sample] ?? 0) * (model.attrition[sample] ?? 0);
      out.demand[at] = path.demand[sample] ?? 0;
      out.substituteCost[at] = saving + (serve[sample] ?? 0);
      out.savingPerCall[at] = saving;
    }
  }
}
