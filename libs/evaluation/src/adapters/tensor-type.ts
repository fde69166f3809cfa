import type { LocalAdapter } from '#core/catalog';

type OnnxInput = Extract<LocalAdapter, { kind: 'onnx' }>['input'];
export type TensorType = OnnxInput['type'];
export type TensorData = Float32Array | Float64Array | BigInt64Array | Int32Array | Uint8Array;

/** Numbers as a tensor of ONNX holds them. Whole-number types drop what is behind the point. */
export function tensorData(type: TensorType, numbers: readonly number[]): TensorData {
  switch (type) {
    case 'float32':
      return Float32Array.from(numbers);
    case 'float64':
      return Float64Array.from(numbers);
    case 'int64':
      return BigInt64Array.from(numbers, (value) => BigInt(Math.trunc(value)));
    case 'int32':
      return Int32Array.from(numbers);
    case 'uint8':
    case 'bool':
      return Uint8Array.from(numbers);
  }
}
