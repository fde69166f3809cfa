import { findRequestFault, forecast as forecastOf } from '#core/valuation';
import { err, ok } from '#libs/kernel';
import { z } from 'zod';
import type { Command } from '../command.js';
import { parseInput } from '../parse-input.js';

const POINTS_MAX = 10_000;
const HORIZONS_MAX = 1_000;
const LEVELS_MAX = 20;

const schema = z.strictObject({
  kind: z.enum(['quality', 'amount']),
  t: z.array(z.number()).max(POINTS_MAX),
  y: z.array(z.number()).max(POINTS_MAX),
  trials: z.array(z.number()).max(POINTS_MAX).optional(),
  horizons: z.array(z.number()).min(1).max(HORIZONS_MAX),
  levels: z.array(z.number()).min(1).max(LEVELS_MAX).default([0.8, 0.95]),
  seed: z.union([z.string(), z.int()]).transform(String).default('0'),
});

/** A series of scores or amounts, continued. */
export const forecast: Command = {
  name: 'forecast',
  summary: 'continues a series of scores or amounts, with prediction intervals',
  help: `Usage: salvor forecast [--input FILE|-]

Input: kind ("quality": shares of right answers, 0 to 1; "amount": 0 or more), t[] (times in any unit, ascending, not
necessarily regular), y[], optional trials[] (quality: questions asked for each score), horizons[] (times after the
last of t), optional levels[] (default 0.8 and 0.95) and seed (text or whole number; the same input and seed give the
same bytes). At most ${String(POINTS_MAX)} points, ${String(HORIZONS_MAX)} horizons, ${String(LEVELS_MAX)} levels.

Result: method, points [{t, median, mean, intervals [{level, lower, upper}]}] in the order of horizons[], weights
{family: share}, and lastingShare, the share of the noise that stays in the level. The intervals are for a measurement
yet to come, its own noise included (of a score: with as many trials as the last one). The mean leaves out half a per
cent in either tail. A series that cannot carry a forecast is answered with refused {code, reason}: too-few-points,
too-few-amounts, horizon-too-far.

Example:
  echo '{"kind":"quality","t":[0,1,2,3,4,5],"y":[0.91,0.9,0.88,0.89,0.86,0.85],"horizons":[6,8],"levels":[0.8],"seed":1}' | salvor forecast
`,
  run: (text) => {
    const input = parseInput(schema, text);
    if (!input.ok) return input;
    const fault = findRequestFault(input.value);
    if (fault !== undefined) return err(fault);
    const result = forecastOf(input.value);
    const answer = result.ok ? result.value : { refused: result.error };
    return ok({ output: `${JSON.stringify(answer)}\n`, verdict: 'good' });
  },
};
