import { z } from 'zod';

/** What of an OpenAPI schema our contracts produce (JSON Schema 2020-12). */
export type Schema = {
  readonly $ref?: string | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly pattern?: string | undefined;
  readonly format?: string | undefined;
  readonly example?: unknown;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly items?: Schema | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly oneOf?: readonly Schema[] | undefined;
  readonly allOf?: readonly Schema[] | undefined;
};

const schema = z.custom<Schema>((value) => typeof value === 'object');
const content = z.record(z.string(), z.object({ schema }));
const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().default(false),
  schema,
});
const operation = z.object({
  operationId: z.string(),
  parameters: z.array(parameter).default([]),
  requestBody: z.object({ required: z.boolean().default(false), content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: content.optional() })),
  security: z.array(z.record(z.string(), z.array(z.string()))).default([]),
});
const method = z.enum(['get', 'put', 'post', 'delete']);

const openApi = z.object({
  openapi: z.string(),
  paths: z.record(z.string(), z.partialRecord(method, operation)),
  components: z.object({ schemas: z.record(z.string(), schema) }),
});

export type Method = z.output<typeof method>;
export type Operation = z.output<typeof operation> & { readonly method: Method; readonly path: string };

export type OpenApi = {
  readonly version: string;
  readonly operations: readonly Operation[];
  readonly schemas: Readonly<Record<string, Schema>>;
};

/** The operations of a document, in its order. */
export function readOpenApi(json: unknown): OpenApi {
  const document = openApi.parse(json);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([name, each]) => ({ ...each, method: method.parse(name), path })),
  );
  return { version: document.openapi, operations, schemas: document.components.schemas };
}
