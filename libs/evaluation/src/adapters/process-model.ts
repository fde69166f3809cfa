import { performance } from 'node:perf_hooks';
import type { LocalAdapter } from '#core/catalog';
import { err, ok, type Result } from '#libs/kernel';
import { z } from 'zod';
import type { ModelAnswer } from '../core/model-answer.js';
import type { AnswerError, ThreadFailure } from './answer-error.js';
import { type Deadline, startDeadline } from './deadline.js';
import { labelOf } from './label-text.js';
import { LineSplitter } from './line-splitter.js';
import type { ModelReach, ReachError } from './model-reach.js';
import type { AnswerOptions, ModelLimits, OpenModel } from './open-model-contract.js';
import { ProcessGroup } from './process-group.js';
import { type BatchAnswerer, singleBatchModel } from './single-batch.js';

const LINE_BYTES_MAX = 1_048_576;

/** What a program complained about last, for the reason of a failure. */
const COMPLAINT_CHARACTERS_MAX = 500;

const AnswerLine = z.object({
  id: z.int(),
  label: z.string(),
  score: z.number().min(0).max(1).optional(),
  cost_micro_minor: z.int().min(0).optional(),
});

/**
 * Starts a program from the operator's list and speaks JSON lines with it: `{"id", "input"}` in, `{"id", "label",
 * "score"?, "cost_micro_minor"?}` out, one at a time, so that a latency is that of one input. A program that has
 * not started shows with the first batch.
 */
export function openProcessModel(
  adapter: Extract<LocalAdapter, { kind: 'local-process' }>,
  reach: ModelReach,
  limits: ModelLimits,
): Result<OpenModel, ReachError> {
  const { command } = adapter;
  const allowed = Object.hasOwn(reach.allowedCommands, command) ? reach.allowedCommands[command] : undefined;
  return allowed === undefined
    ? err({ code: 'command-not-allowed', command })
    : ok(singleBatchModel(new LineProcess(new ProcessGroup(allowed)), limits));
}

type LineOrFailure = Result<string, ThreadFailure>;

class LineProcess implements BatchAnswerer {
  readonly #group: ProcessGroup;
  readonly #splitter = new LineSplitter(LINE_BYTES_MAX);
  /** Who waits for the next line; nobody between two questions. */
  #waiter: ((line: LineOrFailure) => void) | undefined;
  #failure: ThreadFailure | undefined;
  #complaint = '';
  #nextId = 0;

  constructor(group: ProcessGroup) {
    this.#group = group;
    const { stdin, stdout, stderr } = group.child;
    // A program that does not read any more: its end, or the time, will tell.
    stdin.on('error', () => undefined);
    stdout.on('error', () => undefined);
    stderr.on('error', () => undefined);
    stdout.on('data', (chunk: Buffer) => {
      this.#receive(chunk);
    });
    stderr.on('data', (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString('utf8')).slice(-COMPLAINT_CHARACTERS_MAX);
    });
    void group.ended.then((how) => {
      this.#fail(`the program ${how}`);
    });
  }

  hasEnded(): boolean {
    return this.#failure !== undefined;
  }

  /** Whatever went wrong, it is not known what the program will say next. */
  survives(): boolean {
    return false;
  }

  async close(): Promise<void> {
    this.#group.kill();
    await this.#group.ended;
  }

  async answer(
    inputs: readonly string[],
    options: AnswerOptions,
  ): Promise<Result<readonly ModelAnswer[], AnswerError>> {
    const deadline = startDeadline(options.timeoutMs, options.signal);
    try {
      const answers: ModelAnswer[] = [];
      for (const [index, input] of inputs.entries()) {
        const answer = await this.#answerOne(input, deadline);
        if (!answer.ok) return answer;
        options.onAnswer?.(index, answer.value);
        answers.push(answer.value);
      }
      return ok(answers);
    } finally {
      deadline.end();
    }
  }

  async #answerOne(input: string, deadline: Deadline): Promise<Result<ModelAnswer, ThreadFailure>> {
    const id = (this.#nextId += 1);
    const startedAtMs = performance.now();
    const line = this.#nextLine(deadline);
    this.#group.child.stdin.write(`${JSON.stringify({ id, input })}\n`);
    const received = await line;
    if (!received.ok) return received;
    const latencyMicros = Math.round((performance.now() - startedAtMs) * 1_000);
    return this.#readLine(received.value, id, latencyMicros);
  }

  #readLine(line: string, id: number, latencyMicros: number): Result<ModelAnswer, ThreadFailure> {
    let json: unknown;
    try {
      json = JSON.parse(line);
    } catch {
      return this.#failed('it wrote a line that is not JSON');
    }
    const parsed = AnswerLine.safeParse(json);
    if (!parsed.success) return this.#failed('it wrote a line that is no answer');
    if (parsed.data.id !== id) return this.#failed('it answered a question that was not asked');
    const { label, score, cost_micro_minor: costMicroMinor } = parsed.data;
    return ok({
      label: labelOf(label),
      latencyMicros,
      ...(score === undefined ? {} : { score }),
      ...(costMicroMinor === undefined ? {} : { costMicroMinor }),
    });
  }

  #nextLine(deadline: Deadline): Promise<LineOrFailure> {
    if (this.#failure !== undefined) return Promise.resolve(err(this.#failure));
    if (deadline.signal.aborted) return Promise.resolve(err(deadline.failure()));
    return new Promise((resolve) => {
      const onEnd = (): void => {
        this.#settle(err(deadline.failure()));
      };
      deadline.signal.addEventListener('abort', onEnd);
      this.#waiter = (line) => {
        deadline.signal.removeEventListener('abort', onEnd);
        resolve(line);
      };
    });
  }

  #receive(chunk: Buffer): void {
    const lines = this.#splitter.push(chunk);
    if (lines === undefined) {
      this.#fail(`a line is longer than ${String(LINE_BYTES_MAX)} bytes`);
      return;
    }
    for (const line of lines) {
      if (this.#waiter === undefined) this.#fail('it wrote without being asked');
      else this.#settle(ok(line));
    }
  }

  /** The first failure stays; a program that failed has no business running on. */
  #fail(reason: string): void {
    const { error } = this.#failed(reason);
    this.#failure ??= error;
    this.#settle(err(this.#failure));
    this.#group.kill();
  }

  #failed(reason: string): { readonly ok: false; readonly error: ThreadFailure } {
    const complaint = this.#complaint.trim();
    return err({ code: 'model-failed', reason: complaint === '' ? reason : `${reason}: ${complaint}` });
  }

  #settle(line: LineOrFailure): void {
    const waiter = this.#waiter;
    this.#waiter = undefined;
    waiter?.(line);
  }
}
