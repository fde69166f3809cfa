import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shippedDomainsFolder } from '#libs/evaluation';
import { sha256Hex } from '#libs/kernel';
import { TestClient } from '../support/client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

type File = { '@id': string; contentUrl: string; contentSize?: string; sha256: string };

let testApp: TestApp;
let anybody: TestClient;

beforeAll(async () => {
  testApp = await startTestApp();
  anybody = new TestClient(testApp);
}, 30_000);

afterAll(() => testApp.close());

test('every domain has a card that pins the files of its folder as they are stored', async () => {
  const { domains } = (await anybody.get('/v1/domains')).body as { domains: { name: string }[] };
  expect(domains.length).toBeGreaterThanOrEqual(8);
  for (const { name } of domains) {
    const { status, headers, body } = await anybody.get(`/v1/domains/${name}/croissant`);
    expect({ status, type: headers['content-type'] }).toEqual({
      status: 200,
      type: 'application/ld+json; charset=utf-8',
    });
    const stored = (body['distribution'] as File[]).filter(({ contentSize }) => contentSize !== undefined);
    expect(stored.length).toBeGreaterThan(0);
    for (const { contentUrl, contentSize, sha256 } of stored) {
      const bytes = await readFile(join(shippedDomainsFolder(), name, contentUrl));
      expect({ sha256, contentSize }).toEqual({
        sha256: sha256Hex(Uint8Array.from(bytes)),
        contentSize: `${String(bytes.length)} B`,
      });
    }
  }
}, 60_000);

test('a card knows where it is, who made the domain and since when it stands here', async () => {
  const { body } = await anybody.get('/v1/domains/bird-strikes/croissant');
  expect(body).toMatchObject({
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    name: 'bird-strikes',
    creator: { name: 'Salvor' },
    datePublished: new Date().toISOString().slice(0, 10),
    recordSet: [{ '@id': 'test' }, { '@id': 'train' }],
  });
  const url = String(body['url']);
  expect(await (await fetch(url)).json()).toEqual(body);
});

test('an unknown domain has no card', async () => {
  expect(await anybody.get('/v1/domains/unheard-of/croissant')).toMatchObject({
    status: 404,
    body: { type: 'urn:salvor:problem:not-found' },
  });
});
