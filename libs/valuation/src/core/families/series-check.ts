import { err, ok, type Result } from '#libs/kernel';
import type { FamilyKind, FamilyOptions, FamilyRefusal, FamilySeries } from './family.js';

export const refuse = (
  code: FamilyRefusal['code'],
  reason: string,
): { readonly ok: false; readonly error: FamilyRefusal } => err({ code, reason });

/**
 * Accepts a series that a family of this kind can be fitted to: finite numbers at ascending times, shares between
 * 0 and 1 or amounts above 0, usable weights, and enough points at enough times for the parameters.
 */
export function checkSeries(
  kind: FamilyKind,
  series: FamilySeries,
  options: FamilyOptions,
  parameterCount: number,
): Result<true, FamilyRefusal> {
  const invalid = faultOf(kind, series, options);
  if (invalid !== undefined) return refuse('invalid-observation', invalid);
  const { t } = series;
  const seen = t.filter((_, index) => series.censored?.[index] !== true).length;
  if (seen < parameterCount + 1)
    return refuse(
      'too-few-points',
      `${String(seen)} points; ${String(parameterCount)} parameters need ${String(parameterCount + 1)}`,
    );
  if (t[0] === t.at(-1)) return refuse('no-time-spread', 'all points stand at one time');
  return ok(true);
}

function faultOf(kind: FamilyKind, series: FamilySeries, options: FamilyOptions): string | undefined {
  const { t, y, trials, sd, censored } = series;
  for (const [name, list] of Object.entries({ y, trials, sd, censored }))
    if (list !== undefined && list.length !== t.length)
      return `${name} has ${String(list.length)} entries, t has ${String(t.length)}`;
  const { chanceLevel = 0 } = options;
  if (!(chanceLevel >= 0 && chanceLevel < 1))
    return `the chance level ${String(chanceLevel)} is outside [0, 1)`;
  const inRange =
    kind === 'quality' ? (v: number) => v >= 0 && v <= 1 : (v: number) => v > 0 && Number.isFinite(v);
  const y0 = y.find((value) => !inRange(value));
  if (y0 !== undefined)
    return `y holds ${String(y0)}: ${kind === 'quality' ? 'a share lies in 0 to 1' : 'an amount is above 0'}`;
  if (!t.every((time, index) => Number.isFinite(time) && (index === 0 || time >= (t[index - 1] ?? 0))))
    return 't does not ascend';
  if (trials?.some((n) => !(Number.isSafeInteger(n) && n > 0)) === true) return 'trials are counts above 0';
  if (sd?.some((s) => !(Number.isFinite(s) && s > 0)) === true) return 'sd is above 0';
  if (trials !== undefined && (sd !== undefined || kind === 'amount'))
    return 'trials weight shares, and nothing else does beside them';
  if (censored !== undefined && kind === 'quality') return 'a share is never censored';
  return undefined;
}
