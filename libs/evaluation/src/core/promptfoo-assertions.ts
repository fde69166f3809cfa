import { err, ok, type Result } from '#libs/kernel';
import { type Assertion, assertion } from './assertion.js';
import { type FieldProblem, firstProblem } from './field-problem.js';
import { fillIn, type Variables } from './promptfoo-template.js';

type Written = Readonly<Record<string, unknown>> & { readonly type: string };

/** Fields that only name or sort assertions. */
const NAMES = new Set(['metric', 'description']);

/** Reads the assertions of a test, with variables put into their values. Refuses the first that is not understood. */
export function readAssertions(
  written: readonly Written[],
  values: Variables,
  path: string,
): Result<readonly Assertion[], FieldProblem> {
  const read: Assertion[] = [];
  for (const [index, each] of written.entries()) {
    const one = readAssertion(each, values, `${path}/${String(index)}`);
    if (!one.ok) return one;
    read.push(one.value);
  }
  return ok(read);
}

function readAssertion(written: Written, values: Variables, path: string): Result<Assertion, FieldProblem> {
  const negated = written.type.startsWith('not-');
  const type = negated ? written.type.slice('not-'.length) : written.type;
  if (!['equals', 'contains', 'regex', 'is-json'].includes(type))
    return err({ path: `${path}/type`, reason: `${written.type} is not imported` });
  const fields = Object.fromEntries(Object.entries(written).filter(([name]) => !NAMES.has(name)));
  const { value } = fields;
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (value !== undefined && typeof text !== 'string')
    return err({ path: `${path}/value`, reason: 'must be text' });
  const filled = text === undefined ? ok(undefined) : fillIn(text as string, values, `${path}/value`);
  if (!filled.ok) return filled;
  const parsed = assertion.safeParse({
    ...fields,
    type,
    ...(filled.value === undefined ? {} : { value: filled.value }),
    ...(negated ? { not: true } : {}),
  });
  if (parsed.success) return ok(parsed.data);
  const problem = firstProblem(parsed.error);
  return err({ ...problem, path: `${path}${problem.path}` });
}
