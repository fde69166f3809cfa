/**
 * The thread in which expressions from outside run: JSONata mappings and regular expressions, which can both take
 * forever. It is told them once, in workerData, and then evaluates one for each message. The guards within stop
 * what they can see; whoever started the thread stops the rest by ending it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import jsonata from 'jsonata';

export type MappingExpression =
  | { readonly language: 'jsonata'; readonly source: string }
  | { readonly language: 'regex'; readonly source: string; readonly flags: '' | 'i' };

export interface MappingRecipe {
  readonly expressions: Readonly<Record<string, MappingExpression>>;
  readonly timeoutMs: number;
  readonly depthMax: number;
  /** Elements of one sequence. */
  readonly sequenceMax: number;
  readonly resultCharactersMax: number;
}

/** JSON text for JSONata, any text for a regular expression. */
export type MappingRequest = { readonly expression: string; readonly text: string };

export type MappingReply =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'value'; readonly json: string }
  | { readonly kind: 'failed'; readonly reason: string };

type Evaluate = (text: string) => Promise<unknown>;

/** What would make two runs differ has no place in a mapping. */
const NOT_REPRODUCIBLE = ['random', 'shuffle', 'now', 'millis'];

const recipe = workerData as MappingRecipe;

function compile(expression: MappingExpression): Evaluate {
  if (expression.language === 'regex') {
    const pattern = new RegExp(expression.source, expression.flags);
    return (text) => Promise.resolve(firstMatch(pattern, text));
  }
  const { timeoutMs: timeout, depthMax: stack, sequenceMax: sequence } = recipe;
  const compiled = jsonata(expression.source, { timeout, stack, sequence });
  for (const name of NOT_REPRODUCIBLE)
    compiled.registerFunction(name, () => {
      throw new Error(`$${name} is not reproducible`);
    });
  return async (text) => (await compiled.evaluate(JSON.parse(text))) as unknown;
}

/** The first group, or all that matched where there is no group; nothing when nothing matched. */
function firstMatch(pattern: RegExp, text: string): string {
  const match = pattern.exec(text);
  return match?.[1] ?? match?.[0] ?? '';
}

async function evaluate(run: Evaluate | undefined, text: string): Promise<MappingReply> {
  if (run === undefined) return { kind: 'failed', reason: 'no such expression' };
  const json = JSON.stringify(await run(text)) as string | undefined;
  if (json === undefined) return { kind: 'failed', reason: 'the expression gives nothing' };
  return json.length > recipe.resultCharactersMax
    ? { kind: 'failed', reason: `the result is longer than ${String(recipe.resultCharactersMax)} characters` }
    : { kind: 'value', json };
}

/** Runs one step and posts its outcome; whatever an expression throws becomes a message. */
async function reply(step: () => MappingReply | Promise<MappingReply>): Promise<void> {
  try {
    parentPort?.postMessage(await step());
  } catch (error) {
    parentPort?.postMessage({ kind: 'failed', reason: reasonOf(error) } satisfies MappingReply);
  }
}

/** JSONata throws plain objects with a message. */
const reasonOf = (error: unknown): string =>
  (typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error)
  ).slice(0, 300);

await reply(() => {
  const compiled = new Map(
    Object.entries(recipe.expressions).map(([name, expression]) => [name, compile(expression)]),
  );
  parentPort?.on('message', ({ expression, text }: MappingRequest) => {
    void reply(() => evaluate(compiled.get(expression), text));
  });
  return { kind: 'loaded' };
});
