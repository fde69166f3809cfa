/**
 * Writes small networks in the wire format of ONNX (onnx.proto3, protocol buffers), operator set 9: what can be
 * said with layers, convolutions and means over time.
 */

/** Numbers of fields and types in onnx.proto3. */
const MODEL = { irVersion: 1, producerName: 2, graph: 7, opsetImport: 8 };
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 };
const NODE = { input: 1, output: 2, opType: 4, attribute: 5 };
const ATTRIBUTE = { name: 1, whole: 3, wholes: 8, type: 20 };
const ATTRIBUTE_TYPE = { whole: 2, wholes: 7 };
const TENSOR = { dims: 1, dataType: 2, name: 8, rawData: 9 };
const FLOAT = 1;
const [IR_VERSION, OPSET_VERSION] = [4, 9];

function varint(value) {
  // Whole numbers below 0 are written as 64 bits of two's complement.
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes = [];
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

const whole = (field, value) => Buffer.concat([varint(field * 8), varint(value)]);
const bytes = (field, value) => Buffer.concat([varint(field * 8 + 2), varint(value.length), value]);
const text = (field, value) => bytes(field, Buffer.from(value));
const message = (field, ...parts) => bytes(field, Buffer.concat(parts));

/** ValueInfoProto: its type is tensor_type (1) of an element type (1) and a shape (2) of dims (1) with a size (1). */
const value = (field, name, dims) =>
  message(
    field,
    text(1, name),
    message(2, message(1, whole(1, FLOAT), message(2, ...dims.map((size) => message(1, whole(1, size)))))),
  );

const attribute = ([name, value]) =>
  Array.isArray(value)
    ? message(
        NODE.attribute,
        text(ATTRIBUTE.name, name),
        ...value.map((each) => whole(ATTRIBUTE.wholes, each)),
        whole(ATTRIBUTE.type, ATTRIBUTE_TYPE.wholes),
      )
    : message(
        NODE.attribute,
        text(ATTRIBUTE.name, name),
        whole(ATTRIBUTE.whole, value),
        whole(ATTRIBUTE.type, ATTRIBUTE_TYPE.whole),
      );

/** An operator: its inputs by name, its output's name, and attributes that are whole numbers or lists of them. */
export const node = (opType, inputs, output, attributes = {}) =>
  message(
    GRAPH.node,
    ...inputs.map((name) => text(NODE.input, name)),
    text(NODE.output, output),
    text(NODE.opType, opType),
    ...Object.entries(attributes).map(attribute),
  );

/** Constant numbers, row by row. */
export const floats = (name, dims, values) =>
  message(
    GRAPH.initializer,
    ...dims.map((size) => whole(TENSOR.dims, size)),
    whole(TENSOR.dataType, FLOAT),
    text(TENSOR.name, name),
    bytes(TENSOR.rawData, Buffer.from(Float32Array.from(values).buffer)),
  );

/** A network of these parts, from one input of this shape to one output of that. */
export const network = ({ name, input, output, parts }) =>
  Buffer.concat([
    whole(MODEL.irVersion, IR_VERSION),
    text(MODEL.producerName, 'salvor'),
    message(
      MODEL.graph,
      ...parts,
      text(GRAPH.name, name),
      value(GRAPH.input, input.name, input.shape),
      value(GRAPH.output, output.name, output.shape),
    ),
    message(MODEL.opsetImport, whole(2, OPSET_VERSION)),
  ]);

/**
 * Fully connected layers with rectifiers between them and a softmax behind them, from `[1, n]` called `from` to
 * `probabilities`.
 */
export const layers = (from, trained) => [
  ...trained.flatMap(({ weights, bias }, at) => {
    const isLast = at === trained.length - 1;
    const [inputs, outputs] = [weights.length / bias.length, bias.length];
    const [name, sums] = [`layer${at + 1}`, `sums${at + 1}`];
    const before = at === 0 ? from : `layer${at}`;
    return [
      floats(`${name}.weights`, [inputs, outputs], weights),
      floats(`${name}.bias`, [1, outputs], [...bias]),
      node('MatMul', [before, `${name}.weights`], `${name}.products`),
      node('Add', [`${name}.products`, `${name}.bias`], sums),
      isLast ? node('Softmax', [sums], 'probabilities', { axis: 1 }) : node('Relu', [sums], name),
    ];
  }),
];
