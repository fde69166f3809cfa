import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { err, ok, type Result } from '#libs/kernel';
import { type AuthenticatedRequest, type Problem, problem, problemAt } from '#libs/platform';
import { type ListFault, readJsonLines, readReceiptsCsv } from './core/index.js';

/** A list as it was sent, and how its items are named in a problem: `/receipts/17`, or nothing for a single one. */
export type SentList = { readonly items: readonly unknown[]; readonly pointerOf: (path: string) => string };

/** Reads a list of receipts from JSON, JSON Lines or CSV. What the items are is for the use case to check. */
export const ReceiptListBody = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Result<SentList, Problem> => {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const body: unknown = request.body;
    if (typeof body === 'string')
      return imported(request.is('text/csv') === false ? readJsonLines(body) : readReceiptsCsv(body));
    if (typeof body !== 'object' || body === null)
      return err(problem('malformed-request', 'Send application/json, application/x-ndjson or text/csv.'));
    if (!('receipts' in body)) return ok({ items: [body], pointerOf: (path) => path.replace(/^\/0/, '') });
    return Array.isArray(body.receipts) && Object.keys(body).length === 1
      ? ok({ items: body.receipts, pointerOf: inList })
      : err(problemAt('validation-failed', '/receipts', 'must be a list, and nothing may stand beside it'));
  },
);

const inList = (path: string): string => `/receipts${path}`;

function imported(list: Result<readonly unknown[], ListFault>): Result<SentList, Problem> {
  if (list.ok) return ok({ items: list.value, pointerOf: inList });
  const { record, reason } = list.error;
  return err(
    problemAt('validation-failed', inList(record === undefined ? '' : `/${String(record)}`), reason),
  );
}
