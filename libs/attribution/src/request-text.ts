import { canonicalJson, err, type Json, ok, type Result } from '#libs/kernel';
import { type AuthenticatedRequest, type Problem, problem } from '#libs/platform';

/** RFC 8259, section 8.1: JSON between systems is UTF-8. */
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The JSON text of a request. A body of type `application/json` was read and checked already; one of type
 * `text/plain` is taken as it comes, so that nobody but the thread that needs it reads it.
 *
 * @param bytesMax the limit that other bodies have
 */
export async function requestText(
  request: AuthenticatedRequest,
  bytesMax: number,
): Promise<Result<string, Problem>> {
  if (request.is('text/plain') === false) return ok(canonicalJson((request.body ?? null) as Json));
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bytesMax)
      return err(problem('body-too-large', `The body has more than ${String(bytesMax)} bytes.`));
    chunks.push(chunk);
  }
  try {
    return ok(UTF8.decode(Buffer.concat(chunks)));
  } catch {
    return err(problem('malformed-request', 'The body is not UTF-8.'));
  }
}
