import { z } from 'zod';
import { canonicalJson, err, type Json, ok, type Result, sha256Hex } from '#libs/kernel';
import { type Assertion, FAIL, PASS } from './assertion.js';
import { rowId } from './domain-row.js';
import { type FieldProblem, firstProblem } from './field-problem.js';
import { readAssertions } from './promptfoo-assertions.js';
import { fillIn, type Variables } from './promptfoo-template.js';

const TESTS_MAX = 10_000;
const PROMPTS_MAX = 100;

const text = z.string().max(60_000);
/** Lists of values stand for several tests, and files are not there: neither is taken. */
const variables = z.record(z.string(), z.union([text, z.number(), z.boolean()]));
const assertions = z.array(z.looseObject({ type: z.string() })).max(20);

const PromptfooSchema = z.strictObject({
  description: text.optional(),
  prompts: z.array(text.min(1)).min(1).max(PROMPTS_MAX),
  defaultTest: z.strictObject({ vars: variables.optional(), assert: assertions.optional() }).optional(),
  tests: z
    .array(
      z.strictObject({
        description: text.optional(),
        vars: variables.optional(),
        assert: assertions.optional(),
      }),
    )
    .min(1)
    .max(TESTS_MAX),
  /** Whom to ask, how fast, and what to do with the outcome is not the domain's to say. */
  providers: z.unknown().optional(),
  targets: z.unknown().optional(),
  evaluateOptions: z.unknown().optional(),
  outputPath: z.unknown().optional(),
  sharing: z.unknown().optional(),
  tags: z.unknown().optional(),
});

type PromptfooDocument = z.infer<typeof PromptfooSchema>;

/** A domain, ready to be written into a folder. */
export interface ImportedDomain {
  /** Of `domain.yaml`. */
  readonly document: Json;
  /** Of `rows.jsonl`. */
  readonly rowsText: string;
}

interface ImportedRow {
  readonly input: string;
  readonly target: string;
  readonly slice: string;
  readonly assert: readonly Assertion[];
}

/**
 * Makes a domain of a promptfoo configuration (promptfoo.dev/docs/configuration), parsed from YAML: each prompt with
 * the variables of each test is a row, each prompt a slice, and the share of answers that satisfy all assertions
 * the score. Taken are texts as prompts with `{{name}}` in them, `vars`, `defaultTest`, and the assertions equals,
 * contains, regex and is-json, also with `not-`. Providers and the like are left out. Everything else is refused
 * with its place, above all code (`javascript`, `python`), files, filters, and assertions that ask a model.
 *
 * @param name of the domain to be
 * @param licence SPDX expression
 */
export function importPromptfoo(
  input: unknown,
  { name, licence }: { readonly name: string; readonly licence: string },
): Result<ImportedDomain, FieldProblem> {
  const parsed = PromptfooSchema.safeParse(input);
  if (!parsed.success) return err(firstProblem(parsed.error));
  const rows = rowsOf(parsed.data);
  if (!rows.ok) return rows;
  const rowsText = rows.value.map((row) => `${canonicalJson(withId(row))}\n`).join('');
  const { description, prompts, tests } = parsed.data;
  const document = {
    task: name,
    description: description ?? `Imported from promptfoo: ${String(prompts.length)} prompts.`,
    dataset_path: 'json',
    dataset_kwargs: { data_files: { test: 'rows.jsonl' } },
    test_split: 'test',
    doc_to_text: 'input',
    doc_to_target: 'target',
    labels: [PASS, FAIL],
    metric_list: [{ metric: 'accuracy', aggregation: 'mean', higher_is_better: true }],
    chance_level: 0,
    repeats: 1,
    slice_field: 'slice',
    slices: prompts.map((prompt, index) => ({
      key: sliceKey(index),
      label: prompt.slice(0, 80),
      metric: 'accuracy',
      rows: tests.length,
    })),
    baselines: [],
    licence,
    caveats: ['Imported: an answer counts when it satisfies all assertions of its test.'],
    metadata: { version: 1 },
    data_files_sha256: { test: sha256Hex(rowsText) },
  };
  return ok({ document, rowsText });
}

const sliceKey = (prompt: number): string => `prompt-${String(prompt + 1)}`;

const withId = (row: ImportedRow): Json => {
  const assert = row.assert.map((each) => ({ ...each }));
  return { id: rowId(row), ...row, assert };
};

function rowsOf({ prompts, tests, defaultTest }: PromptfooDocument): Result<ImportedRow[], FieldProblem> {
  const rows: ImportedRow[] = [];
  const seen = new Set<string>();
  for (const [promptIndex, prompt] of prompts.entries())
    for (const [testIndex, test] of tests.entries()) {
      const path = `/tests/${String(testIndex)}`;
      const known: Variables = { ...defaultTest?.vars, ...test.vars };
      const filled = fillIn(prompt, known, `/prompts/${String(promptIndex)}`);
      if (!filled.ok) return filled;
      const shared = readAssertions(defaultTest?.assert ?? [], known, '/defaultTest/assert');
      if (!shared.ok) return shared;
      const own = readAssertions(test.assert ?? [], known, `${path}/assert`);
      if (!own.ok) return own;
      const assert = [...shared.value, ...own.value];
      if (assert.length === 0) return err({ path: `${path}/assert`, reason: 'asserts nothing' });
      const row = { input: filled.value, target: PASS, slice: sliceKey(promptIndex), assert };
      if (seen.has(rowId(row))) return err({ path, reason: 'repeats an earlier test' });
      seen.add(rowId(row));
      rows.push(row);
    }
  return ok(rows);
}
