/** Why a document is no dossier. */
export type DossierInvalid = {
  readonly code: 'dossier-invalid';
  /** JSON pointers (RFC 6901) with what is wrong there. */
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
};
