import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#libs/platform';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { type OpenApi, type Operation, readOpenApi, type Schema } from './openapi-document.js';

const FILE = join(projectRoot(), 'docs', 'openapi.json');

let testApp: TestApp;
let served: unknown;
let api: OpenApi;

beforeAll(async () => {
  testApp = await startTestApp();
  const response = await fetch(`${testApp.url}/docs/openapi.json`);
  served = await response.json();
  api = readOpenApi(served);
}, 30_000);
afterAll(() => testApp.close());

const nameOf = ({ method, path }: Operation): string => `${method.toUpperCase()} ${path}`;
const isWrite = ({ method }: Operation): boolean => method !== 'get';

/** The request of an operation with something in each place of its path, and no key. */
const withoutKey = ({ method, path }: Operation): Promise<Response> =>
  fetch(`${testApp.url}${path.replaceAll(/\{[^}]+\}/g, 'x')}`, { method: method.toUpperCase() });

it('the service describes itself in OpenAPI 3.1', () => {
  expect(api.version).toMatch(/^3\.1\.\d+$/);
  expect(api.operations.length).toBeGreaterThan(0);
});

it('docs/openapi.json is what the service serves (UPDATE_DOCS=1 writes it anew)', () => {
  const text = `${JSON.stringify(served, undefined, 2)}\n`;
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(FILE, text);
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(served);
});

it('a route asks for a key exactly when the document says so', async () => {
  const answers = await Promise.all(
    api.operations.map(async (operation) => {
      const { status } = await withoutKey(operation);
      return {
        route: nameOf(operation),
        asksForKey: status === 401,
        documented: operation.security.length > 0,
      };
    }),
  );
  expect(answers.filter(({ asksForKey, documented }) => asksForKey !== documented)).toEqual([]);
});

/** What trustees publish proves itself, whoever hands it in, and handed in again is the same. */
const SELF_PROVING = 'POST /v1/auctions/{auctionId}/shares';

it('only reading is public, and what proves itself', () => {
  const open = api.operations.filter((operation) => isWrite(operation) && operation.security.length === 0);
  expect(open.map(nameOf)).toEqual([SELF_PROVING]);
});

it('every write has an Idempotency-Key, and no reading has one', () => {
  const hasKey = ({ parameters }: Operation): boolean =>
    parameters.some(
      ({ name, in: place, required }) => name === 'Idempotency-Key' && place === 'header' && required,
    );
  const wrong = api.operations.filter((operation) => hasKey(operation) !== isWrite(operation));
  expect(wrong.map(nameOf)).toEqual([SELF_PROVING]);
});

it('every operation has a name of its own, a described answer and a problem', () => {
  const ids = api.operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  const incomplete = api.operations.filter(({ responses }) => {
    const success = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
    const problem = responses['default']?.content?.['application/problem+json'];
    const answer = success?.content?.['application/json'] ?? success?.content?.['text/html'];
    return answer === undefined || problem === undefined;
  });
  expect(incomplete.map(nameOf)).toEqual([]);
});

it('every parameter of a path is described', () => {
  const undescribed = api.operations.filter(({ path, parameters }) => {
    const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
    const described = parameters.filter((each) => each.in === 'path').map(({ name }) => name);
    return inPath.sort().join() !== described.sort().join();
  });
  expect(undescribed.map(nameOf)).toEqual([]);
});

it('every reference leads somewhere', () => {
  const references = [...JSON.stringify(served).matchAll(/"\$ref":"([^"]+)"/g)].map(
    ([, reference = '']) => reference,
  );
  const dangling = references.filter(
    (reference) => api.schemas[reference.replace('#/components/schemas/', '')] === undefined,
  );
  expect(references.length).toBeGreaterThan(0);
  expect(dangling).toEqual([]);
});

/** OpenTelemetry exporters write more than we read, and more with every version. */
const FOREIGN_FORMAT = 'POST /v1/meters/{meterId}/telemetry';

it('bodies are objects that refuse what they do not know', () => {
  const bodies = api.operations.flatMap((operation) => {
    const schema = operation.requestBody?.content['application/json']?.schema;
    return schema === undefined ? [] : [{ route: nameOf(operation), schema: resolve(schema) }];
  });
  const open = bodies.filter(({ schema }) => {
    const closed = schema as Schema & { readonly additionalProperties?: unknown };
    return closed.type !== 'object' || closed.additionalProperties !== false;
  });
  expect(open.map(({ route }) => route)).toEqual([FOREIGN_FORMAT]);
});

const resolve = (schema: Schema): Schema =>
  schema.$ref === undefined ? schema : (api.schemas[schema.$ref.replace('#/components/schemas/', '')] ?? {});
