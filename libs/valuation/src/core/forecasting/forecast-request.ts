/** What is forecast: a share of right answers (0 to 1), or an amount (0 or more). */
export type ForecastKind = 'quality' | 'amount';

export interface ForecastRequest {
  readonly kind: ForecastKind;
  /** Times in any unit, strictly ascending. They need not be regular, and a missing point is simply absent. */
  readonly t: readonly number[];
  readonly y: readonly number[];
  /** Quality only: questions asked for each score. With it the noise of sampling is known. */
  readonly trials?: readonly number[] | undefined;
  /** Times after the last of `t`. */
  readonly horizons: readonly number[];
  /** Levels of the central prediction intervals, strictly between 0 and 1. */
  readonly levels: readonly number[];
  readonly seed: string;
}

/** Where a request is at fault (an RFC 6901 pointer), and why. */
export interface RequestFault {
  readonly path: string;
  readonly reason: string;
}

/** The first thing that makes a request meaningless; undefined where there is none. */
export function findRequestFault(request: ForecastRequest): RequestFault | undefined {
  return (
    lengthFault(request) ??
    entryFault('t', request.t, (time, at) => timeFault(time, request.t[at - 1])) ??
    entryFault('y', request.y, (value) => valueFault(request.kind, value)) ??
    trialsFault(request) ??
    entryFault('horizons', request.horizons, (time) => horizonFault(time, request.t.at(-1))) ??
    entryFault('levels', request.levels, (level) =>
      level > 0 && level < 1 ? undefined : 'is not strictly between 0 and 1',
    )
  );
}

function lengthFault({ t, y, trials }: ForecastRequest): RequestFault | undefined {
  for (const [name, list] of Object.entries({ y, trials }))
    if (list !== undefined && list.length !== t.length)
      return {
        path: `/${name}`,
        reason: `has ${String(list.length)} entries, t has ${String(t.length)}`,
      };
  return undefined;
}

function entryFault(
  name: string,
  list: readonly number[],
  faultOf: (value: number, at: number) => string | undefined,
): RequestFault | undefined {
  for (const [at, value] of list.entries()) {
    const reason = Number.isFinite(value) ? faultOf(value, at) : 'is not a finite number';
    if (reason !== undefined) return { path: `/${name}/${String(at)}`, reason };
  }
  return undefined;
}

const timeFault = (time: number, before: number | undefined): string | undefined =>
  before === undefined || time > before ? undefined : `is not after ${String(before)}, the time before it`;

function valueFault(kind: ForecastKind, value: number): string | undefined {
  if (value < 0) return `${String(value)} is below 0`;
  return kind === 'quality' && value > 1
    ? `${String(value)} is above 1, the best quality there is`
    : undefined;
}

function trialsFault({ kind, trials }: ForecastRequest): RequestFault | undefined {
  if (trials === undefined) return undefined;
  if (kind === 'amount') return { path: '/trials', reason: 'only scores of quality have trials' };
  return entryFault('trials', trials, (count) =>
    Number.isSafeInteger(count) && count > 0 ? undefined : 'is not a whole number above 0',
  );
}

const horizonFault = (time: number, last: number | undefined): string | undefined =>
  last === undefined || time > last ? undefined : `is not after ${String(last)}, the last time of the series`;
