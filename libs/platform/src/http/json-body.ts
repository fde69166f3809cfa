import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseJson } from '#libs/kernel';

/** RFC 8259, section 8.1: JSON between systems is UTF-8. */
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Refuses a body that could be read in more than one way (invalid UTF-8, names that stand twice, unpaired
 * surrogates, numbers beyond binary64) or that nests without end: what is hashed, signed or sealed must mean one
 * thing. A `verify` hook of body-parser: what it throws reaches the filter with the type `entity.verify.failed`.
 */
export function requireOneMeaning(_request: IncomingMessage, _response: ServerResponse, body: Buffer): void {
  if (body.length === 0) return;
  const json = parseJson(UTF8.decode(body));
  if (json.ok) return;
  const { path, reason } = json.error;
  throw new Error(path === '' ? reason : `${path}: ${reason}`);
}
