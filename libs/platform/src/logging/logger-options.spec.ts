import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { type Options, pinoHttp } from 'pino-http';
import { assignRequestId } from '../http/request-id.js';
import { loggerOptions } from './logger-options.js';

/** The log lines of one request that is answered with this status. */
async function logOf(
  logLevel: 'debug' | 'info' | 'error',
  status: number,
  path = '/v1/standing-orders',
): Promise<string> {
  let log = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      log += chunk.toString();
      done();
    },
  });
  const logRequest = pinoHttp(loggerOptions({ logLevel }).pinoHttp as Options, stream);
  const server = createServer((request, response) => {
    assignRequestId(request, response, () => {
      logRequest(request, response);
      response.writeHead(status, { 'Set-Cookie': 'session=cookie-of-the-answer' }).end('answer-body');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${String(port)}${path}`, {
    method: 'POST',
    headers: {
      Authorization: 'Bearer key-of-the-bidder',
      Cookie: 'cookie-of-the-bidder',
      'X-Request-Id': 'trace-1',
    },
    body: 'sealed-bid',
  });
  await response.text();
  server.close();
  await once(server, 'close');
  return log;
}

describe('the request log', () => {
  it('tells which request was answered how, under its id', async () => {
    expect(JSON.parse(await logOf('debug', 201))).toMatchObject({
      req: { id: 'trace-1', method: 'POST', url: '/v1/standing-orders' },
      res: { statusCode: 201 },
    });
  });

  it('holds no key, no cookie and no body', async () => {
    const log = await logOf('debug', 500);
    expect(log).toContain('trace-1');
    expect(log).not.toMatch(/key-of-the-bidder|cookie-of|sealed-bid|answer-body/);
  });

  it('tells of successes to whoever debugs, of refusals to whoever is curious, of failures to everybody', async () => {
    const logged = async (level: 'debug' | 'info' | 'error', status: number) =>
      (await logOf(level, status)) !== '';
    expect([await logged('debug', 200), await logged('info', 200)]).toEqual([true, false]);
    expect([await logged('info', 404), await logged('error', 404)]).toEqual([true, false]);
    expect(await logged('error', 500)).toBe(true);
  });

  it('does not tell that somebody bids or takes part, unless it failed', async () => {
    const paths = ['/v1/auctions/auc_1/bids', '/v1/auctions/auc_1/participation'];
    const logged = async (status: number) => Promise.all(paths.map((path) => logOf('debug', status, path)));
    expect([...(await logged(201)), ...(await logged(422))].join('')).toBe('');
    expect((await logged(500)).every((log) => log.includes('trace-1'))).toBe(true);
  });
});
