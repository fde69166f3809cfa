import type { CallFailure } from './http/call-failure.js';

/** Why a thread or a process gave no answer. After any of these the model is closed. */
export type ThreadFailure =
  | { readonly code: 'timed-out'; readonly timeoutMs: number }
  | { readonly code: 'aborted' }
  | { readonly code: 'model-failed'; readonly reason: string };

/** What one model cannot do with one input; `index` is the position of that input in its batch. */
export type InputFailure =
  | { readonly code: 'input-unfit'; readonly index: number; readonly reason: string }
  | { readonly code: 'answer-missing'; readonly index: number };

export type AnswerError =
  | ThreadFailure
  | CallFailure
  | InputFailure
  /** An expression failed on a request or a reply, or took longer than it may. */
  | { readonly code: 'mapping-failed'; readonly reason: string }
  | { readonly code: 'batch-too-large'; readonly batchInputsMax: number }
  | { readonly code: 'model-closed' };

/**
 * Whether trying the same batch again later, with the model opened anew, may help. What rests on declared files,
 * on the input or on the operator's rules will fail the same way every time; the network and the load will not.
 */
export function isPassing(error: AnswerError): boolean {
  switch (error.code) {
    case 'timed-out':
    case 'rate-limited':
    case 'connection-failed':
    case 'model-closed':
      return true;
    case 'http-status':
      return isPassingStatus(error.status);
    case 'aborted':
    case 'model-failed':
    case 'input-unfit':
    case 'answer-missing':
    case 'response-malformed':
    case 'mapping-failed':
    case 'batch-too-large':
    case 'refused-address':
    case 'refused-redirect':
    case 'request-too-large':
    case 'response-too-large':
      return false;
  }
}

/** Statuses that say something about the moment rather than about the request (RFC 9110; 425 RFC 8470; 429 RFC 6585). */
export const isPassingStatus = (status: number): boolean =>
  status === 408 || status === 425 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
