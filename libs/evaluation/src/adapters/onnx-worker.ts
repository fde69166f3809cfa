/**
 * The thread in which a network runs. `run()` of onnxruntime-node keeps its thread busy until it is done, so it
 * must never be called where others wait. The runtime is an optional package of 288 MB: it is looked for when a
 * model needs it, and its absence is said.
 */
import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import type { LocalAdapter } from '#core/catalog';
import type { Output } from './output-reading.js';
import { tensorInput } from './tensor-input.js';
import { type TensorData, tensorData, type TensorType } from './tensor-type.js';

export type OnnxRecipe = {
  readonly bytes: Uint8Array;
  readonly adapter: Extract<LocalAdapter, { kind: 'onnx' }>;
  /** Name of the package; the compiler does not follow it, since a build must not need it. */
  readonly runtime: string;
};

export type OnnxReply =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'absent'; readonly reason: string }
  | { readonly kind: 'outputs'; readonly outputs: readonly TimedOutput[] }
  | { readonly kind: 'unfit'; readonly index: number; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

export type TimedOutput = { readonly elements: Output; readonly latencyMicros: number };

/** What is used of onnxruntime-node, declared here because a build must not need an optional package. */
interface Runtime {
  readonly InferenceSession: {
    create(bytes: Uint8Array, options: object): Promise<Session>;
  };
  readonly Tensor: new (type: string, data: TensorData, dims: readonly number[]) => Tensor;
}
interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Feeds, fetches: readonly string[]): Promise<Readonly<Record<string, Tensor>>>;
}
interface Tensor {
  readonly data: Iterable<unknown> & { readonly length: number };
}
type Feeds = Readonly<Record<string, Tensor>>;

const ELEMENTS_MAX = 100_000;

/** One thread and one order of summation: the same input gives the same answer, on a machine of its own speed. */
const SESSION_OPTIONS = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  logSeverityLevel: 3,
};

const { bytes, adapter, runtime: runtimeName } = workerData as OnnxRecipe;

async function importRuntime(): Promise<Runtime | string> {
  try {
    const module = (await import(runtimeName)) as Runtime & { readonly default?: Runtime };
    return module.default ?? module;
  } catch (error) {
    return `${runtimeName} cannot be loaded; install it to run ONNX models: ${String(error)}`.slice(0, 300);
  }
}

async function openSession(runtime: Runtime): Promise<Session> {
  const session = await runtime.InferenceSession.create(bytes, SESSION_OPTIONS);
  const given = [adapter.input.name, ...(adapter.constants ?? []).map(({ name }) => name)];
  const lacking = session.inputNames.filter((name) => !given.includes(name));
  const unknown = given.filter((name) => !session.inputNames.includes(name));
  if (lacking.length + unknown.length > 0)
    throw new Error(`the network takes ${session.inputNames.join(', ')}, not ${given.join(', ')}`);
  if (!session.outputNames.includes(adapter.output.name))
    throw new Error(`the network gives ${session.outputNames.join(', ')}, not ${adapter.output.name}`);
  return session;
}

const tensorOf = (
  runtime: Runtime,
  type: TensorType,
  shape: readonly number[],
  numbers: readonly number[],
): Tensor => new runtime.Tensor(type, tensorData(type, numbers), shape);

function constantFeeds(runtime: Runtime): Feeds {
  return Object.fromEntries(
    (adapter.constants ?? []).map(({ name, type, shape, fill }) => {
      const count = shape.reduce((product, size) => product * size, 1);
      return [name, tensorOf(runtime, type, shape, new Array<number>(count).fill(fill))];
    }),
  );
}

async function answerAll(
  runtime: Runtime,
  session: Session,
  constants: Feeds,
  inputs: readonly string[],
): Promise<OnnxReply> {
  const { input: spec, output } = adapter;
  const outputs: TimedOutput[] = [];
  for (const [index, input] of inputs.entries()) {
    const numbers = tensorInput(input, spec);
    if (!numbers.ok) return { kind: 'unfit', index, reason: numbers.error.reason };
    const startedAtMs = performance.now();
    const tensor = tensorOf(runtime, spec.type, spec.shape, numbers.value);
    const results = await session.run({ ...constants, [spec.name]: tensor }, [output.name]);
    const latencyMicros = Math.round((performance.now() - startedAtMs) * 1_000);
    outputs.push({ elements: elementsOf(results[output.name]), latencyMicros });
  }
  return { kind: 'outputs', outputs };
}

function elementsOf(tensor: Tensor | undefined): Output {
  const data = tensor?.data;
  if (data === undefined) throw new Error('the network gave no output');
  if (data.length > ELEMENTS_MAX)
    throw new Error(`the output has more than ${String(ELEMENTS_MAX)} elements`);
  const elements = [...data];
  return elements.every((element) => typeof element === 'string') ? elements : elements.map(Number);
}

/** Runs one step and posts its outcome; whatever the runtime throws becomes a message. */
async function reply(step: () => Promise<OnnxReply>): Promise<void> {
  try {
    parentPort?.postMessage(await step());
  } catch (error) {
    parentPort?.postMessage({ kind: 'failed', reason: String(error).slice(0, 500) } satisfies OnnxReply);
  }
}

await reply(async () => {
  const runtime = await importRuntime();
  if (typeof runtime === 'string') return { kind: 'absent', reason: runtime };
  const session = await openSession(runtime);
  const constants = constantFeeds(runtime);
  parentPort?.on('message', (inputs: readonly string[]) => {
    void reply(() => answerAll(runtime, session, constants, inputs));
  });
  return { kind: 'loaded' };
});
