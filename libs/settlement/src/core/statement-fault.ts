/** What is wrong with a statement, at a place in it (RFC 6901). */
export type StatementFault =
  | { readonly code: 'malformed'; readonly path: string; readonly reason: string }
  | {
      readonly code: 'figure-differs';
      readonly path: string;
      readonly stated: string;
      readonly computed: string;
    };
