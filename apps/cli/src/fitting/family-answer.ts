import {
  AMOUNT_SHAPES,
  checkedPredictors,
  type Family,
  type FamilyFit,
  type FamilyKind,
  type FamilyOptions,
  type FamilySeries,
  QUALITY_SHAPES,
  weighFamilies,
  type WeighedFamily,
} from '#core/valuation';
import { err, ok, type Result } from '#libs/kernel';
import type { InputFault } from '../command.js';
import type { FitInput } from './fit-input.js';

interface FamilyTask {
  readonly kind: FamilyKind;
  readonly series: FamilySeries;
  readonly options: FamilyOptions;
}

/** The answer to a request for one family. */
export function familyAnswer(input: FitInput, name: string): Result<object, InputFault> {
  const task = taskOf(
    input,
    [QUALITY_SHAPES, AMOUNT_SHAPES].filter((shapes) => name in shapes),
  );
  if (!task.ok) return task;
  const { kind, series, options } = task.value;
  const families: readonly Family[] = Object.values(kind === 'quality' ? QUALITY_SHAPES : AMOUNT_SHAPES);
  const fit = families.find((family) => family.name === name)?.fit(series, options);
  if (fit === undefined) return err({ path: '/family', reason: `${name} is no family of ${kind}` });
  if (!fit.ok) return err({ path: '/y', reason: fit.error.reason });
  return ok({ family: name, kind, ...figuresOf(fit.value) });
}

/** The answer to a request without expression and family: all admissible families with their weights. */
export function familiesAnswer(input: FitInput): Result<object, InputFault> {
  const task = taskOf(input, [QUALITY_SHAPES, AMOUNT_SHAPES]);
  if (!task.ok) return task;
  const { kind, series, options } = task.value;
  const families = weighFamilies(kind, series, options);
  const refused = families.some((family) => 'fit' in family)
    ? {}
    : { refused: { code: 'no-admissible-family', reason: 'no family has a minimum that these data place' } };
  return ok({ kind, families: families.map(weighed), ...refused });
}

const weighed = (one: WeighedFamily): object =>
  'fit' in one ? { family: one.family, weight: one.weight, ...figuresOf(one.fit) } : one;

const figuresOf = (fit: FamilyFit): object => ({
  parameters: Object.fromEntries(
    fit.parameters.map(({ name, value, standardError }) => [name, { value, standardError }]),
  ),
  residualSumOfSquares: fit.residualSumOfSquares,
  degreesOfFreedom: fit.degreesOfFreedom,
  residualStandardDeviation: fit.residualStandardDeviation,
  dispersion: fit.dispersion,
  logLikelihood: fit.logLikelihood,
  aicc: fit.aicc,
  converged: fit.converged,
  ...(fit.converged ? {} : { reason: 'the data place no minimum of this family' }),
});

type Shapes = typeof QUALITY_SHAPES | typeof AMOUNT_SHAPES;

/** The series, and whether it holds quality or amounts: as the family says, else as the numbers do. */
function taskOf(input: FitInput, shapes: readonly Shapes[]): Result<FamilyTask, InputFault> {
  const { x, y, sd, trials, chanceLevel } = input;
  if (input.start !== undefined) return err({ path: '/start', reason: 'goes with an expression only' });
  if (!Array.isArray(x)) return err({ path: '/x', reason: 'families take one list of times' });
  const t = x as readonly number[];
  const checked = checkedPredictors({ x: t, y, sd, trials });
  if (!checked.ok) return checked;
  const shares =
    trials !== undefined || chanceLevel !== undefined || y.every((value) => value >= 0 && value <= 1);
  const [only] = shapes;
  const kind: FamilyKind = (shapes.length === 1 ? only === QUALITY_SHAPES : shares) ? 'quality' : 'amount';
  const fault = seriesFault(kind, t, input);
  if (fault !== undefined) return err(fault);
  return ok({
    kind,
    series: { t, y, sd, trials },
    options: chanceLevel === undefined ? {} : { chanceLevel },
  });
}

function seriesFault(
  kind: FamilyKind,
  t: readonly number[],
  { y, trials, chanceLevel }: FitInput,
): InputFault | undefined {
  if (kind === 'amount' && trials !== undefined)
    return { path: '/trials', reason: 'an amount has no trials' };
  if (kind === 'amount' && chanceLevel !== undefined)
    return { path: '/chanceLevel', reason: 'an amount has no chance level' };
  const backwards = t.findIndex((time, index) => index > 0 && time < (t[index - 1] ?? time));
  if (backwards >= 0) return { path: `/x/${String(backwards)}`, reason: 'times do not ascend' };
  const outside = y.findIndex((value) => (kind === 'quality' ? value < 0 || value > 1 : value <= 0));
  if (outside < 0) return undefined;
  const reason = kind === 'quality' ? 'a share lies between 0 and 1' : 'an amount is above 0';
  return { path: `/y/${String(outside)}`, reason };
}
