import { err } from '#libs/kernel';

/** Why no number is given: the series is well formed, but cannot carry a forecast. */
export interface ForecastRefusal {
  readonly code: 'too-few-points' | 'too-few-amounts' | 'horizon-too-far';
  readonly reason: string;
}

export const refuseForecast = (
  code: ForecastRefusal['code'],
  reason: string,
): { readonly ok: false; readonly error: ForecastRefusal } => err({ code, reason });
