import fc from 'fast-check';
import type { Schema } from './openapi-document.js';

/** What values are made from: the schemas that others refer to, and ids of things that exist. */
export type Context = {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly ids: readonly string[];
};

/** Values that have surprised a service before: as text, as numbers, as shapes. */
const SURPRISES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  1.5,
  '',
  ' ',
  '\u0000',
  '\u202e',
  '👩‍🚀',
  "'; DROP TABLE party; --",
  '../../etc/passwd',
  '{{7*7}}',
  '-0',
  '1e9',
  '99999999999999999999',
  '0000-00-00',
  '9999-12-31T23:59:59.999Z',
  'x'.repeat(5_000),
  [],
  {},
  [[[[]]]],
  { constructor: { prototype: {} } },
];

const surprise = fc.oneof(fc.constantFrom(...SURPRISES), fc.jsonValue({ maxDepth: 2 }));

/** A value that follows the schema for the most part: what passes the contract meets the use case behind it. */
export const nearly = (schema: Schema, context: Context): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 30, arbitrary: following(schema, context) }, { weight: 1, arbitrary: surprise });

/** A path segment or any body, related to the schema or not. */
export const anything = fc.oneof(
  surprise,
  fc.dictionary(fc.string({ unit: 'binary', maxLength: 8 }), surprise),
);

function following(schema: Schema, context: Context): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined)
    return following(context.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, context);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => following(choice, context)));
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  const kinds: Readonly<Record<string, () => fc.Arbitrary<unknown>>> = {
    string: () => text(schema, context),
    integer: () => fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? 1_000, 1e9) }),
    number: () => fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true }),
    boolean: () => fc.boolean(),
    null: () => fc.constant(null),
    array: () =>
      fc.array(nearly(schema.items ?? {}, context), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? 4, 4)),
      }),
    object: () => members(schema, context),
  };
  return (type === undefined ? undefined : kinds[type]?.()) ?? surprise;
}

function members({ properties = {}, required = [] }: Schema, context: Context): fc.Arbitrary<unknown> {
  const model = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, nearly(property, context)]),
  );
  return fc.record(model, { requiredKeys: required.filter((name) => name in model) });
}

function text(
  { pattern, format, example, minLength = 0, maxLength = 40 }: Schema,
  { ids }: Context,
): fc.Arbitrary<unknown> {
  const examples = example === undefined ? [] : [{ weight: 6, arbitrary: fc.constant(example) }];
  if (format === 'date-time')
    return fc.oneof(
      ...examples,
      fc
        .date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString()),
    );
  if (format === 'date')
    return fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
  // Patterns with Unicode classes are beyond fast-check's generator.
  if (pattern !== undefined && !pattern.includes('\\p')) {
    const expression = new RegExp(pattern);
    const existing = ids.filter((id) => expression.test(id));
    const made = fc.stringMatching(expression);
    return existing.length === 0
      ? fc.oneof(...examples, made)
      : fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...existing) }, made);
  }
  const size = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, 200)) };
  return fc.oneof(...examples, fc.string(size), fc.string({ ...size, unit: 'binary' }));
}
