import { notScreened, type Screened, screened } from './finding.js';
import type { DomainPlace } from './usage-changes.js';
import type { DossierUsage } from './usage-series.js';

const MONTHS_MIN = 4;
const HUNDRED = 100n;
/** Calls from which the last two digits are a matter of chance. */
const CALLS_MIN = 10_000n;

/** Months whose calls all end in two zeros, which metered ones do once in a hundred: told, not counted. */
export function screenUsageRounding({ name, pointer }: DomainPlace, usage: DossierUsage): Screened {
  const at = `${pointer}/usage`;
  const large = usage.filter(({ calls }) => calls >= CALLS_MIN);
  if (large.length < MONTHS_MIN)
    return notScreened(
      'usage-rounding',
      at,
      usage.length,
      `${String(large.length)} months of ${String(CALLS_MIN)} calls or more; ${String(MONTHS_MIN)} are needed`,
    );
  if (large.some(({ calls }) => calls % HUNDRED !== 0n))
    return screened('usage-rounding', at, usage.length, []);
  return screened('usage-rounding', at, usage.length, [
    {
      code: 'usage-rounded',
      severity: 'note',
      subject: { name, pointer: at },
      figures: { months: large.length },
      text: 'Calls are whole hundreds in every month: written down by somebody, and not counted by a meter.',
    },
  ]);
}
