/** PostgreSQL could not be started here. The message is for the operator: what is wrong and what to do. */
export class EmbeddedPostgresFailure extends Error {
  override readonly name = 'EmbeddedPostgresFailure';
}
