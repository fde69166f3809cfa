import { type ProblemCode, PROBLEMS } from './problems.js';

/** The checks that every request meets before its use case, first to last. The first that fails answers. */
export const ORDER_OF_CHECKS: readonly (readonly [code: ProblemCode, check: string])[] = [
  ['body-too-large', 'The body is within `SALVOR_BODY_LIMIT_BYTES`.'],
  ['malformed-request', 'The body is UTF-8 JSON of one meaning (RFC 7493), at most 256 levels deep.'],
  ['rate-limited', 'The key, or without one the address, is within `SALVOR_RATE_LIMIT_PER_MINUTE`.'],
  ['unauthenticated', 'The API key is known and not revoked.'],
  ['scope-missing', 'The key has a scope that the route asks for.'],
  ['idempotency-key-missing', 'A write carries an `Idempotency-Key`.'],
  ['validation-failed', 'Path, query and body follow the contract; `errors` names each field at fault.'],
  ['request-in-flight', 'No request with this `Idempotency-Key` is running.'],
  ['idempotency-key-reused', 'The `Idempotency-Key` is new, or was sent with this very request before.'],
  ['not-found', 'What the request names exists and is visible to the party.'],
];

const CHECKS: ReadonlySet<string> = new Set(ORDER_OF_CHECKS.map(([code]) => code));

/** `docs/errors.md`: every problem that can be answered, from the one table of them. */
export function errorsDocument(): string {
  const rest = Object.keys(PROBLEMS).filter((code) => !CHECKS.has(code)) as ProblemCode[];
  const refusals = rest.filter((code) => PROBLEMS[code].status < 500);
  const failures = rest.filter((code) => PROBLEMS[code].status >= 500);
  return `${[
    '# Errors',
    'Every failure is answered with a problem document (RFC 9457, `application/problem+json`):',
    EXAMPLE,
    ABOUT_FIELDS,
    '## Checks of every request, in their order',
    ABOUT_ORDER,
    table(
      ['code', 'status', 'title', 'passes when'],
      ORDER_OF_CHECKS.map(([code, check]) => [...cells(code), check]),
    ),
    '## What the market refuses',
    ABOUT_REFUSALS,
    table(['code', 'status', 'title'], refusals.map(cells)),
    '## Our side',
    'The request may be repeated, a write under the same `Idempotency-Key`.',
    table(['code', 'status', 'title'], failures.map(cells)),
  ].join('\n\n')}\n`;
}

const EXAMPLE = `\`\`\`json
{
  "type": "urn:salvor:problem:validation-failed",
  "title": "${PROBLEMS['validation-failed'].title}",
  "status": ${String(PROBLEMS['validation-failed'].status)},
  "detail": "/name: unknown field",
  "instance": "/v1/parties",
  "requestId": "2a5d8c1e-6f0b-4a53-9d0e-0c4a1d1f7b11",
  "errors": [{ "path": "/name", "message": "unknown field" }]
}
\`\`\``;

const ABOUT_FIELDS = `\
The \`type\` is \`urn:salvor:problem:\` and a code of the tables below: that is what a program looks at. The
\`detail\` is for people and may change. \`errors\`, where fields are at fault, names each by a JSON pointer
(RFC 6901); beyond a hundred they are only counted. \`requestId\` is that of the \`X-Request-Id\` header, under which
the service logged the request.`;

const ABOUT_ORDER = `\
The first check that fails answers, so that a request with two faults always gets the same answer. A path that no
route has is \`not-found\` as soon as the body was read, and needs no key.`;

const ABOUT_REFUSALS = `\
Decided by the use case, in one transaction of which nothing remains. The same request under the same
\`Idempotency-Key\` is decided anew.`;

const cells = (code: ProblemCode): readonly string[] => [
  `\`${code}\``,
  String(PROBLEMS[code].status),
  PROBLEMS[code].title,
];

/** A Markdown table, its columns padded as prettier pads them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
