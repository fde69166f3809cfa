import { z } from 'zod';
import { err, ok, type Result } from '#libs/kernel';
import { type FieldProblem, firstProblem } from './field-problem.js';

const PATTERNS_MAX = 10_000;
const PATTERN_CHARACTERS_MAX = 2_000;

const RuleListSchema = z.strictObject({
  /** Flags of every pattern: none, or `i` for either case. */
  flags: z.enum(['', 'i']),
  /** The answer when any pattern matches. */
  matched: z.string().min(1).max(200),
  /** The answer when none does. */
  unmatched: z.string().min(1).max(200),
  /** ECMAScript regular expressions. */
  patterns: z.array(z.string().min(1).max(PATTERN_CHARACTERS_MAX)).max(PATTERNS_MAX),
});

/** The simplest classifier that somebody would sell: a list of patterns. */
export type RuleList = Readonly<z.infer<typeof RuleListSchema>>;

/** Reads a rule list out of untrusted JSON. Whether a pattern compiles is found out where it is compiled. */
export function parseRuleList(input: unknown): Result<RuleList, FieldProblem> {
  const parsed = RuleListSchema.safeParse(input);
  return parsed.success ? ok(parsed.data) : err(firstProblem(parsed.error));
}
