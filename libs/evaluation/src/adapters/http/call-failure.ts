import type { AddressKind } from './address-kind.js';

/**
 * Why a call to an endpoint brought no reply. None of these holds a secret: texts from outside have been
 * through {@link redactor}.
 */
export type CallFailure =
  | { readonly code: 'timed-out'; readonly timeoutMs: number }
  | { readonly code: 'aborted' }
  | {
      readonly code: 'rate-limited';
      readonly status: number;
      readonly attempts: number;
      /** What the endpoint asked for, if it did. */
      readonly retryAfterMs?: number;
    }
  | {
      readonly code: 'http-status';
      readonly status: number;
      readonly attempts: number;
      /** The beginning of the body. */
      readonly excerpt: string;
    }
  | { readonly code: 'connection-failed'; readonly attempts: number; readonly reason: string }
  | { readonly code: 'refused-address'; readonly host: string; readonly kind: AddressKind }
  | { readonly code: 'refused-redirect'; readonly reason: string }
  /** The endpoint answered something that its protocol does not know. */
  | { readonly code: 'response-malformed'; readonly reason: string }
  | { readonly code: 'request-too-large'; readonly bytesMax: number }
  | { readonly code: 'response-too-large'; readonly bytesMax: number };
