import { err, ok, type Result } from '#libs/kernel';
import type { CallFailure } from './call-failure.js';

/**
 * Redirects that are followed, always with the same method and body: RFC 9110, section 15.4, lets clients turn
 * 301 and 302 into GET, which would ask an inference endpoint for nothing. 303 means just that and is an error.
 */
const FOLLOWED: ReadonlySet<number> = new Set([301, 302, 307, 308]);

export const isRedirect = (status: number): boolean => FOLLOWED.has(status);

/** Where a redirect leads. Its address is still to be checked like that of any other URL. */
export function redirectTarget(from: URL, location: string | undefined): Result<URL, CallFailure> {
  if (location === undefined || !URL.canParse(location, from.href)) return refusal('leads nowhere');
  const to = new URL(location, from.href);
  if (to.protocol !== 'http:' && to.protocol !== 'https:') return refusal(`leads to ${to.protocol}`);
  if (from.protocol === 'https:' && to.protocol === 'http:') return refusal('leaves TLS');
  if (to.username !== '' || to.password !== '') return refusal('carries a password');
  return ok(to);
}

export const refusal = (reason: string): { readonly ok: false; readonly error: CallFailure } =>
  err({ code: 'refused-redirect', reason });
