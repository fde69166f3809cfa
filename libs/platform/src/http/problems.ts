/** Every way in which a request can fail, in one place. `docs/errors.md` is generated from this table. */
export const PROBLEMS = {
  // The request itself, in the order in which it is checked.
  'body-too-large': { status: 413, title: 'The request body is too large' },
  'malformed-request': { status: 400, title: 'The request could not be read' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  unauthenticated: { status: 401, title: 'A valid API key is required' },
  'scope-missing': { status: 403, title: 'The API key lacks a scope' },
  'idempotency-key-missing': { status: 400, title: 'An Idempotency-Key header is required' },
  'validation-failed': { status: 400, title: 'The request is not valid' },
  'request-in-flight': { status: 409, title: 'The same request is being processed' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key was used for another request' },
  'not-found': { status: 404, title: 'There is no such resource' },
  // What the market refuses.
  'name-taken': { status: 409, title: 'The name is taken' },
  'manifest-mismatch': { status: 422, title: 'The files are not those of the manifest' },
  'domain-unknown': { status: 422, title: 'There is no such domain' },
  'evidence-missing': { status: 422, title: 'There is not enough evidence for this' },
  'valuation-unfit': { status: 422, title: 'The valuation cannot carry this auction' },
  'rights-conflict': { status: 409, title: 'The right conflicts with one already granted' },
  'lot-unavailable': { status: 409, title: 'The lot is not available' },
  'weights-missing': { status: 422, title: 'The model has no attribution weights' },
  'attribution-without-weights': { status: 409, title: 'The attribution has no weights' },
  'dispute-window-closed': { status: 409, title: 'The weights can no longer be disputed' },
  'format-unfit': { status: 422, title: 'The lot cannot be sold in this format' },
  'trustees-missing': { status: 409, title: 'Nobody is appointed to open bids' },
  'schedule-invalid': { status: 422, title: 'The schedule is not possible' },
  'auction-not-open': { status: 409, title: 'The auction does not accept bids now' },
  'auction-not-cancellable': { status: 409, title: 'The auction can no longer be cancelled' },
  'seller-linked-bid': { status: 403, title: 'The seller may not bid' },
  'affiliate-takes-part': { status: 409, title: 'An affiliate takes part already' },
  'terms-not-accepted': { status: 409, title: 'The terms of the auction are not accepted' },
  'envelope-refused': { status: 422, title: 'The envelope was refused' },
  'bid-limit-reached': { status: 409, title: 'No further revision of this bid is accepted' },
  'sale-step-refused': { status: 409, title: 'The sale does not allow this now' },
  'order-not-standing': { status: 409, title: 'The standing order does not stand any more' },
  'order-limit-reached': { status: 409, title: 'No further standing order is accepted' },
  'share-refused': { status: 422, title: 'The share was refused' },
  'insufficient-funds': { status: 409, title: 'The balance does not cover this' },
  'signing-key-refused': { status: 422, title: 'The signing key was refused' },
  'metering-refused': { status: 409, title: 'The grant cannot be metered like this' },
  'receipt-refused': { status: 422, title: 'A usage receipt was refused' },
  'payout-run-unfinished': { status: 409, title: 'The run before is not finished' },
  'run-ended': { status: 409, title: 'The run has ended' },
  'run-not-resumable': { status: 409, title: 'The run cannot be resumed' },
  'hidden-split-missing': { status: 422, title: 'The domain has no hidden split here' },
  'hidden-split-exhausted': { status: 409, title: 'The hidden split was asked as often as it may be' },
  'credential-limit-reached': { status: 409, title: 'No further credential can be kept' },
  'schedule-exists': { status: 409, title: 'There is such a schedule already' },
  'dead-letter-retried': { status: 409, title: 'The dead letter was retried already' },
  // Our side.
  'not-ready': { status: 503, title: 'The service is not ready' },
  internal: { status: 500, title: 'The service failed' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One field at fault: an RFC 6901 pointer into the request and what is wrong there. */
export type FieldError = { readonly path: string; readonly message: string };

/** An expected failure of a use case, as a value. */
export type Problem = {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
};

/** A problem with the request at one field. */
export const problemAt = (code: ProblemCode, path: string, message: string): Problem => ({
  code,
  detail: `${path}: ${message}`,
  errors: [{ path, message }],
});

export const problem = (code: ProblemCode, detail: string): Problem => ({ code, detail });

/** What another party owns looks exactly like what does not exist. */
export const notFound = (what: string): Problem => ({
  code: 'not-found',
  detail: `There is no such ${what}.`,
});
