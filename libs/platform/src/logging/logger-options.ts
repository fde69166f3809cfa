import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Params } from 'nestjs-pino';
import type { Config } from '../config/config.js';
import { requestIdOf } from '../http/request-id.js';

/** Counted, requests to these would tell how many bid in an auction, while bids are sealed. */
const SEALED = /^\/v1\/auctions\/[^/]+\/(bids|participation)\b/;

/** JSON lines with a request id. Neither keys nor bodies are logged: a body may be a sealed bid. */
export const loggerOptions = (config: Pick<Config, 'logLevel'>): Params => ({
  pinoHttp: {
    level: config.logLevel,
    genReqId: requestIdOf,
    redact: ['req.headers.authorization', 'req.headers.cookie', 'res.headers["set-cookie"]'],
    serializers: {
      req: (request: { id: unknown; method: unknown; url: unknown }) => ({
        id: request.id,
        method: request.method,
        url: request.url,
      }),
      res: (response: { statusCode: unknown }) => ({ statusCode: response.statusCode }),
    },
    customLogLevel: ({ url }: IncomingMessage, response: ServerResponse, error?: Error) => {
      if (error !== undefined || response.statusCode >= 500) return 'error';
      if (SEALED.test(url ?? '')) return 'silent';
      return response.statusCode >= 400 ? 'info' : 'debug';
    },
  },
});
