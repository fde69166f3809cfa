/** Writes the smallest useful networks in the wire format of ONNX (onnx.proto3, protocol buffers). */

/** Field numbers of onnx.proto3 that are used here. */
const MODEL = { irVersion: 1, graph: 7, opsetImport: 8 } as const;
const OPSET = { version: 2 } as const;
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 } as const;
const NODE = { input: 1, output: 2, opType: 4 } as const;
const TENSOR = { dims: 1, dataType: 2, name: 8, rawData: 9 } as const;
const VALUE = { name: 1, type: 2 } as const;
const FLOAT = 1;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

const whole = (field: number, value: number): Buffer => Buffer.concat([varint(field * 8), varint(value)]);
const bytesField = (field: number, value: Buffer): Buffer =>
  Buffer.concat([varint(field * 8 + 2), varint(value.length), value]);
const text = (field: number, value: string): Buffer => bytesField(field, Buffer.from(value));
const message = (field: number, ...parts: readonly Buffer[]): Buffer =>
  bytesField(field, Buffer.concat(parts));

/** ValueInfoProto.type.tensor_type: element type 1, shape 2 with a dim 1 of dim_value 1 each. */
const tensorType = (dims: readonly number[]): Buffer =>
  message(
    VALUE.type,
    message(1, whole(1, FLOAT), message(2, ...dims.map((size) => message(1, whole(1, size))))),
  );

const floats = (field: number, name: string, dims: readonly number[], values: readonly number[]): Buffer =>
  message(
    field,
    ...dims.map((size) => whole(TENSOR.dims, size)),
    whole(TENSOR.dataType, FLOAT),
    text(TENSOR.name, name),
    bytesField(TENSOR.rawData, Buffer.from(Float32Array.from(values).buffer)),
  );

const node = (opType: string, inputs: readonly string[], output: string): Buffer =>
  message(
    GRAPH.node,
    ...inputs.map((name) => text(NODE.input, name)),
    text(NODE.output, output),
    text(NODE.opType, opType),
  );

/**
 * A linear layer, then softmax: `probabilities[1, k] = softmax(features[1, n] · weights[n, k] + bias[k])`.
 *
 * @param weights one row for each feature, one column for each class
 */
export function linearSoftmaxNetwork(
  weights: readonly (readonly number[])[],
  bias: readonly number[],
): Buffer {
  const [features, classes] = [weights.length, bias.length];
  return Buffer.concat([
    whole(MODEL.irVersion, 8),
    message(
      MODEL.graph,
      node('MatMul', ['features', 'weights'], 'products'),
      node('Add', ['products', 'bias'], 'logits'),
      node('Softmax', ['logits'], 'probabilities'),
      text(GRAPH.name, 'linear'),
      floats(GRAPH.initializer, 'weights', [features, classes], weights.flat()),
      floats(GRAPH.initializer, 'bias', [classes], bias),
      message(GRAPH.input, text(VALUE.name, 'features'), tensorType([1, features])),
      message(GRAPH.output, text(VALUE.name, 'probabilities'), tensorType([1, classes])),
      message(GRAPH.output, text(VALUE.name, 'logits'), tensorType([1, classes])),
    ),
    message(MODEL.opsetImport, whole(OPSET.version, 13)),
  ]);
}
