import { z } from 'zod';

const SPANS_MAX = 10_000;

/** Protobuf's 64-bit integers are strings in JSON; receivers take numbers as well. */
const integer = z.union([z.string().regex(/^-?\d{1,19}$/), z.int()]).transform(BigInt);
const hex = (digits: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-fA-F]{${String(digits)}}$`))
    .transform((text) => text.toLowerCase());

const attributes = z
  .array(
    z.object({
      key: z.string(),
      value: z.object({ stringValue: z.string().optional(), intValue: integer.optional() }),
    }),
  )
  .default([]);

const span = z.object({
  traceId: hex(32),
  spanId: hex(16),
  endTimeUnixNano: integer,
  attributes,
});

/**
 * What is read of an OTLP/JSON trace request (OpenTelemetry Protocol 1.x, "JSON Protobuf Encoding"): ids are
 * hexadecimal, 64-bit integers strings. Unknown members are passed over, as the protocol demands of receivers.
 */
export const otlpTracesSchema = z.object({
  resourceSpans: z
    .array(
      z.object({
        resource: z.object({ attributes }).default({ attributes: [] }),
        scopeSpans: z.array(z.object({ spans: z.array(span).max(SPANS_MAX).default([]) })).default([]),
      }),
    )
    .max(SPANS_MAX),
});

export type OtlpTraces = z.output<typeof otlpTracesSchema>;
export type OtlpSpan = z.output<typeof span>;
export type OtlpAttributes = z.output<typeof attributes>;
