import type { LocalAdapter } from '#core/catalog';
import { ok, type Result } from '#libs/kernel';
import { ofCount, parseNumbers, unfit, type UnfitInput } from './input-numbers.js';

type OnnxInput = Extract<LocalAdapter, { kind: 'onnx' }>['input'];

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The numbers of an input as the network is to see them, in row-major order. */
export function tensorInput(input: string, spec: OnnxInput): Result<readonly number[], UnfitInput> {
  const numbers =
    spec.encoding === 'json' ? parseNumbers(input, spec.shape) : decoded(input, spec.encoding, spec.shape);
  if (!numbers.ok) return numbers;
  const { scale = 1, offset = 0 } = spec;
  return scale === 1 && offset === 0 ? numbers : ok(numbers.value.map((value) => value * scale + offset));
}

const BYTES_OF = { 'base64-uint8': 1, 'base64-int16': 2, 'base64-float32': 4 } as const;

function decoded(
  input: string,
  encoding: keyof typeof BYTES_OF,
  shape: readonly number[],
): Result<readonly number[], UnfitInput> {
  if (!BASE64.test(input)) return unfit('is not base64');
  const bytes = Buffer.from(input, 'base64');
  const size = BYTES_OF[encoding];
  if (bytes.length % size !== 0) return unfit(`is not a whole number of ${String(size)} bytes`);
  const at = (index: number): number => {
    switch (encoding) {
      case 'base64-uint8':
        return bytes.readUInt8(index);
      case 'base64-int16':
        return bytes.readInt16LE(index * size);
      case 'base64-float32':
        return bytes.readFloatLE(index * size);
    }
  };
  const numbers = Array.from({ length: bytes.length / size }, (_, index) => at(index));
  return numbers.every(Number.isFinite)
    ? ofCount(numbers, shape)
    : unfit('holds something that is no number');
}
