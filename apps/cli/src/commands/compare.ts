import { mcnemarOfScores, pairedDifference, type Statistic } from '#core/evaluation';
import { err, ok } from '#libs/kernel';
import { z } from 'zod';
import type { Command } from '../command.js';
import { parseInput } from '../parse-input.js';
import { ROWS_MAX } from './metrics.js';

const scores = z.array(z.number()).min(1).max(ROWS_MAX);

const schema = z.strictObject({
  a: scores,
  b: scores,
  cluster: z
    .array(z.union([z.string(), z.number()]))
    .max(ROWS_MAX)
    .optional(),
});

/** Two models on the same rows, row by row. */
export const compare: Command = {
  name: 'compare',
  summary: 'paired difference of two models on the same rows, by cluster, with McNemar’s test',
  help: `Usage: salvor compare [--input FILE|-]

Input: a[] and b[], the scores of two models on the same rows in the same order; optional cluster[] (rows of one
cluster were drawn together). At most ${String(ROWS_MAX)} rows.

Result: difference (mean of a minus mean of b), standardError, interval {lower, upper} at 95 % (Student, by cluster),
n, clusters, and for scores of 0 and 1 mcnemar {b, c, exact, midP, chiSquare, chiSquareCorrected}: b rows only a got
right, c rows only b did, and p-values that take rows for independent, whatever the clusters. What the rows
cannot carry is {refused: {code, reason}}.

Example:
  echo '{"a":[1,1,0,1,1],"b":[1,0,0,0,1]}' | salvor compare
`,
  run: (text) => {
    const input = parseInput(schema, text);
    if (!input.ok) return input;
    const { a, b, cluster } = input.value;
    for (const [name, list] of Object.entries({ b, cluster }))
      if (list !== undefined && list.length !== a.length)
        return err({
          path: `/${name}`,
          reason: `has ${String(list.length)} rows, a has ${String(a.length)}`,
        });
    const { difference, standardError, interval, n, clusters } = pairedDifference(a, b, cluster);
    const result = {
      difference,
      standardError: shown(standardError),
      interval: shown(interval),
      n,
      clusters,
      mcnemar: shown(mcnemarOfScores(a, b)),
    };
    return ok({ output: `${JSON.stringify(result)}\n`, verdict: 'good' });
  },
};

const shown = (statistic: Statistic<unknown>): unknown =>
  statistic.ok ? statistic.value : { refused: statistic.error };
