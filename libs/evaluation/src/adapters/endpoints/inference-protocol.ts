import type { HttpAdapter } from '#core/catalog';
import { ok } from '#libs/kernel';
import { z } from 'zod';
import { parseNumbers } from '../input-numbers.js';
import { type Output, readOutput } from '../output-reading.js';
import { below, type Dialect, malformed, parseBody } from './dialect.js';

const reply = z.object({
  outputs: z.array(z.object({ name: z.string(), data: z.array(z.unknown()).max(1_000_000) })).max(1_000),
});

/** `POST /v2/models/{model}/infer` of the Open Inference Protocol (KServe, Triton, OpenVINO, MLServer and others). */
export function inferenceProtocol(adapter: Extract<HttpAdapter, { kind: 'inference-protocol' }>): Dialect {
  const { input: tensor, output } = adapter;
  const version =
    adapter.modelVersion === undefined ? '' : `/versions/${encodeURIComponent(adapter.modelVersion)}`;
  return {
    url: below(adapter.url, `v2/models/${encodeURIComponent(adapter.model)}${version}/infer`),
    ask(input) {
      const data = tensor.datatype === 'BYTES' ? ok([input]) : parseNumbers(input, tensor.shape);
      if (!data.ok) return data;
      const { name, datatype, shape } = tensor;
      return ok(
        JSON.stringify({
          inputs: [{ name, shape, datatype, data: data.value }],
          outputs: [{ name: output.name }],
        }),
      );
    },
    read(body) {
      const answer = parseBody(body, reply);
      if (!answer.ok) return answer;
      const found = answer.value.outputs.find(({ name }) => name === output.name);
      if (found === undefined) return malformed(`there is no output ${output.name}`);
      const elements = elementsOf(found.data);
      if (elements === undefined) return malformed(`${output.name} is neither all numbers nor all text`);
      const reading = readOutput(output.reading, elements);
      return reading.ok ? reading : malformed(`${output.name}: ${reading.error}`);
    },
  };
}

/** The protocol lets tensors be nested as well as flat. Truth values count as 0 and 1. */
function elementsOf(data: readonly unknown[]): Output | undefined {
  const flat = data.flat(8) as readonly unknown[];
  if (flat.every((element) => typeof element === 'string')) return flat;
  const numbers = flat.map((element) => (typeof element === 'boolean' ? Number(element) : element));
  return numbers.every((element) => typeof element === 'number') ? numbers : undefined;
}
