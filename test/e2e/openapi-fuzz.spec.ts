import fc from 'fast-check';
import { problemDocument } from '#contract/platform';
import { enrol, TestClient, type TestParty } from '../support/client.js';
import { OPERATOR_KEY, startTestApp, type TestApp } from '../support/test-app.js';
import { anything, type Context, nearly } from './openapi-arbitrary.js';
import { type Operation, readOpenApi, type Schema } from './openapi-document.js';

const BODIES_PER_ROUTE = 20;
const SEED = 20_261_121;

let testApp: TestApp;
let everybody: TestParty;
let operations: readonly Operation[];
let context: Context;

beforeAll(async () => {
  testApp = await startTestApp();
  everybody = await enrol(new TestClient(testApp, OPERATOR_KEY), 'Everybody', [
    'operator',
    'seller',
    'buyer',
  ]);
  const document = await fetch(`${testApp.url}/docs/openapi.json`);
  const { schemas, ...api } = readOpenApi(await document.json());
  operations = api.operations;
  context = { schemas, ids: [everybody.id] };
}, 30_000);
afterAll(() => testApp.close());

const bodySchema = (operation: Operation): Schema | undefined =>
  operation.requestBody?.content['application/json']?.schema;

/** Each `{name}` of the path filled in: with an id of the right form mostly, with anything sometimes. */
function pathOf({ path, parameters }: Operation): fc.Arbitrary<string> {
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const values = inPath.map(({ schema }) =>
    nearly(schema, context).map((value) => encodeURIComponent(printable(value))),
  );
  return fc
    .tuple(...values)
    .map((filled) =>
      inPath.reduce((whole, { name }, index) => whole.replace(`{${name}}`, filled[index] ?? ''), path),
    );
}

const printable = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll(/[\ud800-\udfff]/g, '?');

/** Ids of what exists by now, for the requests to come. */
function remember(text: string): void {
  const found = text.match(/\b[a-z]{3}_[0-9a-f]{32}\b/g) ?? [];
  context = { ...context, ids: [...new Set([...context.ids, ...found])] };
}

/** One request, and what is wrong with its answer; undefined when nothing is. */
async function faultOf(operation: Operation, path: string, body: unknown): Promise<string | undefined> {
  const response = await fetch(`${testApp.url}${path}`, {
    method: operation.method.toUpperCase(),
    headers: {
      Authorization: `Bearer ${String(everybody.client.key)}`,
      'Idempotency-Key': crypto.randomUUID(),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const told = `${operation.method} ${path} ${JSON.stringify(body)} → ${String(response.status)} ${text}`;
  if (response.status >= 500) return told;
  if (response.status < 400) {
    remember(text);
    return undefined;
  }
  const isProblem =
    response.headers.get('content-type')?.startsWith('application/problem+json') === true &&
    problemDocument.safeParse(JSON.parse(text)).success;
  return isProblem ? undefined : told;
}

async function faultsOf(operation: Operation, body: fc.Arbitrary<unknown>): Promise<readonly string[]> {
  const requests = fc.sample(fc.tuple(pathOf(operation), body), { numRuns: BODIES_PER_ROUTE, seed: SEED });
  const faults: string[] = [];
  for (const [path, value] of requests) {
    const fault = await faultOf(operation, path, value);
    if (fault !== undefined) faults.push(fault);
  }
  return faults;
}

it('no body that anybody can think of makes a write fail', async () => {
  const faults: string[] = [];
  for (const operation of operations.filter(({ method }) => method !== 'get'))
    faults.push(...(await faultsOf(operation, fc.oneof(anything, fc.array(anything, { maxLength: 2 })))));
  expect(faults).toEqual([]);
}, 60_000);

it('no body that nearly follows its contract makes a write fail', async () => {
  const faults: string[] = [];
  for (const operation of operations.filter(({ method }) => method !== 'get')) {
    const schema = bodySchema(operation);
    const body = schema === undefined ? fc.constant(undefined) : nearly(schema, context);
    faults.push(...(await faultsOf(operation, body)));
  }
  expect(faults).toEqual([]);
}, 60_000);

it('no path and no query makes a reading fail', async () => {
  const faults: string[] = [];
  for (const operation of operations.filter(({ method }) => method === 'get')) {
    const query = fc.record(
      Object.fromEntries(
        operation.parameters
          .filter((parameter) => parameter.in === 'query')
          .map(({ name, schema }) => [name, nearly(schema, context).map(printable)]),
      ),
      { requiredKeys: [] },
    );
    const requests = fc.sample(fc.tuple(pathOf(operation), query), { numRuns: BODIES_PER_ROUTE, seed: SEED });
    for (const [path, filter] of requests) {
      const search = new URLSearchParams();
      for (const [name, value] of Object.entries(filter)) if (value !== undefined) search.set(name, value);
      const fault = await faultOf(
        operation,
        search.size === 0 ? path : `${path}?${search.toString()}`,
        undefined,
      );
      if (fault !== undefined) faults.push(fault);
    }
  }
  expect(faults).toEqual([]);
}, 60_000);
