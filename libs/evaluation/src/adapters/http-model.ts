import { randomUUID } from 'node:crypto';
import type { HttpAdapter } from '#core/catalog';
import { assertDefined, err, ok, type Result, sha256Hex } from '#libs/kernel';
import type { ModelAnswer } from '../core/model-answer.js';
import type { AnswerError } from './answer-error.js';
import { callCostMicroMinor, type Prices, type TokenUsage, usageCeiling } from './call-cost.js';
import { isCredentialSecret } from './credential-cipher.js';
import { type Deadline, startDeadline } from './deadline.js';
import type { AskFailure, Dialect } from './endpoints/dialect.js';
import { dialectOf, mappingsOf } from './endpoints/dialects.js';
import type { CallFailure } from './http/call-failure.js';
import type { Credential, GuardedClient } from './http/guarded-client.js';
import { type MappingFailure, type MappingThread, openMappings } from './mapping-thread.js';
import type { ModelReach, ReachError } from './model-reach.js';
import type { AnswerOptions, ModelLimits, OpenModel } from './open-model-contract.js';
import { type BatchAnswerer, singleBatchModel } from './single-batch.js';
import type { ThreadNotBuilt } from './worker-thread.js';

export type HttpModelError = ReachError | MappingFailure | ThreadNotBuilt;

/** Makes a model of an endpoint. Nothing is sent until it is asked something. */
export async function openHttpModel(
  adapter: HttpAdapter,
  reach: ModelReach,
  limits: ModelLimits,
): Promise<Result<OpenModel, HttpModelError>> {
  const { client } = reach;
  if (client === undefined) return err({ code: 'endpoints-not-allowed' });
  const credential = await credentialOf(adapter, reach);
  if (!credential.ok) return credential;
  const expressions = mappingsOf(adapter);
  const mappings = expressions === undefined ? ok(undefined) : await openMappings(expressions);
  if (!mappings.ok) return mappings;
  const dialect = dialectOf(adapter, mappings.value);
  const endpoint = new Endpoint(adapter, dialect, client, credential.value, mappings.value);
  return ok(singleBatchModel(endpoint, limits));
}

async function credentialOf(
  { credential: name, credentialHeader: header }: HttpAdapter,
  reach: ModelReach,
): Promise<Result<Credential | undefined, ReachError>> {
  if (name === undefined) return ok(undefined);
  const secret = await reach.secretOf(name);
  if (secret === undefined) return err({ code: 'credential-missing', credential: name });
  if (!isCredentialSecret(secret)) return err({ code: 'credential-unusable', credential: name });
  return ok(
    header === undefined
      ? { name, header: 'authorization', prefix: 'Bearer ', secret }
      : { name, header, prefix: '', secret },
  );
}

type Called = {
  readonly body: string;
  readonly requestBytes: number;
  readonly latencyMicros: number;
  readonly attempts: number;
};

class Endpoint implements BatchAnswerer {
  readonly #headers: Readonly<Record<string, string>>;
  readonly #prices: Prices | undefined;
  readonly #maxTokens: number;
  readonly #dialect: Dialect;
  readonly #client: GuardedClient;
  readonly #credential: Credential | undefined;
  readonly #mappings: MappingThread | undefined;
  #lessonsLearnt = 0;
  /** What the lessons cost; the next answer carries it, so that no cost is lost. */
  #owedMicroMinor = 0;

  constructor(
    adapter: HttpAdapter,
    dialect: Dialect,
    client: GuardedClient,
    credential: Credential | undefined,
    mappings: MappingThread | undefined,
  ) {
    this.#headers = adapter.headers ?? {};
    this.#prices = adapter.prices;
    this.#maxTokens = 'maxTokens' in adapter ? adapter.maxTokens : 0;
    this.#dialect = dialect;
    this.#client = client;
    this.#credential = credential;
    this.#mappings = mappings;
  }

  /** A call that failed leaves nothing behind that the next could trip over. */
  survives(): boolean {
    return true;
  }

  async close(): Promise<void> {
    await this.#mappings?.close();
  }

