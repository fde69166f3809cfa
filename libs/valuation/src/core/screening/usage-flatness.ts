import { monthIndexOf } from '#core/usage';
import { shown } from '../pricing/minor-amounts.js';
import { curvatureTest, SMOOTH_ERROR_RATE } from './curvature-test.js';
import { notScreened, type Screened, screened } from './finding.js';
import type { DomainPlace } from './usage-changes.js';
import type { DossierUsage } from './usage-series.js';

const TRIPLES_MIN = 3;
/** Counts from which a logarithm is normal enough for the test. */
const CALLS_MIN = 30;

/**
 * Calls that vary less than independent calls can: their number is at least as scattered as Poisson's, whose variance
 * is its mean. A contract over a fixed volume is as flat, and so is a script.
 */
export function screenUsageFlatness({ name, pointer }: DomainPlace, usage: DossierUsage): Screened {
  const at = `${pointer}/usage`;
  const skip = (reason: string): Screened => notScreened('usage-flatness', at, usage.length, reason);
  if (usage.length < 3 * TRIPLES_MIN)
    return skip(`${String(usage.length)} months; ${String(3 * TRIPLES_MIN)} are needed`);
  if (usage.some(({ calls }) => calls < CALLS_MIN))
    return skip(`a month with fewer than ${String(CALLS_MIN)} calls`);
  const { triples, dispersion, tail } = curvatureTest(
    usage.map(({ month, calls }) => ({
      t: monthIndexOf(month),
      value: Math.log(Number(calls)),
      variance: 1 / Number(calls),
    })),
  );
  if (tail >= SMOOTH_ERROR_RATE) return screened('usage-flatness', at, usage.length, []);
  return screened('usage-flatness', at, usage.length, [
    {
      code: 'usage-too-flat',
      severity: 'warning',
      subject: { name, pointer: at },
      figures: { dispersion: shown(dispersion), triples, probability: shown(tail) },
      text: 'Calls vary less from month to month than independent calls can: a fixed volume, a script, or made up.',
    },
  ]);
}
