import {
  CALIBRATION_SALES_MIN,
  type ClaimedIntervals,
  type RatioFigure,
  type RatioResult,
  ratioStudy as studyOf,
} from '#core/valuation';
import { err, ok, seededRandom } from '#libs/kernel';
import { z } from 'zod';
import type { Command, InputFault } from '../command.js';
import { parseInput } from '../parse-input.js';

const SALES_MAX = 10_000;

/** Resampling is part of the method, so its seed is part of it too: the same sales give the same intervals. */
const SEED = 'salvor ratio-study 1';

const amount = z.union([
  z.number().nonnegative('must be 0 or more'),
  z
    .string()
    .regex(/^(0|[1-9]\d*)$/, 'must be a whole number in decimal digits')
    .transform(Number),
]);
const price = amount.refine((value) => value > 0, 'must be above 0');
const limits = z.array(amount).max(SALES_MAX).optional();

const schema = z.strictObject({
  estimate: z.array(amount).min(1).max(SALES_MAX),
  price: z.array(price).min(1).max(SALES_MAX),
  lower80: limits,
  upper80: limits,
  lower95: limits,
  upper95: limits,
});

type Input = z.output<typeof schema>;

/** How good estimates were, against the prices that came. */
export const ratioStudy: Command = {
  name: 'ratio-study',
  summary: 'estimates against realised prices: level, uniformity, bias, errors, coverage',
  help: `Usage: salvor ratio-study [--input FILE|-]

Input: estimate[] (made before the sale) and price[] (realised; above 0), in one currency, numbers or decimal strings;
optional lower80[] and upper80[], lower95[] and upper95[], the prediction intervals published with the estimates. At
most ${String(SALES_MAX)} sales.

Result, after the IAAO Standard on Ratio Studies: medianRatio, cod (per cent), prd, prb, mdape, pe5, pe10, pe20
(shares), each {value, lower, upper, n} with its 95 % interval, or {value, n, refused: {code, reason}} where the sales
carry no interval; trimmed {outlierCount, cod, prd, prb} without extreme outliers; and for intervals coverage80,
intervalScore80 (Winkler, unit of the prices), logIntervalScore80, and the same for 95. mayClaimCalibration is false
below ${String(CALIBRATION_SALES_MIN)} sales. Intervals: order statistics (medianRatio, mdape), Student (prb), Wilson (pe), Clopper-Pearson
(coverage), BCa bootstrap with a fixed seed (the others).

Example:
  echo '{"estimate":[90,110,95,102,130,70,88],"price":[100,100,100,100,100,100,100]}' | salvor ratio-study
`,
  run: (text) => {
    const input = parseInput(schema, text);
    if (!input.ok) return input;
    const fault = findFault(input.value);
    if (fault !== undefined) return err(fault);
    return ok({ output: `${JSON.stringify(resultOf(input.value))}\n`, verdict: 'good' });
  },
};

const CLAIMS = [
  { level: 0.8, percent: 80, lower: 'lower80', upper: 'upper80' },
  { level: 0.95, percent: 95, lower: 'lower95', upper: 'upper95' },
] as const;

function findFault(input: Input): InputFault | undefined {
  for (const [name, list] of Object.entries<readonly number[] | undefined>(input))
    if (list !== undefined && list.length !== input.estimate.length)
      return {
        path: `/${name}`,
        reason: `has ${String(list.length)} entries, estimate has ${String(input.estimate.length)}`,
      };
  for (const { lower, upper } of CLAIMS) {
    const [lowers, uppers] = [input[lower], input[upper]];
    if ((lowers === undefined) !== (uppers === undefined))
      return { path: `/${lowers === undefined ? lower : upper}`, reason: 'is missing: limits come in pairs' };
    const crossed = lowers?.findIndex((limit, sale) => limit > (uppers?.[sale] ?? limit)) ?? -1;
    if (crossed >= 0) return { path: `/${upper}/${String(crossed)}`, reason: `is below its ${lower}` };
  }
  return undefined;
}

function resultOf(input: Input): object {
  const sales = input.estimate.map((estimate, sale) => ({ estimate, price: input.price[sale] ?? 0 }));
  const claims = CLAIMS.flatMap(({ level, percent, lower, upper }) => {
    const [lowers, uppers] = [input[lower], input[upper]];
    if (lowers === undefined || uppers === undefined) return [];
    const intervals = lowers.map((limit, sale) => ({ lower: limit, upper: uppers[sale] ?? limit }));
    return [{ percent, claimed: { level, intervals } satisfies ClaimedIntervals }];
  });
  const study = studyOf(
    sales,
    claims.map(({ claimed }) => claimed),
    seededRandom(SEED),
  );
  const { saleCount: n, trimmed, intervals, ...figures } = study;
  const kept = n - trimmed.outlierCount;
  return {
    n,
    mayClaimCalibration: n >= CALIBRATION_SALES_MIN,
    ...shownAll(figures, n),
    trimmed: {
      outlierCount: trimmed.outlierCount,
      ...shownAll({ cod: trimmed.cod, prd: trimmed.prd, prb: trimmed.prb }, kept),
    },
    ...Object.fromEntries(
      intervals.flatMap(({ coverage, intervalScore, logIntervalScore }, claim) =>
        Object.entries(shownAll({ coverage, intervalScore, logIntervalScore }, n)).map(([name, figure]) => [
          `${name}${String(claims[claim]?.percent)}`,
          figure,
        ]),
      ),
    ),
  };
}

const shownAll = (figures: Readonly<Record<string, RatioResult<RatioFigure>>>, n: number): object =>
  Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, shown(figure, n)]));

function shown(figure: RatioResult<RatioFigure>, n: number): object {
  if (!figure.ok) return { n, refused: figure.error };
  const { value, interval } = figure.value;
  return interval.ok ? { value, ...interval.value, n } : { value, n, refused: interval.error };
}
