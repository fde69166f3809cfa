import { assertDefined } from '#libs/kernel';
import type { GuardedClientOptions, OpenModel } from '../../libs/evaluation/src/adapters/index.js';
import { plainAdapter, SECRET, Endpoints } from './adapters-fixture.js';

const METADATA = '169.254.169.254';
const options = { timeoutMs: 5_000 };

describe('an endpoint', () => {
  const endpoints = new Endpoints();
  afterEach(() => endpoints.closeAll());

  const open = (url: string, settings: Partial<GuardedClientOptions> = {}): Promise<OpenModel> =>
    endpoints.open(plainAdapter(url), settings);

  const spam = { body: { label: 'spam' } };

  it.each([
    'http://127.0.0.1',
    'http://localhost',
    'http://[::1]',
    'http://2130706433',
    'http://0x7f.1',
    'http://[::ffff:127.0.0.1]',
    'http://[64:ff9b::7f00:1]',
    'http://0.0.0.0',
  ])('in the house is not called unless the operator allows it: %s', async (origin) => {
    const stub = await endpoints.start(() => spam);
    const model = await open(`${origin}:${String(stub.port)}`, { allowPrivateAddresses: false });
    const answers = await model.answer(['a'], options);
    expect(answers).toMatchObject({ error: { code: 'refused-address' } });
    expect(stub.requests).toHaveLength(0);
  });

  it('that hands out credentials of the machine is not called even then', async () => {
    const model = await open(`http://${METADATA}`, { allowPrivateAddresses: true });
    expect(await model.answer(['a'], options)).toEqual({
      ok: false,
      error: { code: 'refused-address', host: METADATA, kind: 'metadata' },
    });
  });

  it('is called under the address that was checked, whatever the system would make of its name', async () => {
    const stub = await endpoints.start(() => spam);
    const asked: string[] = [];
    const model = await open(`http://model.invalid:${String(stub.port)}`, {
      resolve: (hostname) => {
        asked.push(hostname);
        return Promise.resolve(['127.0.0.1']);
      },
    });
    expect(await model.answer(['a'], options)).toMatchObject({ value: [{ label: 'spam' }] });
    expect(asked).toEqual(['model.invalid']);
    expect(stub.requests[0]?.headers.host).toBe(`model.invalid:${String(stub.port)}`);
  });

  it('whose name points into the house at the second look is refused then (DNS rebinding)', async () => {
    const stub = await endpoints.start(() => ({ status: 500 }));
    const looks = [['127.0.0.1'], [METADATA]];
    const model = await open(`http://rebinding.invalid:${String(stub.port)}`, {
      resolve: () => Promise.resolve(assertDefined(looks.shift(), 'a third look')),
    });
    expect(await model.answer(['a'], options)).toEqual({
      ok: false,
      error: { code: 'refused-address', host: 'rebinding.invalid', kind: 'metadata' },
    });
    expect(stub.requests).toHaveLength(1);
  });

  it('with a refused address among its addresses is not called at all', async () => {
    const stub = await endpoints.start(() => spam);
    const model = await open(`http://both.invalid:${String(stub.port)}`, {
      resolve: () => Promise.resolve(['127.0.0.1', METADATA]),
    });
    expect(await model.answer(['a'], options)).toMatchObject({ error: { code: 'refused-address' } });
    expect(stub.requests).toHaveLength(0);
  });

  it('without an address is a failed connection', async () => {
    const model = await open('http://nobody.invalid', {
      resolve: () => Promise.reject(new Error('ENOTFOUND')),
    });
    expect(await model.answer(['a'], options)).toMatchObject({
      error: { code: 'connection-failed', reason: 'nobody.invalid has no address' },
    });
  });

  describe('that redirects', () => {
    it('within itself is followed, with method, body and credential', async () => {
      const stub = await endpoints.start(({ path }) =>
        path === '/classify' ? { status: 307, headers: { location: '/v2/classify' } } : spam,
      );
      const model = await open(stub.url);
      expect(await model.answer(['a'], options)).toMatchObject({ value: [{ label: 'spam' }] });
      expect(stub.requests[1]).toMatchObject({
        path: '/v2/classify',
        body: { text: 'a' },
        headers: { authorization: `Bearer ${SECRET}` },
      });
    });

    it('to another origin is followed without the credential', async () => {
      const other = await endpoints.start(() => spam);
      const stub = await endpoints.start(() => ({
        status: 308,
        headers: { location: `${other.url}/there` },
      }));
      const model = await open(stub.url);
      expect(await model.answer(['a'], options)).toMatchObject({ value: [{ label: 'spam' }] });
      expect(other.requests[0]?.path).toBe('/there');
      expect(JSON.stringify(other.requests[0]?.headers)).not.toContain(SECRET);
    });

    it('to another origin and back does not get the credential again: the other chose where it goes', async () => {
      const origins: string[] = [];
      const other = await endpoints.start(() => ({
        status: 307,
        headers: { location: `${assertDefined(origins[0], 'home')}/home` },
      }));
      const stub = await endpoints.start(({ path }) =>
        path === '/home' ? spam : { status: 307, headers: { location: other.url } },
      );
      origins.push(stub.url);
      const model = await open(stub.url);
      expect(await model.answer(['a'], options)).toMatchObject({ ok: true });
      expect(other.requests[0]?.headers.authorization).toBeUndefined();
      expect(stub.requests[0]?.headers.authorization).toBe(`Bearer ${SECRET}`);
      expect(stub.requests[1]?.headers.authorization).toBeUndefined();
    });

    it('to a refused address is refused', async () => {
      const stub = await endpoints.start(() => ({
        status: 307,
        headers: { location: `http://${METADATA}/latest/meta-data/` },
      }));
      const model = await open(stub.url);
      expect(await model.answer(['a'], options)).toMatchObject({
        error: { code: 'refused-address', kind: 'metadata' },
      });
    });

    it.each([
      ['ftp://files.invalid/', 'leads to ftp:'],
      ['http://user:word@model.invalid/', 'carries a password'],
      ['http://[', 'leads nowhere'],
    ])('to %s is refused', async (location, reason) => {
      const stub = await endpoints.start(() => ({ status: 307, headers: { location } }));
      const model = await open(stub.url);
      expect(await model.answer(['a'], options)).toEqual({
        ok: false,
        error: { code: 'refused-redirect', reason },
      });
    });

    it('in a circle is given up after three', async () => {
      const stub = await endpoints.start(() => ({ status: 307, headers: { location: '/classify' } }));
      const model = await open(stub.url);
      expect(await model.answer(['a'], options)).toMatchObject({ error: { code: 'refused-redirect' } });
      expect(stub.requests).toHaveLength(4);
    });

    it('with 303 is not followed: it would be asked for nothing', async () => {
      const stub = await endpoints.start(() => ({ status: 303, headers: { location: '/elsewhere' } }));
      const model = await open(stub.url);
      expect(await model.answer(['a'], options)).toMatchObject({
        error: { code: 'http-status', status: 303 },
      });
    });
  });
});
