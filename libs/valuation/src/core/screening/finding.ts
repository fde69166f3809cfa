/** What the screen can find in a dossier. */
export type FindingCode =
  | 'usage-outlier'
  | 'usage-step'
  | 'usage-late-jump'
  | 'usage-too-flat'
  | 'usage-rounded'
  | 'revenue-without-calls'
  | 'call-price-out-of-line'
  | 'score-impossible'
  | 'score-variance-low'
  | 'score-outlier'
  | 'score-step'
  | 'score-late-jump'
  | 'comparable-out-of-line'
  | 'comparable-repeated'
  | 'comparable-below-reserve'
  | 'losing-bid-above-price';

/**
 * `note`: worth knowing. `warning`: should be explained before anybody relies on the figure. `alarm`: it raises the
 * value just before the valuation.
 */
export type Severity = 'note' | 'warning' | 'alarm';

/** Something in the inputs that clean data seldom show. It is a reason to ask, and no proof of anything. */
export type Finding = {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly subject: {
    /** The domain, or `comparables`. */
    readonly name: string;
    /** RFC 6901, into the dossier. */
    readonly pointer: string;
  };
  /** What the finding rests on, by name. */
  readonly figures: Readonly<Record<string, number>>;
  readonly text: string;
};

/** A test of one series: how much it looked at, and why it could not where it could not. */
export type Check = {
  readonly name: CheckName;
  readonly pointer: string;
  readonly observations: number;
  readonly skipped: string | null;
};

export type CheckName =
  | 'usage-changes'
  | 'usage-late-rise'
  | 'usage-flatness'
  | 'usage-rounding'
  | 'call-price'
  | 'score-precision'
  | 'score-variance'
  | 'score-changes'
  | 'score-late-rise'
  | 'comparable-residuals'
  | 'comparable-consistency';

/** One check with what it found. */
export interface Screened {
  readonly check: Check;
  readonly findings: readonly Finding[];
}

/** A check that the data cannot carry finds nothing, and says so. */
export const notScreened = (
  name: CheckName,
  pointer: string,
  observations: number,
  skipped: string,
): Screened => ({ check: { name, pointer, observations, skipped }, findings: [] });

export const screened = (
  name: CheckName,
  pointer: string,
  observations: number,
  findings: readonly Finding[],
): Screened => ({ check: { name, pointer, observations, skipped: null }, findings });
