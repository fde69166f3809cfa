import { shown } from '../pricing/minor-amounts.js';
import { CHANGES_MIN, changesOutOfLine } from './changes-out-of-line.js';
import { notScreened, type Screened, screened } from './finding.js';
import { LATE_RISE_CHANGES_MIN, lateRise } from './late-rise.js';
import type { ScalePrior } from './moderated-scale.js';
import { type DossierUsage, usageChanges } from './usage-series.js';

/** Elicited: calls of a small service change by a tenth or two from month to month. */
const USUAL_CHANGE: ScalePrior = { deviation: 0.15, freedom: 4 };
/** A quarter more or less: what a valuation would feel. */
const EXCESS_MIN = Math.log(1.25);

/** Where a domain stands in its dossier. */
export interface DomainPlace {
  readonly name: string;
  /** RFC 6901, of the domain. */
  readonly pointer: string;
}

/** Months whose calls jump, and jump back, or stay. */
export function screenUsageChanges({ name, pointer }: DomainPlace, usage: DossierUsage): Screened {
  const changes = usageChanges(usage);
  const at = `${pointer}/usage`;
  if (changes.length < CHANGES_MIN)
    return notScreened('usage-changes', at, usage.length, tooFew(changes.length, CHANGES_MIN));
  const out = changesOutOfLine(
    changes.map(({ change }) => change),
    USUAL_CHANGE,
    EXCESS_MIN,
  );
  return screened(
    'usage-changes',
    at,
    usage.length,
    out.map(({ index, shape, excess, distance, critical }) => ({
      code: shape === 'outlier' ? 'usage-outlier' : 'usage-step',
      severity: excess > 0 ? 'warning' : 'note',
      subject: { name, pointer: `${at}/${String(changes[index]?.month ?? 0)}/calls` },
      figures: { factor: shown(Math.exp(excess)), distance: shown(distance), critical: shown(critical) },
      text: `Calls are ${Math.exp(excess).toFixed(2)} times what the usual change would have led to${
        shape === 'outlier' ? ', and back the month after.' : ', and stay there.'
      }`,
    })),
  );
}

/** Calls that rise in the last months before the valuation as they did not before. */
export function screenLateUsage({ name, pointer }: DomainPlace, usage: DossierUsage): Screened {
  const changes = usageChanges(usage);
  const at = `${pointer}/usage`;
  if (changes.length < LATE_RISE_CHANGES_MIN)
    return notScreened('usage-late-rise', at, usage.length, tooFew(changes.length, LATE_RISE_CHANGES_MIN));
  const rise = lateRise(
    changes.map(({ change }) => change),
    USUAL_CHANGE,
    EXCESS_MIN,
  );
  if (rise === undefined) return screened('usage-late-rise', at, usage.length, []);
  const { from, excess, distance, critical } = rise;
  return screened('usage-late-rise', at, usage.length, [
    {
      code: 'usage-late-jump',
      severity: 'alarm',
      subject: { name, pointer: `${at}/${String(changes[from]?.month ?? 0)}/calls` },
      figures: {
        factor: shown(Math.exp(excess)),
        months: changes.length - from,
        distance: shown(distance),
        critical: shown(critical),
      },
      text: `Just before the valuation calls rise to ${Math.exp(excess).toFixed(2)} times what the months before lead to.`,
    },
  ]);
}

const tooFew = (changes: number, needed: number): string =>
  `${String(changes)} changes from one month to the next; ${String(needed)} are needed`;
