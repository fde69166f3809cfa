import { z } from 'zod';
import { outputReading, tensorShape } from './version-adapter-output.js';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');
const declaredFile = {
  /** Path within the version's manifest. */
  file: z.string().min(1).max(4_096),
  /** Digest of that file, as the manifest also states it. */
  sha256,
};

const tensorType = z.enum(['float32', 'float64', 'int64', 'int32', 'uint8', 'bool']);
const tensorName = z.string().min(1).max(200);

const onnx = z.strictObject({
  kind: z.literal('onnx'),
  ...declaredFile,
  input: z.strictObject({
    name: tensorName,
    type: tensorType,
    shape: tensorShape,
    /** A JSON array of numbers, or base64 of little-endian ones. */
    encoding: z.enum(['json', 'base64-uint8', 'base64-int16', 'base64-float32']),
    /** Each number x enters as x × scale + offset: pixels and samples are kept as the small integers they are. */
    scale: z.number().optional(),
    offset: z.number().optional(),
  }),
  /** Further inputs that are the same for every sample, such as a sampling rate or an empty state. */
  constants: z
    .array(z.strictObject({ name: tensorName, type: tensorType, shape: tensorShape, fill: z.number() }))
    .max(20)
    .optional(),
  output: z.strictObject({ name: tensorName, reading: outputReading }),
});

const localProcess = z.strictObject({
  kind: z.literal('local-process'),
  /** A name on the operator's list of commands; what it stands for is the operator's to say. */
  command: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens'),
});

const recordedAnswers = z.strictObject({ kind: z.literal('recorded-answers'), ...declaredFile });

export const LOCAL_ADAPTERS = [onnx, localProcess, recordedAnswers] as const;

export type LocalAdapter = Readonly<z.infer<(typeof LOCAL_ADAPTERS)[number]>>;
