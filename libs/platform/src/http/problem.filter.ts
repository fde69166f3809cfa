import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { ThrottlerException } from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { ZodValidationException } from 'nestjs-zod';
import type { ZodError } from 'zod';
import { pointerToken } from '#libs/kernel';
import { ProblemException } from './problem-exception.js';
import { requestIdOf } from './request-id.js';
import { type FieldError, type Problem, type ProblemCode, PROBLEMS } from './problems.js';

/** The last stop of everything that went wrong: answers RFC 9457 and lets no internals out. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger(ProblemFilter.name);

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const problem = problemOf(exception);
    const { status, title } = PROBLEMS[problem.code];
    if (problem.code === 'internal') this.#logger.error(exception);
    if (response.headersSent) {
      response.end();
      return;
    }
    if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="salvor"');
    response
      .status(status)
      .type('application/problem+json')
      .json({
        type: `urn:salvor:problem:${problem.code}`,
        title,
        status,
        detail: problem.detail,
        instance: request.path,
        requestId: requestIdOf(request),
        ...(problem.errors === undefined ? {} : { errors: problem.errors }),
      });
  }
}

function problemOf(exception: unknown): Problem {
  if (exception instanceof ProblemException) return exception.problem;
  if (exception instanceof ThrottlerException)
    return { code: 'rate-limited', detail: 'Slow down and try again.' };
  if (exception instanceof ZodValidationException)
    return validationProblem(exception.getZodError() as ZodError);
  const type = (exception as { type?: unknown } | null)?.type;
  if (type === 'entity.too.large') return { code: 'body-too-large', detail: 'The body exceeds the limit.' };
  if (type === 'entity.parse.failed')
    return { code: 'malformed-request', detail: 'The body is not well-formed JSON.' };
  if (type === 'entity.verify.failed')
    return {
      code: 'malformed-request',
      detail: `The body is not well-formed JSON: ${(exception as Error).message}`,
    };
  if (typeof type === 'string' && /^(entity|charset|encoding|request)\./.test(type))
    return { code: 'malformed-request', detail: 'The body could not be read.' };
  if (exception instanceof URIError)
    return { code: 'malformed-request', detail: 'The path is not well-formed.' };
  if (exception instanceof HttpException) return fromStatus(exception.getStatus());
  return { code: 'internal', detail: 'The failure was recorded under the request id.' };
}

function fromStatus(status: number): Problem {
  const codes: Partial<Record<number, ProblemCode>> = {
    400: 'malformed-request',
    404: 'not-found',
    413: 'body-too-large',
    503: 'not-ready',
  };
  const code = codes[status] ?? 'internal';
  return { code, detail: PROBLEMS[code].title };
}

/** An answer names this many fields at most: a request must not make the answer grow without end. */
const FIELD_ERRORS_MAX = 100;

/** Zod's issues as pointers into the request. Unknown fields are named one by one. */
export function validationProblem(error: ZodError): Problem {
  const all: FieldError[] = error.issues.flatMap((issue) => {
    const path = issue.path.map((part) => pointerToken(String(part))).join('');
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({ path: `${path}${pointerToken(key)}`, message: 'unknown field' }));
  });
  const errors = all.slice(0, FIELD_ERRORS_MAX);
  const named = errors.map(({ path, message }) => `${path === '' ? '/' : path}: ${message}`);
  const rest = all.length > errors.length ? [`and ${String(all.length - errors.length)} more`] : [];
  return { code: 'validation-failed', detail: [...named, ...rest].join('; '), errors };
}
