/** The database could not be brought to the state this code needs. The message is for the operator. */
export class MigrationFailure extends Error {
  override readonly name = 'MigrationFailure';
}