  async answer(
    inputs: readonly string[],
    options: AnswerOptions,
  ): Promise<Result<readonly ModelAnswer[], AnswerError>> {
    const deadline = startDeadline(options.timeoutMs, options.signal);
    try {
      const taught = inputs.length === 0 ? ok(undefined) : await this.#takeLessons(deadline);
      return taught.ok ? await this.#answerAll(inputs, options, deadline) : taught;
    } finally {
      deadline.end();
    }
  }

  /**
   * As many calls at a time as the client lets through. After a failure no further call begins, and those under
   * way are waited for: they may have been paid for already.
   */
  async #answerAll(
    inputs: readonly string[],
    options: AnswerOptions,
    deadline: Deadline,
  ): Promise<Result<readonly ModelAnswer[], AnswerError>> {
    const answers = new Array<ModelAnswer | undefined>(inputs.length).fill(undefined);
    const failures: AnswerError[] = [];
    const pending = inputs.entries();
    const callOneByOne = async (): Promise<void> => {
      for (const [index, input] of pending) {
        if (failures.length > 0) return;
        const answer = await this.#answerOne(input, index, options, deadline);
        if (answer.ok) {
          answers[index] = answer.value;
          options.onAnswer?.(index, answer.value);
        } else failures.push(answer.error);
      }
    };
    const callers = Math.min(inputs.length, this.#client.limits.concurrencyMax);
    await Promise.all(Array.from({ length: callers }, callOneByOne));
    const [failure] = failures;
    if (failure !== undefined) return err(failure);
    return ok(answers.map((answer) => assertDefined(answer, 'without failure every input is answered')));
  }

  async #answerOne(
    input: string,
    index: number,
    options: AnswerOptions,
    deadline: Deadline,
  ): Promise<Result<ModelAnswer, AnswerError>> {
    const called = await this.#call(input, callKey(index, options), deadline);
    if (!called.ok) return err(atInput(called.error, index));
    const { body, requestBytes, latencyMicros, attempts } = called.value;
    const reading = await this.#dialect.read(body);
    if (!reading.ok) return reading;
    const { usage, ...read } = reading.value;
    return ok({ ...read, latencyMicros, attempts, ...this.#cost(usage, requestBytes) });
  }

  async #call(
    input: string,
    idempotencyKey: string,
    deadline: Deadline,
  ): Promise<Result<Called, AskFailure | CallFailure>> {
    const question = await this.#dialect.ask(input);
    if (!question.ok) return question;
    const reply = await this.#client.call(
      {
        url: this.#dialect.url,
        body: question.value,
        headers: this.#headers,
        credential: this.#credential,
        idempotencyKey,
      },
      deadline,
    );
    return reply.ok ? ok({ ...reply.value, requestBytes: Buffer.byteLength(question.value) }) : reply;
  }

  async #takeLessons(deadline: Deadline): Promise<Result<void, AnswerError>> {
    const { lessons = [] } = this.#dialect;
    for (const [lesson, text] of lessons.entries()) {
      if (lesson < this.#lessonsLearnt) continue;
      const called = await this.#call(text, randomUUID(), deadline);
      if (!called.ok) return err(atInput(called.error, 0));
      const learnt = this.#dialect.learn?.(lesson, called.value.body);
      if (learnt?.ok === false) return learnt;
      this.#lessonsLearnt = lesson + 1;
      const usage = learnt?.value.usage ?? usageCeiling(called.value.requestBytes, 0);
      this.#owedMicroMinor += callCostMicroMinor(this.#prices, usage);
    }
    return ok(undefined);
  }

  #cost(usage: TokenUsage | undefined, requestBytes: number): { readonly costMicroMinor?: number } {
    if (this.#prices === undefined) return {};
    const taken = usage ?? usageCeiling(requestBytes, this.#maxTokens);
    const costMicroMinor = callCostMicroMinor(this.#prices, taken) + this.#owedMicroMinor;
    this.#owedMicroMinor = 0;
    return { costMicroMinor };
  }
}

const atInput = (failure: AskFailure | CallFailure, index: number): AnswerError =>
  failure.code === 'input-unfit' ? { ...failure, index } : failure;

/** The same for the same sample of the same run, so that a call repeated after a crash can be recognised. */
function callKey(index: number, { sampleIds, callScope }: AnswerOptions): string {
  const sampleId = sampleIds?.[index];
  return sampleId === undefined || callScope === undefined
    ? randomUUID()
    : sha256Hex(`${callScope}/${sampleId}`);
}
