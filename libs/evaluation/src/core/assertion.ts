import { z } from 'zod';
import { parseJson } from '#libs/kernel';
import { patternProblem } from './pattern-cost.js';

const not = z.boolean().optional();
const value = z.string().max(10_000);

/** What the answer to a row has to satisfy, where it is not one of a few labels. */
export const assertion = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('equals'), value, not }),
  z.strictObject({ type: z.literal('contains'), value, not }),
  z.strictObject({
    type: z.literal('regex'),
    value: value.refine((pattern) => patternProblem(pattern) === undefined, 'is no safe regular expression'),
    not,
  }),
  z.strictObject({ type: z.literal('is-json'), not }),
]);

export type Assertion = Readonly<z.infer<typeof assertion>>;

/** The label of an answer that satisfies all assertions, and of any other. */
export const [PASS, FAIL] = ['pass', 'fail'] as const;

/** Judges an answer by all assertions of its row. */
export const judge = (assertions: readonly Assertion[], answer: string): typeof PASS | typeof FAIL =>
  assertions.every((each) => holds(each, answer) !== (each.not === true)) ? PASS : FAIL;

function holds(each: Assertion, answer: string): boolean {
  switch (each.type) {
    case 'equals':
      return answer === each.value;
    case 'contains':
      return answer.includes(each.value);
    case 'regex':
      return new RegExp(each.value).test(answer);
    case 'is-json':
      return parseJson(answer).ok;
  }
}
