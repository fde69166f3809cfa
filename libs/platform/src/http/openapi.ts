import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { cleanupOpenApiDoc } from 'nestjs-zod';
import { z } from 'zod';
import { problemDocument } from '../platform.contract.js';

/** The OpenAPI 3.1 document of the running application, made from its contracts. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const frame = new DocumentBuilder()
    .setTitle('Salvor')
    .setDescription(
      'Evaluation, valuation, sealed-bid auctions and payouts for AI models and the rights in them.',
    )
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key.' })
    .build();
  const document = SwaggerModule.createDocument(app, frame, {
    operationIdFactory: (_controller, method) => method,
  });
  return withProblems(cleanupOpenApiDoc(document, { version: '3.1' }));
}

/** Every operation can be answered with a problem. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  const { $schema: _, ...schema } = z.toJSONSchema(problemDocument);
  const problem = {
    description: 'A problem (RFC 9457). docs/errors.md lists their types.',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const { get, put, post, delete: remove } of Object.values(document.paths))
    for (const operation of [get, put, post, remove])
      if (operation !== undefined) operation.responses.default = problem;
  const schemas = { ...document.components?.schemas, Problem: schema as object };
  return { ...document, components: { ...document.components, schemas } };
}

/** Serves the document at /docs, for people and as JSON at /docs/openapi.json. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'docs/openapi.json',
    customSiteTitle: 'Salvor API',
  });
}
