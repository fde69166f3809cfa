import { assert } from '#libs/kernel';
import { z } from 'zod';
import { validationProblem } from './problem.filter.js';

const contract = z.strictObject({
  name: z.string().max(3),
  terms: z.strictObject({ months: z.int() }),
  bids: z.array(z.strictObject({ price: z.string() })),
});

function problemOf(schema: z.ZodType, value: unknown) {
  const parsed = schema.safeParse(value);
  assert(!parsed.success, 'the value breaks the contract');
  return validationProblem(parsed.error);
}

const pathsOf = (value: unknown) => problemOf(contract, value).errors?.map(({ path }) => path);

describe('validationProblem', () => {
  it('names every field at fault', () => {
    expect(pathsOf({ name: 'long', terms: { months: 1.5 }, bids: [{ price: '1' }, { price: 2 }] })).toEqual([
      '/name',
      '/terms/months',
      '/bids/1/price',
    ]);
  });

  it('names every field that is missing', () => {
    expect(pathsOf({})).toEqual(['/name', '/terms', '/bids']);
  });

  it('names every unknown field where it stands', () => {
    const problem = problemOf(contract, {
      name: 'a',
      terms: { months: 1, weeks: 2, days: 3 },
      bids: [],
      'a/b~c': 1,
    });
    expect(problem.errors).toEqual([
      { path: '/terms/weeks', message: 'unknown field' },
      { path: '/terms/days', message: 'unknown field' },
      { path: '/a~1b~0c', message: 'unknown field' },
    ]);
  });

  it('names the whole request when it is nothing like the contract', () => {
    expect(problemOf(contract, []).detail).toMatch(/^\/: /);
  });

  it('tells the same in words', () => {
    expect(problemOf(z.strictObject({}), { a: 1, b: 2 })).toMatchObject({
      code: 'validation-failed',
      detail: '/a: unknown field; /b: unknown field',
    });
  });

  it('names a hundred fields at most and counts the rest', () => {
    const unknown = Object.fromEntries(
      Array.from({ length: 250 }, (_, index) => [`field-${String(index)}`, 1]),
    );
    const problem = problemOf(z.strictObject({}), unknown);
    expect(problem.errors).toHaveLength(100);
    expect(problem.detail).toMatch(/; and 150 more$/);
  });
});
