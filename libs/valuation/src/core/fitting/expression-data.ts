import { err, ok, pointerToken, type Result } from '#libs/kernel';

/** Where a request is at fault: an RFC 6901 pointer into it, and why. */
export interface FitFault {
  readonly path: string;
  readonly reason: string;
}

/** Rows to which an expression is fitted: all lists have one length. */
export interface ExpressionData {
  /** Predictors by name; a single one is called x. */
  readonly x: readonly number[] | Readonly<Record<string, readonly number[]>>;
  readonly y: readonly number[];
  /** Standard deviations of y up to a common factor, which is estimated. Not together with trials. */
  readonly sd?: readonly number[] | undefined;
  /** Trials of which y is the share of successes. */
  readonly trials?: readonly number[] | undefined;
}

export interface NamedPredictors {
  readonly names: readonly string[];
  readonly columns: readonly (readonly number[])[];
}

/** Predictors with their names, once all numbers are finite, lists are of one length and weights are usable. */
export function checkedPredictors({ x, y, sd, trials }: ExpressionData): Result<NamedPredictors, FitFault> {
  const named: [string, string, readonly number[]][] = isList(x)
    ? [['x', '/x', x]]
    : Object.entries(x).map(([name, column]) => [name, `/x${pointerToken(name)}`, column]);
  const [[, , first] = []] = named;
  if (first === undefined) return err({ path: '/x', reason: 'names no predictor' });
  if (first.length === 0) return err({ path: '/x', reason: 'has no rows' });
  if (sd !== undefined && trials !== undefined)
    return err({ path: '/trials', reason: 'stands beside sd; rows are weighted by one of them' });
  const lists: [string, readonly number[]][] = named.map(([, path, column]) => [path, column]);
  lists.push(['/y', y]);
  if (sd !== undefined) lists.push(['/sd', sd]);
  if (trials !== undefined) lists.push(['/trials', trials]);
  for (const [path, list] of lists) {
    const fault = listFault(path, list, first.length);
    if (fault !== undefined) return err(fault);
  }
  const weight = weightFault('/sd', sd, (value) => value > 0, 'must be above 0') ?? trialsFault(y, trials);
  if (weight !== undefined) return err(weight);
  return ok({ names: named.map(([name]) => name), columns: named.map(([, , column]) => column) });
}

const isList = (x: ExpressionData['x']): x is readonly number[] => Array.isArray(x);

function listFault(path: string, list: readonly number[], rowCount: number): FitFault | undefined {
  if (list.length !== rowCount)
    return { path, reason: `has ${String(list.length)} rows, x has ${String(rowCount)}` };
  return weightFault(path, list, Number.isFinite, 'is not a finite number');
}

function weightFault(
  path: string,
  list: readonly number[] | undefined,
  holds: (value: number) => boolean,
  reason: string,
): FitFault | undefined {
  const index = list?.findIndex((value) => !holds(value)) ?? -1;
  return index < 0 ? undefined : { path: `${path}/${String(index)}`, reason };
}

function trialsFault(y: readonly number[], trials: readonly number[] | undefined): FitFault | undefined {
  if (trials === undefined) return undefined;
  return (
    weightFault(
      '/trials',
      trials,
      (value) => Number.isSafeInteger(value) && value > 0,
      'must be a count above 0',
    ) ?? weightFault('/y', y, (value) => value >= 0 && value <= 1, 'is no share of trials: outside 0 to 1')
  );
}
